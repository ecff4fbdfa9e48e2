/** Places in a text: paths with or without lines, lines that stand apart from their file. */

import type { LineRange, StatedPlace } from '../../claim.ts';
import { LINE_WORDS, OF_WORDS } from '../words/line-words.ts';
import { normalisePath, pathIn } from './path.ts';
import { readRanges } from './ranges.ts';

interface Mention {
  readonly path: string;
  readonly start: number;
  /** After the lines that belong to it. */
  end: number;
  ranges: LineRange[];
}

/** A stretch of characters that paths are made of, `[id]` as the name of a folder among them; or lines of the file that was named last: `:40`, (:40-52). */
const TOKEN =
  /(?<=[`(]):\d{1,6}(?=[-–\d,;)`])|(?:[\p{L}\p{N}_./\\~@+*{}$-]|(?<![\p{L}\p{N}_])\[(?:\.{3})?[\w-]{1,40}\](?=[/.]))+/gu;

/** `context` is the file that lines without one belong to, `''` where none is known. */
export function placesIn(text: string, line: number, context = ''): readonly StatedPlace[] {
  const mentions: Mention[] = [];
  const loose: { readonly at: number; readonly end: number; readonly ranges: readonly LineRange[] }[] = [];
  let taken = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index < taken) continue;
    const path = pathIn(text, match[0], match.index);
    if (path !== undefined) {
      const after = readRanges(text, match.index + match[0].length - path.dropped);
      taken = after.end;
      mentions.push({ path: path.path, start: match.index, end: after.end, ranges: [...after.ranges] });
      continue;
    }
    const ranges = rangesAfterWord(text, match[0], match.index);
    if (ranges === undefined) continue;
    taken = ranges.end;
    loose.push({ at: match.index, ...ranges });
  }
  const apart: StatedPlace[] = [];
  for (const { at, end, ranges } of loose) {
    const next = mentions.find(({ start }) => start >= end && start - end <= 12 && isOf(text.slice(end, start)));
    const before = mentions.findLast(({ start }) => start < at);
    const owner = next ?? before;
    if (owner !== undefined) owner.ranges.push(...ranges);
    else apart.push({ path: context, ranges, line });
  }
  return [...mentions.map(({ path, ranges }): StatedPlace => ({ path, ranges, line })), ...apart];
}

/** `line 10`, `L10-20`, `第10行`: the lines that a word of lines has after it. */
function rangesAfterWord(
  text: string,
  token: string,
  at: number,
): { readonly end: number; readonly ranges: readonly LineRange[] } | undefined {
  if (token.startsWith(':')) return readRanges(text, at, true);
  const chinese = /^第?\s?(\d{1,6})(?:\s?[-–~到至]\s?(\d{1,6}))?\s?行/.exec(text.slice(at, at + 24));
  if (chinese?.[1] !== undefined) {
    const first = Number(chinese[1]);
    return { end: at + chinese[0].length, ranges: [{ first, last: Number(chinese[2] ?? first) }] };
  }
  const word = /^(\p{L}+)(\d*)/u.exec(token);
  if (word?.[1] === undefined || !LINE_WORDS.has(word[1].toLowerCase())) return undefined;
  // "a line 3 of the poem" is rare; "L3 cache" and "z 4" are not lines of code.
  if (/^[a-z]$/i.test(word[1]) && (word[1] !== 'L' || (word[2] ?? '').length < 2)) return undefined;
  const start = at + word[1].length;
  const found = readRanges(text, start, true);
  return found.ranges.length === 0 ? undefined : found;
}

function isOf(between: string): boolean {
  const words = between
    .replaceAll(/[`*(),"'[\]]/g, ' ')
    .trim()
    .toLowerCase()
    .split(/\s+/);
  return (
    words.some((word) => OF_WORDS.has(word)) &&
    words.every((word) => OF_WORDS.has(word) || word === 'the' || word === 'file')
  );
}

/** Each path once, with all of its lines; a path without lines gives way to the same one with some. */
export function mergePlaces(places: readonly StatedPlace[]): readonly StatedPlace[] {
  const byPath = new Map<string, StatedPlace>();
  for (const place of places) {
    const known = byPath.get(place.path) ?? fuller(byPath, place);
    if (known === undefined) byPath.set(place.path, place);
    else byPath.set(known.path, { ...known, ranges: distinct([...known.ranges, ...place.ranges]) });
  }
  return [...byPath.values()];
}

/** A base name after the whole path means the same file. */
function fuller(byPath: ReadonlyMap<string, StatedPlace>, place: StatedPlace): StatedPlace | undefined {
  if (place.path.includes('/') || place.path === '') return undefined;
  const owners = [...byPath.values()].filter(({ path }) => path.endsWith(`/${place.path}`));
  return owners.length === 1 ? owners[0] : undefined;
}

function distinct(ranges: readonly LineRange[]): readonly LineRange[] {
  return [...new Map(ranges.map((range) => [`${range.first}-${range.last}`, range])).values()];
}

/** Of a field that names lines and nothing else: `187-208`, `48, 60 and 113`, `Lines 12 – 14`. */
export function rangesOf(text: string): readonly LineRange[] {
  const at = text.search(/\d/);
  // "4,392" and "~600" count lines.
  if (at === -1 || /^\s*~|^\s*\d{1,3}(?:,\d{3}){1,3}\s*$/.test(text)) return [];
  return readRanges(text, at, true).ranges;
}

/** Where a link leads, if to a file: `src/a.py#L10-L20`, `https://github.com/o/r/blob/main/a.py#L3`. */
export function placeOfLink(target: string, line: number): StatedPlace | undefined {
  const blob = /^https?:\/\/[^/]+\/[^/]+\/[^/]+\/(?:-\/)?(?:blob|blame|tree)\/[^/]+\/(.+)$/.exec(target.slice(0, 2000));
  const rest = blob?.[1] ?? (/^(?:https?|mailto|ftp|#)/.test(target) ? '' : target.replace(/^file:\/\//, ''));
  const [path = '', anchor = ''] = rest.split('#', 2);
  if (path === '' || !/[^/]\.\w+$|\/$|file$/i.test(path.slice(-40))) return undefined;
  return { path: normalisePath(decodePercents(path)), ranges: anchor === '' ? [] : rangesOf(anchor), line };
}

function decodePercents(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
