import { groupBy } from '#collections';
import { defineProjectRule, type ProjectProblem } from '#kit';
import { type DocumentName, isOfOneDay, isOfOtherPlaces, namesOtherFiles } from '#kit/artifacts';
import { offering, safeFix } from '#kit/fixes';
import type { ArtifactFile, ProjectModel } from '#project';
import { joinPath } from '#text';
import { listedCode, verbFor } from '#text/wording';
import { missingScripts } from '../_shared/missing-scripts.ts';
import { isDeployingPath } from './deploying-paths.ts';
import { DocumentPlaces } from './document-places.ts';
import { foldersMade } from './made-folders.ts';
import {
  corrected,
  DEPLOYED,
  describe,
  isGone,
  type ListedName,
  listedNames,
  MAX_RELATED,
  meantPath,
  missingNames,
  type ReportedName,
  SHOWN,
  standing,
  whatThereIs,
} from './missing-names.ts';
import { missingDescriptions, missingSetupFiles } from './missing-setup-files.ts';
import { missingTemplates } from './missing-templates.ts';

export default defineProjectRule<string>({
  docs: {
    summary: 'reference to a file that does not exist',
    why: 'Anyone who follows the document to deploy, operate or assess the system relies on parts that do not exist. A makefile or script stops at the first missing file.',
    remedy: 'Add the files, correct the paths of those that moved, or remove the references',
    harm: 'breaks',
    severity: {
      'file that a document refers to': 'P3',
      [DEPLOYED]: 'P0',
      'file that a command needs': 'P2',
      'file that a distribution packs': 'P0',
    },
    precision: 'low',
    measured: {
      read: 170,
      right: 166,
      on: 'TenSafe, feast, ragflow, fairseq, MLServer, seldon-core, agentrag, data-engineering-zoomcamp and 71 more',
    },
    since: '0.1.0',
    cwe: [],
    fixes: [
      safeFix('Write the path of the existing file', 'the current path does not exist, and no other file has the name'),
    ],
    origin: [
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.7' },
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.8' },
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.9' },
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '8.2' },
    ],
    bad: '<!-- path: README.md -->\n# Orders\n\nThe service starts in `orders/server.py` and reads `orders/routes.py`.\n# path: orders/server.py\nprint("serving")\n',
    good: '<!-- path: README.md -->\n# Orders\n\nThe service starts in `orders/server.py`.\n# path: orders/server.py\nprint("serving")\n',
  },
  facts: foldersMade,
  check(project, ctx) {
    // A source distribution leaves out what it likes; its documents speak of the repository.
    if (project.files.has('PKG-INFO')) return;
    for (const problem of [...scriptProblems(project), ...setupProblems(project)]) ctx.report(problem);
    const places = new DocumentPlaces(project, ctx.facts);
    const documents = project.artifacts
      .of('markdown')
      .filter((file) => !namesOtherFiles(file.path))
      .map((file) => ({ file, missing: missingNames(file, places) }));
    const naming = groupBy(
      documents.flatMap(({ missing }) => missing.map(meantPath)),
      (path) => path,
    );
    const listed = documents.flatMap(({ file }) => listedNames(file, places));
    for (const { file, missing: named } of documents) {
      const alone = listed.filter((each) => each.file === file && !naming.has(each.name.path)).map(({ name }) => name);
      const missing = [...named, ...alone];
      // What several documents name is missed once, wherever they name it; what one names is missed with that document.
      const isShared = (name: DocumentName): boolean => (naming.get(meantPath(name))?.length ?? 0) > 1;
      for (const name of missing.filter(isShared))
        ctx.report({ ...problemOf(file, [name], places, listed), cause: meantPath(name) });
      const own = missing.filter((name) => !isShared(name));
      if (own.length > 0) ctx.report(problemOf(file, own, places, listed));
    }
  },
});

function problemOf(
  file: ArtifactFile<'markdown'>,
  missing: readonly DocumentName[],
  places: DocumentPlaces,
  listed: readonly ListedName[],
): ProjectProblem {
  const reported = missing.map((name) => ({ ...name, fate: places.fateOf(name) }));
  const deploys = (each: ReportedName): boolean =>
    isGone(each) && isDeployingPath(joinPath(file.folder, each.path) ?? each.path);
  const rank = (each: ReportedName): number => (deploys(each) ? 0 : isGone(each) ? 1 : 2);
  const ordered = reported.toSorted((a, b) => rank(a) - rank(b));
  const [first, ...others] = ordered;
  return {
    at: file.placeOf(first?.span ?? { start: 0, end: 0 }),
    message: describe(ordered),
    ...offering(corrected(reported, file)),
    ...(!reported.some(isGone) && {
      remedy: `Correct the ${verbFor(reported.length, 'path', 'paths')} in the document, or remove the outdated references`,
    }),
    related: [
      ...others.slice(0, MAX_RELATED).map(({ path, span, fate }) => ({
        ...file.placeOf(span),
        message: `\`${path}\` is referred to here, ${whatThereIs(fate)}`,
      })),
      ...listed
        .filter((each) => each.file !== file && missing.some((name) => meantPath(name) === each.name.path))
        .slice(0, MAX_RELATED)
        .map((each) => ({ ...each.file.placeOf(each.name.span), message: 'listed in its own folder here' })),
    ],
    ...(reported.some(deploys) ? { kind: DEPLOYED } : { harm: 'dead-code' }),
    ...(isOfOneDay(file) && { doubt: 'role-from-name' }),
    key: `${file.path} ${missing.map(({ path }) => path).join(' ')}`,
  };
}

/** One for each makefile or configuration that runs scripts which are not there, or document that copies such templates. */
function scriptProblems(project: ProjectModel): ProjectProblem[] {
  const run = missingScripts(project).filter(({ isInPipeline }) => !isInPipeline);
  const copied = missingTemplates(project).filter(({ from }) => !namesOtherFiles(from));
  const scripts = [...run, ...copied].filter(({ from }) => !isOfOtherPlaces(from));
  return [...new Set(scripts.map(({ from }) => from))].flatMap((path) => {
    const [first, ...others] = scripts.filter(({ from }) => from === path);
    if (first === undefined) return [];
    const names = [...new Set([first, ...others].map(({ name }) => name))];
    const act = others.every((each) => each.act === first.act) ? first.act : 'run';
    const isAstray = others.length === 0 && first.location !== undefined;
    const lack = isAstray
      ? `the path is wrong: from the repository root, the file is at \`${first.location}\``
      : 'it does not exist in the repository';
    return {
      at: first.at,
      kind: 'file that a command needs',
      message: `missing file: ${listedCode(names, SHOWN)} ${verbFor(names.length)} ${act} here, but ${names.length > 1 ? 'they do not exist in the repository' : lack}`,
      ...(isAstray && offering(standing(first))),
      doubt: joinPath('', first.name) === first.location ? 'uncertain-identity' : first.doubt,
      related: others.slice(0, MAX_RELATED).map(({ name, at }) => ({ ...at, message: `\`${name}\` does not exist` })),
      key: `${path} ${[first, ...others].map(({ name }) => name).join(' ')}`,
    };
  });
}

/** Anyone who builds the distribution is told that a file cannot be copied. */
function setupProblems(project: ProjectModel): ProjectProblem[] {
  return [...missingSetupFiles(project), ...missingDescriptions(project)].map(({ from, name, at, others, doubt }) => ({
    at,
    message: `missing file: ${from.slice(from.lastIndexOf('/') + 1)} packages \`${name}\`, which does not exist in the repository`,
    kind: 'file that a distribution packs',
    doubt,
    related: others.slice(0, MAX_RELATED).map((each) => ({ ...each.at, message: `\`${each.name}\` does not exist` })),
    key: `${from} ${[name, ...others.map((other) => other.name)].join(' ')}`,
  }));
}
