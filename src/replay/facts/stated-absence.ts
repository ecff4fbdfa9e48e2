import type { AnchoredClaim } from '../anchor-claim.ts';
import { codesIn } from '../code-names.ts';
import { tokensOf } from '../code-tokens.ts';
import { kindOfCode } from '../reading/parts/inline-code.ts';
import { LACKS_CODE, LACKS_CODE_BEHIND, NOT_DONE } from '../reading/words/absence-words.ts';
import type { Verdict } from '../replayed-claim.ts';
import { aboutIt } from '../statements.ts';
import type { VerdictGround } from '../verdict.ts';
import { endedFact, presentFact } from './present-fact.ts';
import { auditedScope, lineWith, type Scope, scopesOf } from './spoken-scope.ts';

/** "`close` never calls `flush()`", "no `timeout`", "lacks `@login_required`": code that a sentence misses where it says so does not stand there. */
export function statedAbsence(anchored: AnchoredClaim, ground: VerdictGround): Verdict | undefined {
  for (const [i, sentence] of aboutIt(anchored.claim).entries()) {
    const missed = missedCode(sentence);
    if (missed.length === 0) continue;
    const heads = missed.flatMap(headOf);
    const scopes = heads.length < missed.length ? [] : scopesOf(sentence, missed, anchored, ground);
    const verdict =
      absentIn(scopes, heads, sentence, anchored, ground) ?? (i === 0 ? arrivedIn(scopes, heads, ground) : undefined);
    if (verdict !== undefined) return verdict;
  }
  return undefined;
}

/** Code in backticks of which a sentence says that it is not there. */
export function missedCode(sentence: string): readonly string[] {
  for (const pattern of [LACKS_CODE, NOT_DONE, LACKS_CODE_BEHIND]) {
    for (const { 1: list = '' } of sentence.matchAll(pattern)) {
      const codes = codesIn(list);
      if (codes.length > 0 && codes.every((code) => kindOfCode(code) !== 'path')) return codes;
    }
  }
  return [];
}

/** The name by which a piece of code is known wherever it stands: what is called, what is set, else its longest word. */
export function headOf(code: string): string[] {
  // Programs and paths are no names of code.
  if (code.includes('/')) return [];
  const text = code
    .replace(/^(?:async )?(?:def|class|from|import|await|with|raise|return|not|and|or) /, '')
    .replace(/^@/, '');
  const [chain = ''] = text.split(/[(=]/, 1);
  const called = /^[\w.]{1,120}$/.test(chain.trim()) ? chain.trim().split('.').at(-1) : undefined;
  const words = tokensOf(text).filter(({ kind }) => kind === 'name' || kind === 'text');
  const longest = words.map((token) => token.text).sort((a, b) => b.length - a.length)[0];
  const head = called ?? longest;
  return head === undefined || head.length < LEAST || KEYWORDS.has(head) ? [] : [head];
}

/** Shorter names stand anywhere. */
const LEAST = 3;
const KEYWORDS: ReadonlySet<string> = new Set(
  'None True False self cls and for not try except finally else elif with while return yield pass raise'.split(' '),
);

/** A requirement (`"httpx>=0.27"`) holds the name of what it requires. */
const isThere = (scope: Scope, heads: readonly string[]): number | undefined =>
  lineWith(scope, (word) => heads.includes(word) || heads.includes(REQUIREMENT.exec(word)?.[1] ?? ''));

const REQUIREMENT = /^([\w.-]{3,60})(?:\[[\w,.-]{1,60}\])?\s*(?:[<>=!~]=|[<>@])/;

/** As a part of a longer name, in what the code says of itself, or, of lines and no function, defined elsewhere in the file: it may be there under another name. */
function mayBeThere({ file, lines: { first, last }, construct }: Scope, heads: readonly string[]): boolean {
  const end = Math.min(last, file.text.lineCount);
  const within = Array.from({ length: Math.max(0, end - first + 1) }, (_, i) => file.text.lineText(first + i)).join(
    '\n',
  );
  const defined = construct === undefined ? file.constructs.map(({ name }) => name.toLowerCase()) : [];
  return heads.some((head) => within.includes(head) || defined.some((name) => name.includes(head.toLowerCase())));
}

/** One of several places is enough: it is missed there. */
function absentIn(
  scopes: readonly Scope[],
  heads: readonly string[],
  sentence: string,
  anchored: AnchoredClaim,
  ground: VerdictGround,
): Verdict | undefined {
  if (scopes.every((scope) => isOfOtherCode(scope, sentence, heads))) return undefined;
  // "`Client` has no `close`", and one of the files of the claim defines it: whatever its first lines are, it is there.
  if (sentence.search(NOT_DONE) < 0 && anchored.files.some((path) => defines(path, heads, ground))) return undefined;
  const lacking = scopes.filter((scope) => !mayBeThere(scope, heads));
  if (lacking.length === 0 || lacking.length * 2 < scopes.length) return undefined;
  const told = heads.map((head) => `\`${head}\``).join(', ');
  const evidence = lacking.map(({ file, lines }) => ({ message: `no ${told}`, path: file.path, line: lines.first }));
  return presentFact(anchored, `${lacking.map(({ called }) => called).join(', ')} has no ${told}`, evidence);
}

const defines = (path: string, heads: readonly string[], { code }: VerdictGround): boolean =>
  code.file(path)?.constructs.some(({ name }) => heads.includes(name.slice(name.lastIndexOf('.') + 1))) === true;

/** A sentence that says it of a function which the file does not hold by that name is not about all of the file. */
function isOfOtherCode(scope: Scope, sentence: string, heads: readonly string[]): boolean {
  if (scope.construct !== undefined) return false;
  const subjects = codesIn(sentence)
    .map((code) => code.replace(/\(\)$/, ''))
    .filter((code) => /^_*[a-z]+_[a-z\d_]+$/.test(code) && !heads.includes(code));
  return subjects.some((name) => lineWith(wholeOf(scope), (word) => word === name) === undefined);
}

const wholeOf = (scope: Scope): Scope => ({ ...scope, lines: { first: 1, last: scope.file.lineCount } });

/** It stands there now, and did not when the document was written. */
function arrivedIn(scopes: readonly Scope[], heads: readonly string[], ground: VerdictGround): Verdict | undefined {
  const [head] = heads;
  const [first] = scopes;
  if (head === undefined || first === undefined || heads.length > 1) return undefined;
  const isNew = (scope: Scope): boolean => {
    const before = auditedScope(scope, ground);
    return before !== undefined && isThere(before, heads) === undefined && isThere(scope, heads) !== undefined;
  };
  if (!scopes.every(isNew)) return undefined;
  const line = isThere(first, heads);
  const because = `\`${head}\` stands in ${first.called}, line ${line}, and did not when the document was written`;
  return endedFact(because, [{ message: `\`${head}\` stands here`, path: first.file.path, line }], undefined);
}
