import { memoize } from '../collections/index.ts';
import type { SourceText } from '../text/index.ts';
import type { QuotedCode } from './claim.ts';
import { tokensIn } from './code-tokens.ts';
import { findQuote, findText, type QuotedLine, quotedLines } from './find-quote.ts';
import type { GitPast } from './git-past.ts';

/** A quote that stood in a file once: in which commit last, and which one took it away. */
export interface StoodBefore {
  readonly lastIn: string;
  readonly removedIn: string;
}

/** Commits of one file that are looked at, the newest first. */
const MOST_COMMITS = 60;
/** So much of a quote has to stand in an old version for the claim to be about it. */
const ENOUGH = 0.7;

/** What of a quote is looked for in older versions. */
export interface PastQuote {
  readonly quote: Pick<QuotedCode, 'text'>;
  readonly lines: readonly QuotedLine[];
}

/** When a quote that is not in a file now last stood there; undefined where git shows no such time. */
export function stoodBefore(quote: PastQuote, path: string, past: GitPast): StoodBefore | undefined {
  let newer: SourceText | undefined;
  return lastHeld(path, past, (text) => {
    // What the version after it did not hold it holds only where the two differ, and few versions differ there.
    const mayHold = newer === undefined || mayDiffer(quote, text, newer);
    newer = text;
    return mayHold && holdsQuote(quote, text);
  });
}

/** Whether a quote may stand in a version that does not stand in the next: the names of one of its lines are where lines left, or were parted. */
function mayDiffer({ lines, quote }: PastQuote, text: SourceText, newer: SourceText): boolean {
  const words = wordsChanged(text, newer);
  const isChanged = lines.some(({ tokens }) => {
    const names = [...new Set(tokens.flatMap((token) => (token.kind === 'name' ? token.text : [])))];
    const changed = names.filter((name) => words.has(name)).length;
    // Of a statement over several lines one may have changed, and other names are allowed in half of a line.
    const isOneLine = tokens.at(0)?.line === tokens.at(-1)?.line;
    return isOneLine ? changed * 2 >= names.length : changed > 0 || names.length === 0;
  });
  return isChanged || (quote.text.match(WORD) ?? []).every((word) => words.has(word));
}

function wordsChanged(text: SourceText, newer: SourceText): ReadonlySet<string> {
  const known = changes(text).get(newer);
  if (known !== undefined) return known;
  const words = new Set(pairsThatLeft(linesOf(text), linesOf(newer)).flatMap((pair) => pair.match(WORD) ?? []));
  changes(text).set(newer, words);
  return words;
}

const changes = memoize((_text: SourceText) => new Map<SourceText, ReadonlySet<string>>());

const linesOf = memoize(({ content }: SourceText): readonly string[] => content.split(/\r\n|\r|\n/));

/** Each line with the next: a statement over several lines is another one when a line comes between them. */
function pairsThatLeft(lines: readonly string[], newer: readonly string[]): readonly string[] {
  const isSame = (i: number, j: number): boolean =>
    lines[i] === newer[j] && (lines[i + 1] ?? '') === (newer[j + 1] ?? '');
  // What both begin and end with is in both, and most versions differ in a few lines.
  let first = 0;
  while (first < lines.length && first < newer.length && isSame(first, first)) first++;
  let end = lines.length;
  for (let i = newer.length - 1; end > first && i >= first && isSame(end - 1, i); i--) end--;
  const changed = new Set(lines.slice(first, end));
  const pair = (of: readonly string[], i: number): string => `${of[i]}\n${of[i + 1] ?? ''}`;
  const there = new Set(newer.flatMap((line, i) => (changed.has(line) ? pair(newer, i) : [])));
  const left = new Set(lines.slice(first, end).map((_line, i) => pair(lines, first + i)));
  return [...left].filter((each) => !there.has(each));
}

const WORD = /[\p{L}_$][\p{L}\p{N}_]*/gu;

/** The last version of a file that held something, and the commit after it; undefined where git shows none, or the newest version does. */
export function lastHeld(path: string, past: GitPast, isHeld: (text: SourceText) => boolean): StoodBefore | undefined {
  const touches = past.touches(path, MOST_COMMITS);
  for (const [i, { commit, path: then }] of touches.entries()) {
    if (i % READ_AT_ONCE === 0) past.expect(touches.slice(i, i + READ_AT_ONCE));
    const text = past.textAt(commit, then);
    if (text === undefined || !isHeld(text)) continue;
    const removedIn = touches[i - 1]?.commit;
    // The newest version is the one that does not hold it, unless the disk differs from the last commit.
    return removedIn === undefined ? undefined : { lastIn: commit, removedIn };
  }
  return undefined;
}

/** Most was changed not long ago. */
const READ_AT_ONCE = 16;

/** As code, or as a line within a longer text, such as a requirement in a list of texts. */
export function holdsQuote({ lines, quote }: PastQuote, text: SourceText): boolean {
  // Names may differ in half of their places; where fewer are there, nobody has to take a file apart.
  const names = new Set(
    lines.flatMap(({ tokens }) => tokens.flatMap((token) => (token.kind === 'name' ? token.text : []))),
  );
  const there = [...names].filter((name) => text.content.includes(name));
  const mayBe = there.length * 2 >= names.size;
  const isThere = mayBe && (findQuote(lines, tokensIn(text))?.share ?? 0) >= ENOUGH;
  return isThere || findText(quote.text, text) !== undefined;
}

/** When a file still defined a function or class of this name; undefined where git shows no such time. */
export function definedBefore(name: string, path: string, past: GitPast): StoodBefore | undefined {
  const definition = [...quotedLines(`def ${name}():`), ...quotedLines(`class ${name}:`)];
  return lastHeld(path, past, (text) => {
    // Nobody takes a version apart that does not even read so.
    if (!text.content.includes(name) || !readsSo(name, text.content)) return false;
    const tokens = tokensIn(text);
    return definition.some((line) => findQuote([line], tokens) !== undefined);
  });
}

/** Whether a version reads so anywhere: `def name`, `class name`, up to blanks and continued lines. */
function readsSo(name: string, content: string): boolean {
  const [head = ''] = name.split('.');
  for (let at = content.indexOf(head); at >= 0; at = content.indexOf(head, at + 1)) {
    const before = content
      .slice(Math.max(0, at - MOST_BEFORE), at)
      .replaceAll('\\', ' ')
      .trimEnd();
    if (before.endsWith('def') || before.endsWith('class')) return true;
  }
  return false;
}

/** The word before a name, and blanks. */
const MOST_BEFORE = 40;
