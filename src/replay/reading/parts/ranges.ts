/** Lines after a path or after a word of lines, in every way that they are listed. */

import type { LineRange } from '../../claim.ts';
import { AND_WORDS, LINE_WORDS } from '../words/line-words.ts';

export interface ReadRanges {
  readonly ranges: readonly LineRange[];
  readonly end: number;
}

/** What may be between a path and a word of lines. */
const GAP = /[`*\s(),"'[\]<>:：（@~]{0,6}/y;
const NUMBERS =
  /[~≈]?(?:L|l)?(\d{1,7})(?:\s?(?:[-–—~]|\.\.|to|through|bis|до|至|到)\s?(?:L|l)?(\d{1,7}))?(?![\d.%]?[\p{L}\d])\+?/uy;
const COLUMN = /:(?:L)?(\d{1,7})(?::\d{1,5}(?!\d))?(?:\s?[-–—~]\s?(?:L)?(\d{1,7})(?::\d{1,5})?)?/y;
/** As Chinese and Japanese write it; "a.py：3 处" counts something. */
const WIDE_COLUMN = /：\s?L?(\d{1,7})(?:\s?[-–—~至到]\s?L?(\d{1,7}))?(?!\d|[.%]\d|[-–—~至到]|\s?(?!行)\p{L})/uy;
const ANCHOR = /#L(\d{1,7})(?:C\d{1,5})?(?:-L?(\d{1,7})(?:C\d{1,5})?)?/y;
const NEXT = /`?\s?(?:[,;、，；&+/]|\p{L}{1,3})\s?:?\s?`?/uy;
const WORD = /[\p{L}]+\.?/uy;

/** From `start`, directly after a path, or (`bare`) where numbers are known to be lines. */
export function readRanges(text: string, start: number, bare = false): ReadRanges {
  const first = bare ? numbersAt(text, gapEnd(text, start)) : rangesAfterPath(text, start);
  if (first === undefined) return { ranges: [], end: start };
  const ranges = [first.range];
  let end = first.end;
  for (;;) {
    const next = nextNumbers(text, end);
    if (next === undefined) return { ranges, end };
    ranges.push(next.range);
    end = next.end;
  }
}

interface ReadRange {
  readonly range: LineRange;
  readonly end: number;
}

function rangesAfterPath(text: string, start: number): ReadRange | undefined {
  const direct = matchAt(COLUMN, text, start) ?? matchAt(WIDE_COLUMN, text, start) ?? matchAt(ANCHOR, text, start);
  const behindCode =
    text[start] === '`' ? (matchAt(COLUMN, text, start + 1) ?? matchAt(WIDE_COLUMN, text, start + 1)) : undefined;
  const match = direct ?? behindCode;
  if (match !== undefined) return rangeOf(match);
  const gap = gapEnd(text, start);
  const word = matchAt(WORD, text, gap);
  if (word === undefined) return undefined;
  const name = word[0].replace('.', '').toLowerCase();
  if (name === 'at' || name === 'on') return rangesAfterPath(text, gap + word[0].length);
  if (!LINE_WORDS.has(name)) return undefined;
  // `L10` is one word for the eye and two for the expression; "l 3" alone is no line.
  const at = gap + word[0].length;
  return numbersAt(text, /^[a-z]$/.test(name) ? at : skipPlural(text, gapEnd(text, at)));
}

/** `line(s) 10`. */
function skipPlural(text: string, at: number): number {
  return text.startsWith('s)', at) ? gapEnd(text, at + 2) : at;
}

function nextNumbers(text: string, end: number): ReadRange | undefined {
  const sign = matchAt(NEXT, text, end) ?? matchAt(SPACED_WORD, text, end);
  if (sign === undefined) return undefined;
  const word = /\p{L}+/u.exec(sign[0])?.[0];
  if (word !== undefined && !AND_WORDS.has(word.toLowerCase())) return undefined;
  let at = end + sign[0].length;
  const again = matchAt(SPACED_WORD, text, at - 1);
  if (again !== undefined && AND_WORDS.has(again[0].trim().toLowerCase())) at = at - 1 + again[0].length;
  return numbersAt(text, at);
}

const SPACED_WORD = /\s\p{L}{1,3}\s/uy;

function numbersAt(text: string, at: number): ReadRange | undefined {
  const match = matchAt(NUMBERS, text, at);
  return match === undefined ? undefined : rangeOf(match);
}

function rangeOf(match: RegExpExecArray): ReadRange | undefined {
  const first = Number(match[1]);
  const last = Number(match[2] ?? first);
  if (first === 0) return undefined;
  return { range: { first, last: Math.max(first, last) }, end: match.index + match[0].length };
}

function gapEnd(text: string, at: number): number {
  return at + (matchAt(GAP, text, at)?.[0].length ?? 0);
}

function matchAt(expression: RegExp, text: string, at: number): RegExpExecArray | undefined {
  expression.lastIndex = at;
  return expression.exec(text) ?? undefined;
}
