import { groupBy, memoize } from '#collections';
import { defineProjectRule } from '#kit';
import {
  adaptersImported,
  hasAdapter,
  importedNames,
  isBroughtBy,
  isFrozen,
  isImported,
  namedByConfiguration,
  wordsOfTexts,
} from '#kit/artifacts';
import { isPromised, isTakenBy, mayBeFor } from '#knowledge/companions';
import { isUsedImplicitly } from '#knowledge/implicit-packages';
import { importNamesOf } from '#knowledge/import-names';
import { isOnlyImported } from '#knowledge/imported-packages';
import { moduleTexts, type ProjectModel, type Requirement } from '#project';
import { folderOf } from '#text';
import { mayServeOthers } from './lists-for-others.ts';

/** Lists that are not for what the project itself runs. */
const ASIDE =
  /(^|\/)(docs?|examples?|samples?|tutorials?|tests?|benchmarks?|notebooks?|tools?|scripts?|\.github|\.devcontainer|ansible|dockerfiles|templates?|fixtures?)\/|no[-_]deps|\{\{/;

export default defineProjectRule<string>({
  docs: {
    summary: 'declared dependency that nothing uses',
    why: 'Whoever installs the project downloads it too, and has to deal with its security advisories and version conflicts without any use of it.',
    remedy: 'Remove it, or say in a comment what needs it.',
    harm: 'rots',
    severity: 'P3',
    precision: 'medium',
    measured: {
      read: 126,
      right: 126,
      on: 'dispatch, ail-framework, openai/evals, full-stack-fastapi-ftgo and 50 other repositories; of the 50 in those that were read last 45 were right before their mistakes were mended',
    },
    since: '0.1.0',
    cwe: [1164],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '7.2' }],
    bad: '# path: pyproject.toml\n[project]\nname = "shop"\ndependencies = ["requests", "pendulum"]\n\n# path: shop/__init__.py\n\n# path: shop/rates.py\nimport requests\n\nRATES = requests.get("https://rates.example.com", timeout=5).json()\n',
    good: '# path: pyproject.toml\n[project]\nname = "shop"\ndependencies = ["requests", "pendulum"]\n\n# path: shop/__init__.py\n\n# path: shop/rates.py\nimport pendulum\nimport requests\n\nTODAY = pendulum.today()\nRATES = requests.get("https://rates.example.com", timeout=5).json()\n',
  },
  needs: ['artifacts', 'texts'],
  facts: (file) => wordsOfTexts(file),
  check(project, ctx) {
    if (!project.modules.some(({ role }) => role === 'library' || role === 'entry-point')) return;
    const used: Used = {
      adapters: adaptersImported(project),
      imported: importedNames(project),
      words: new Set([...namedByConfiguration(project), ...ctx.facts.map(({ fact }) => fact)]),
      loaded: [...new Set(project.modules.flatMap((module) => moduleTexts(module).loads))],
    };
    const runtime = groupBy(project.requirements.filter(isRuntime), (each) => each.path);
    for (const [path, declared] of runtime) {
      if (isFrozen(declared, used.imported) && isBesideDeclaration(path, runtime)) continue;
      const unused = declared.filter(
        (each) => isUnused(each, used, project) && !isHeldForOthers(each, declared, used, project),
      );
      if (unused.length === 0) continue;
      // Where all versions are exact, it may hold one that others bring; so may what others load or bring, and what `pip freeze` wrote.
      const mayServe =
        isFrozen(declared, used.imported) || isAllExact(declared) || mayServeOthers(path, declared, project);
      for (const each of unused) {
        const names = (importNamesOf(each.distribution) ?? []).map((name) => `\`${name}\``);
        ctx.report({
          at: each.place,
          message: `\`${each.distribution}\` is required, and no file imports ${names.slice(0, 3).join(' or ')}`,
          cause: path,
          doubt:
            mayServe || isExplained(each.comment) || !isOnlyImported(each.distribution) ? 'external-use' : undefined,
          key: `${path} ${each.distribution}`,
        });
      }
    }
  },
});

interface Used {
  readonly adapters: ReadonlySet<string>;
  readonly imported: ReadonlySet<string>;
  readonly words: ReadonlySet<string>;
  /** What code loads by names made at run time. */
  readonly loaded: readonly string[];
}

const isRuntime = ({ group, isLocked, path, source }: Requirement): boolean =>
  group.kind === 'runtime' && !isLocked && source !== 'tox' && !ASIDE.test(path);

/** Beside the file that says what the project itself wants: what `pip freeze` wrote there is no wish. */
const isBesideDeclaration = (path: string, runtime: Pick<ReadonlyMap<string, unknown>, 'has'>): boolean =>
  DECLARING.map((name) => path.replace(/[^/]*$/, name)).some((beside) => beside !== path && runtime.has(beside));
const DECLARING = ['pyproject.toml', 'Pipfile', 'setup.cfg', 'setup.py'];

/** Markers, URLs and extras say that it is not for this project's own imports alone. */
function isUnused(
  requirement: Requirement,
  { adapters, imported, words, loaded }: Used,
  project: ProjectModel,
): boolean {
  const { distribution, marker, url, extras } = requirement;
  if (marker !== undefined || url !== undefined || extras.length > 0) return false;
  if (isUsedImplicitly(distribution) || isImported(distribution, imported) !== false) return false;
  const isRead = (name: string): boolean => project.modules.some(({ attributeReads }) => attributeReads.includes(name));
  if (isTakenBy(distribution, isRead)) return false;
  // `mlflow.transformers.load_model` loads with it.
  if (imported.has('mlflow') && importNamesOf(distribution)?.some(isRead) === true) return false;
  if (isForFetchedCode(requirement, project)) return false;
  const names = [distribution, ...(importNamesOf(distribution) ?? [])].map((name) =>
    name.toLowerCase().replaceAll('_', '-'),
  );
  if (names.some((name) => words.has(name)) || hasAdapter(distribution, adapters)) return false;
  // Code that is loaded by a name made at run time may be of anything.
  return !loaded.some((each) => names.some((name) => each.startsWith(name) || each === `/${name}`));
}

/** A build or a script in the same folder fetches the code of somebody else, which runs with what is listed here. */
const isForFetchedCode = ({ path }: Requirement, project: ProjectModel): boolean =>
  path.includes('/') && foldersFetching(project).has(folderOf(path));

const foldersFetching = memoize(
  ({ commands }: ProjectModel): ReadonlySet<string> =>
    new Set(
      commands.flatMap(({ command: { words }, kind, path }) => {
        const isFetching =
          kind !== 'markdown' && words[0]?.text === 'git' && words.some(({ text }) => text === 'clone');
        return isFetching ? folderOf(path) : [];
      }),
    ),
);

/** One exact version among ranges or of what another brings, or a part of another: it keeps what others bring at a version that works. */
function isHeldForOthers(
  requirement: Requirement,
  declared: readonly Requirement[],
  { imported }: Used,
  project: ProjectModel,
): boolean {
  const { distribution } = requirement;
  if (isBroughtBy(declared, requirement)) return true;
  // Spark comes with the image that it runs in.
  const declares = (other: string): boolean =>
    project.requirementsOn(other).length > 0 || (other === 'pyspark' && imported.has(other));
  const names = importNamesOf(distribution) ?? [];
  return mayBeFor(distribution, declares) || names.some((name) => isPromised(name, declares));
}

/** A heading of one or two words explains nothing; the number of an advisory does. */
const isExplained = (comment: string | undefined): boolean =>
  (comment?.split(/\s+/).length ?? 0) > 2 || /\b(?:CVE|GHSA)-/i.test(comment ?? '');

const isAllExact = (declared: readonly Requirement[]): boolean =>
  declared.filter(({ specifier }) => specifier.startsWith('==')).length >= declared.length * 0.8;
