/** Which lines of a text became which lines of a later one. */

import { diffArrays } from 'diff';
import { memoize } from '../collections/index.ts';
import type { SourceText } from '../text/index.ts';
import type { LineRange } from './claim.ts';

/** Lines of a later text in place of lines of an earlier one; a side of no lines is behind its start. */
interface Hunk {
  readonly before: { readonly start: number; readonly count: number };
  readonly after: { readonly start: number; readonly count: number };
}

export type Fate =
  | { readonly kind: 'kept'; readonly lines: LineRange }
  /** Some or all of them are others now; `lines` stand in their place. `share`: lines taken or put, of their number, from 0 to 1. */
  | { readonly kind: 'changed'; readonly lines: LineRange; readonly share: number }
  /** All of them were taken away and nothing put in their place; `lines` holds the line before. */
  | { readonly kind: 'removed'; readonly lines: LineRange };

/** What became of lines of one text in another; undefined where the two have too little in common to tell. */
export function fateOfLines({ first, last }: LineRange, before: SourceText, now: SourceText): Fate | undefined {
  if (before.content === now.content) return { kind: 'kept', lines: { first, last } };
  const hunks = hunksBetween(before, now);
  if (hunks === undefined) return undefined;
  const start = lineNow(first, hunks);
  const lines = { first: start, last: Math.max(start, lineNow(last, hunks)) };
  const touching = hunks.filter((hunk) => touches(hunk, first, last));
  if (touching.length === 0) return { kind: 'kept', lines };
  const length = last - first + 1;
  const sum = (count: (hunk: Hunk) => number): number => touching.reduce((all, hunk) => all + count(hunk), 0);
  const taken = sum((hunk) => overlap(hunk, first, last));
  if (taken === length && touching.every(({ after }) => after.count === 0)) return { kind: 'removed', lines };
  const changed = sum((hunk) => Math.max(overlap(hunk, first, last), hunk.after.count));
  return { kind: 'changed', lines, share: Math.min(1, changed / length) };
}

/** Of a long stretch a few lines may be others, and it is what it was. */
export const isMostlyKept = (fate: Fate | undefined, { first, last }: LineRange): boolean =>
  fate?.kind === 'kept' || (fate?.kind === 'changed' && last - first >= LONG && fate.share <= FEW);

const LONG = 20;
const FEW = 0.15;

/** Lines put between two of the range change it as well. */
const touches = ({ before: { start, count } }: Hunk, first: number, last: number): boolean =>
  count === 0 ? first <= start && start < last : start <= last && first < start + count;

const overlap = ({ before: { start, count } }: Hunk, first: number, last: number): number =>
  Math.max(0, Math.min(last, start + count - 1) - Math.max(first, start) + 1);

function hunksBetween(before: SourceText, now: SourceText): readonly Hunk[] | undefined {
  const known = hunksFrom(before);
  if (!known.has(now)) known.set(now, findHunks(linesOf(before), linesOf(now)));
  return known.get(now);
}

const hunksFrom = memoize((_before: SourceText) => new Map<SourceText, readonly Hunk[] | undefined>());

export const linesOf = memoize(({ content }: SourceText): readonly string[] => content.split(/\r\n|\r|\n/));

function findHunks(before: readonly string[], now: readonly string[]): readonly Hunk[] | undefined {
  const changes = diffArrays([...before], [...now], { maxEditLength: MOST_EDITS });
  if (changes === undefined) return undefined;
  const hunks: Hunk[] = [];
  let [old, later] = [1, 1];
  for (let i = 0; i < changes.length; i++) {
    const { added, removed, count = 0 } = changes[i] ?? {};
    if (!added && !removed) {
      old += count;
      later += count;
      continue;
    }
    const next = changes[i + 1];
    const isPair = next !== undefined && (next.added || next.removed) && next.added !== added;
    const [taken, put] = [removed ? count : isPair ? next.count : 0, added ? count : isPair ? next.count : 0];
    hunks.push({
      before: { start: taken === 0 ? old - 1 : old, count: taken },
      after: { start: put === 0 ? later - 1 : later, count: put },
    });
    old += taken;
    later += put;
    if (isPair) i++;
  }
  return hunks;
}

/** The time of a difference grows with the square of these. */
const MOST_EDITS = 4_000;

function lineNow(line: number, hunks: readonly Hunk[]): number {
  let shift = 0;
  for (const { before, after } of hunks) {
    const end = before.count === 0 ? before.start : before.start + before.count - 1;
    if (line > end) shift += after.count - before.count;
    else if (before.count > 0 && line >= before.start)
      return Math.max(1, after.start + Math.min(line - before.start, Math.max(0, after.count - 1)));
    else break;
  }
  return line + shift;
}
