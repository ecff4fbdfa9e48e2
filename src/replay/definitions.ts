/** Where names of code are defined and used in a text, by its lines: of any language that a repository is written in a little. */

import { memoize } from '../collections/index.ts';
import type { SourceText } from '../text/index.ts';
import type { Claim, LineRange } from './claim.ts';
import { linesOf } from './line-changes.ts';
import { wordSet } from './reading/words/phrases.ts';

/** The names that a claim gives, as code has them: without calls, brackets and what is before `self.`. */
export function namesOf({ names }: Pick<Claim, 'names'>): readonly string[] {
  const found = names.flatMap((written) => {
    const name = written
      .trim()
      .replace(/\(.*$/s, '')
      .replace(/^(?:async )?(?:def|class) /, '')
      .replace(/^(?:self|cls)\./, '')
      .replaceAll('::', '.')
      .replace(/[:=].*$/s, '')
      .trim();
    return /^[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*$/u.test(name) && !EVERYDAY.has(name) ? name : [];
  });
  return [...new Set(found)];
}

/** The name that a claim is called by, and nothing else: it is about that name. */
export function nameAlone(claim: Pick<Claim, 'names' | 'title'>): string | undefined {
  const title = claim.title.replaceAll(/[`()]/g, '').trim();
  return namesOf(claim).find((name) => name === title);
}

/** Words of the prose that are written as code is: with an underscore inside (`METADATA_SCHEMA`), or two humps (`CanaryMetrics`). */
export function namesInProse({ title, text }: Pick<Claim, 'title' | 'text'>): readonly string[] {
  const words = `${title} ${text}`.match(/(?<![\\\w./-])\w{3,80}(?![\w/-])/g) ?? [];
  return [...new Set(words.filter((word) => /\w_\w|^_[a-z]|^[A-Z][a-z0-9]{1,40}[A-Z]/.test(word)))];
}

/** Words in backticks that are no names of anybody's code. */
const EVERYDAY = wordSet(`
  self cls None True False int str dict list float bool bytes set tuple object type print len range import async await
`);

/** `close` of `Pool.close`. */
export const lastPart = (name: string): string => name.slice(name.lastIndexOf('.') + 1);

/** What defines a name: `Pool.close` is the `close` below `class Pool`. The whole of a function or class, by its indentation. */
export function definitionsOf(name: string, text: SourceText): readonly LineRange[] {
  const last = lastPart(name);
  if (!text.content.includes(last)) return [];
  const defined = definedIn(text).get(last) ?? [];
  const owner = name.split('.').at(-2);
  const within = owner === undefined ? [] : (definedIn(text).get(owner) ?? []);
  const inside = defined.filter(({ first }) => within.some((each) => each.first < first && first <= each.last));
  return inside.length > 0 ? inside : defined;
}

/** The few lines that hold a name as a word; none where they are many. */
export function usesOf(name: string, text: SourceText): readonly LineRange[] {
  if (!text.content.includes(name)) return [];
  const lines = linesOf(text).flatMap((line, i) => (holdsWord(line, name) ? [{ first: i + 1, last: i + 1 }] : []));
  return lines.length > MOST_USES ? [] : lines;
}

/** As a word of its own, not as a part of a longer name. */
export function holdsWord(line: string, name: string): boolean {
  for (let at = line.indexOf(name); at >= 0; at = line.indexOf(name, at + 1)) {
    const isWhole =
      !/[\p{L}\p{N}_]/u.test(line[at - 1] ?? ' ') && !/[\p{L}\p{N}_]/u.test(line[at + name.length] ?? ' ');
    if (isWhole) return true;
  }
  return false;
}

/** More lines than these are no place. */
const MOST_USES = 6;

const DEFINES =
  /^([ \t]*)(?:export +)?(?:(?:async +)?(?:def|class|function|const|let|func|fn) +([\p{L}_$][\p{L}\p{N}_$]*)|(?:self\.)?([\p{L}_][\p{L}\p{N}_]*)(?: *:[^=\n]{1,80})? *=(?!=))/u;

const definedIn = memoize((text: SourceText): ReadonlyMap<string, readonly LineRange[]> => {
  const lines = linesOf(text);
  const found = new Map<string, LineRange[]>();
  for (const [i, line] of lines.entries()) {
    const [, indent = '', block, value] = DEFINES.exec(line.slice(0, LONGEST_LINE)) ?? [];
    const name = block ?? value;
    if (name === undefined) continue;
    const known = found.get(name);
    // What is bound again and again is one thing: its first binding.
    if (value !== undefined && known !== undefined) continue;
    const range = { first: i + 1, last: block === undefined ? i + 1 : endOfBlock(lines, i, indent.length) };
    if (known === undefined) found.set(name, [range]);
    else known.push(range);
  }
  return found;
});

/** The smallest function or class that a line is in, if it is short enough to be read at a glance. */
export const blockAround = (line: number, text: SourceText): LineRange | undefined =>
  [...definedIn(text).values()]
    .flat()
    .filter(({ first, last }) => first <= line && line <= last && first < last && last - first <= AT_A_GLANCE)
    .sort((a, b) => a.last - a.first - (b.last - b.first))[0];

const AT_A_GLANCE = 60;
const LONGEST_LINE = 400;

/** The last line that is indented more than the head, or closes its brackets. */
function endOfBlock(lines: readonly string[], head: number, indent: number): number {
  let end = head + 1;
  for (let i = head + 1; i < lines.length && i < head + LONGEST_BLOCK; i++) {
    const line = lines[i] ?? '';
    if (line.trim() === '') continue;
    const depth = line.length - line.trimStart().length;
    if (depth < indent || (depth === indent && !/^[)\]}]/.test(line.trimStart()))) break;
    end = i + 1;
  }
  return end;
}

/** The work for all heads of a file stays in proportion to its length. */
const LONGEST_BLOCK = 2_000;
