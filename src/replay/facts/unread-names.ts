import type { AnchoredClaim } from '../anchor-claim.ts';
import { codesIn } from '../code-names.ts';
import type { CodeToken } from '../code-tokens.ts';
import { SAYS_UNDEFINED, SAYS_UNREAD } from '../reading/words/absence-words.ts';
import type { Verdict } from '../replayed-claim.ts';
import type { CodeFile, RepositoryCode } from '../repository-code.ts';
import { sentencesOf } from '../statements.ts';
import type { VerdictGround } from '../verdict.ts';
import { presentFact } from './present-fact.ts';
import { headOf } from './stated-absence.ts';

/** Names that are given a value and never asked for it, and names that are asked for and that nothing defines. */
export function unreadNames(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  for (const sentence of sentencesOf(anchored.claim)) {
    const verdict = unread(sentence, anchored, ground) ?? undefinedName(sentence, anchored, ground);
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}

/** Where a name stands in a file, and whether it is given a value there. */
interface Use {
  readonly path: string;
  readonly line: number;
  readonly isGiven: boolean;
}

function unread(sentence: string, anchored: AnchoredClaim, { code }: VerdictGround): Verdict | undefined {
  for (const name of namesSaid(SAYS_UNREAD, sentence)) {
    const uses = usesOf(name, code);
    const given = uses.filter(({ isGiven, path }) => isGiven && isMeant(path, anchored));
    const [first] = given;
    if (first === undefined || uses.some(({ isGiven }) => !isGiven)) continue;
    const because = `\`${name}\` is given at ${first.path}:${first.line}, and nothing asks for it`;
    return presentFact(
      anchored,
      because,
      given.slice(0, MOST_TOLD).map(({ path, line }) => ({ message: 'it is given here', path, line })),
    );
  }
  return undefined;
}

function undefinedName(sentence: string, anchored: AnchoredClaim, { code }: VerdictGround): Verdict | undefined {
  for (const name of namesSaid(SAYS_UNDEFINED, sentence)) {
    const uses = usesOf(name, code);
    const asked = uses.filter(({ path }) => isMeant(path, anchored));
    const [first] = asked;
    if (first === undefined || uses.some(({ isGiven }) => isGiven) || code.byName.has(`${name}.py`)) continue;
    const because = `\`${name}\` is asked for at ${first.path}:${first.line}, and nothing in the repository defines it`;
    return presentFact(
      anchored,
      because,
      asked.slice(0, MOST_TOLD).map(({ path, line }) => ({ message: 'it is asked for', path, line })),
    );
  }
  return undefined;
}

const MOST_TOLD = 6;

function namesSaid(pattern: RegExp, sentence: string): readonly string[] {
  // What stands between two pieces of code is none.
  const isCode = (at: number): boolean => sentence.slice(0, at).split('`').length % 2 === 1;
  const said = [...sentence.matchAll(pattern)].flatMap(({ index, 0: all, 1: list = '' }) =>
    isCode(index + all.indexOf(list)) ? codesIn(list) : [],
  );
  const names = said.filter((each) => /^[\w.]+(?:\(\))?$/.test(each)).flatMap(headOf);
  return [...new Set(names)].filter((name) => name.length >= LEAST);
}

/** Shorter names are those of too many things. */
const LEAST = 4;

const isMeant = (path: string, { files }: AnchoredClaim): boolean => files.length === 0 || files.includes(path);

function usesOf(name: string, code: RepositoryCode): readonly Use[] {
  return [...code.filesWith(name)].flatMap((file) => [...usesIn(name, file)]);
}

function* usesIn(name: string, { path, tokens }: CodeFile): Generator<Use> {
  for (const [i, token] of tokens.entries()) {
    const isText = token.kind === 'text' && token.text.length > name.length && token.text.includes(name);
    if (isText && token.text.includes('\n')) continue;
    if (token.text === name || isText) yield { path, line: token.line, isGiven: !isText && isGiven(tokens, i) };
  }
}

/** `x = …`, `x: T`, `"x": …`, `def x`, `import x`, `as x`, `for x`; `x == …` asks, and `x += …` is no use of its own. */
function isGiven(tokens: readonly CodeToken[], at: number): boolean {
  const [before, next] = [tokens[at - 1]?.text, tokens[at + 1]?.text];
  if (next === '=' || next === ':' || next === '+=' || next === '-=' || next === ':=') return before !== '?';
  return (before !== undefined && DEFINING.has(before)) || isUnpacked(tokens, at);
}

/** One of several names on the left: `_cache, lock, _ = shared()`. */
function isUnpacked(tokens: readonly CodeToken[], at: number): boolean {
  const line = tokens[at]?.line;
  const isOfLine = (token: CodeToken | undefined): token is CodeToken => token?.line === line;
  let first = at;
  while (isTarget(tokens[first - 1]) && isOfLine(tokens[first - 1])) first--;
  let end = at + 1;
  while (isTarget(tokens[end]) && isOfLine(tokens[end])) end++;
  const isBegun = tokens[first - 1] === undefined || !isOfLine(tokens[first - 1]);
  return isBegun && end - first > 1 && tokens[end]?.text === '=' && isOfLine(tokens[end]);
}

const isTarget = (token: CodeToken | undefined): boolean =>
  token !== undefined && (token.kind === 'name' || [',', '*'].includes(token.text));

const DEFINING: ReadonlySet<string> = new Set('def class import as for const let var function'.split(' '));
