import type { AnchoredClaim } from '../anchor-claim.ts';
import { codeNames, proseNames } from '../code-names.ts';
import { placesOf } from '../conclusions.ts';
import type { NamedConstruct } from '../named-constructs.ts';
import { SAYS_NEEDLESS, SAYS_UNUSED } from '../reading/words/fact-words.ts';
import type { Verdict } from '../replayed-claim.ts';
import type { CodeFile, RepositoryCode } from '../repository-code.ts';
import { classesSpokenOf } from '../spoken-places.ts';
import { unwrapped } from '../statements.ts';
import type { VerdictGround } from '../verdict.ts';
import { isTest } from './missing-tests.ts';
import { presentFact } from './present-fact.ts';

/** Rules that find what nobody uses, and say of each thing where it is defined. */
const ABOUT_UNUSED: ReadonlySet<string> = new Set(['unused-definition', 'orphan-module']);

/** A sentence says of a name that nobody uses it, and a rule of ours says so of what the files of the claim define under it. */
export function unusedNames(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  const { claim, files } = anchored;
  const { conclusions, code } = ground;
  const needless = neededByNobody(anchored, code);
  const sentences = [claim.title, ...unwrapped(claim.text).split(/(?<=[.!?;])\s+|\n+/)];
  const said = [...sentences.flatMap((each) => namesUnused(each, claim)), ...needless.map(({ name }) => name)];
  let unmentioned: Verdict | undefined;
  for (const file of [...files, ...needless.map(({ path }) => path)].flatMap((path) => code.file(path) ?? [])) {
    const defined = file.constructs.filter(
      ({ name, qualifiedName }) =>
        said.includes(name) || said.includes(qualifiedName) || said.includes(`${moduleOf(file.path)}.${qualifiedName}`),
    );
    const alone = defined.filter(({ kind }) => kind === 'function').find((each) => isAlone(each, file, code));
    if (alone !== undefined) {
      const { name, lines } = alone;
      const evidence = [{ message: `\`${name}\` is defined here`, path: file.path, line: lines.first }];
      unmentioned ??= presentFact(
        anchored,
        `\`${name}\` stands nowhere but in its definition at ${file.path}:${lines.first}`,
        evidence,
      );
    }
    for (const { finding, unshown } of conclusions.in(file.path)) {
      if (!ABOUT_UNUSED.has(finding.rule)) continue;
      const place = placesOf(finding).find(
        ({ path, line }) => path === file.path && defined.some(({ lines }) => lines.first === line),
      );
      if (place === undefined) continue;
      const { rule, severity, fingerprint, message } = finding;
      const because = `\`${rule}\` says so of ${place.path}:${place.line}${unshown === undefined ? '' : `; ${unshown}`}`;
      const evidence = [{ message, path: place.path, line: place.line }];
      return { ...presentFact(anchored, because, evidence), rule, severity, fingerprint };
    }
  }
  return unmentioned;
}

function namesUnused(sentence: string, claim: AnchoredClaim['claim']): readonly string[] {
  const about = saidUnused(sentence);
  const names = claim.names.filter((name) => about.includes(name));
  return [...codeNames({ names }), ...proseNames({ title: about, text: '', names })];
}

/** A class that the title speaks of by its words, where it or the heading above says that nobody needs it. */
function neededByNobody({ claim, files }: AnchoredClaim, code: RepositoryCode): ReturnType<typeof classesSpokenOf> {
  const isNeedless = SAYS_NEEDLESS.test(`${claim.title}\n${claim.section.at(-1)}`);
  return isNeedless && files.length === 0 ? classesSpokenOf(claim.title, code) : [];
}

const moduleOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/\.pyi?$/, '');

/**
 * Whether its name stands in no code or setting of the repository, as a name or within a text, but where it is defined: what tests call and what
 * a docstring shows is not used by it.
 */
function isAlone({ name, lines }: NamedConstruct, { path }: CodeFile, code: RepositoryCode): boolean {
  if (/^__\w+__$/.test(name)) return false;
  for (const file of code.filesWith(name)) {
    if (isTest(file.path) && !isTest(path)) continue;
    const used = file.tokens.filter(({ text }) => text.includes(name) && !text.includes('\n'));
    if (used.some(({ line }) => file.path !== path || line < lines.first || line > lines.last)) return false;
  }
  return true;
}

/** The part of a sentence that names what is not used: "nobody calls" says so of what stands behind it, and nothing of who does not call. */
function saidUnused(sentence: string): string {
  const said = SAYS_UNUSED.exec(sentence);
  if (said === null) return '';
  return /(?:s|ing)$/i.test(said[0]) ? sentence.slice(said.index + said[0].length) : sentence;
}
