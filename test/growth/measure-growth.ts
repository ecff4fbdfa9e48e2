import type { RegisteredRule } from '../../src/kit/index.ts';
import type { GrowthCase } from './growth-case.ts';
import { type TimedScan, timeScan } from './time-scan.ts';

/** A part of a scan, a phase or a rule, whose time grows faster than the repository. */
export interface FastPart {
  readonly part: string;
  readonly exponent: number;
  readonly milliseconds: number;
}

export interface Growth {
  readonly parts: readonly FastPart[];
  /** What the scan of the larger repository could not do. */
  readonly notices: readonly string[];
  readonly milliseconds: number;
}

/** How the larger repository compares with the smaller. */
const TIMES = 8;
const TRIES = 4;
/** Between work that grows with its size (1) and work that grows with the square of it (2). */
const LIMIT = 1.4;
/** What takes less says nothing of growth. */
const SHORT = 60;
/** Compilers and collectors have their say below it. */
const LEAST = 2;
/** Nobody waits for several tries of that. */
const LONG = 10_000;

/** Where the smaller of the two is large enough to be measured: by time, or by the text. */
const ENOUGH_MILLISECONDS = 60;
const ENOUGH_CHARACTERS = 200_000;

/**
 * Scans the case at one size and at eight times that; again, while something looks bad, because what others take only adds to a
 * time. What takes a few milliseconds of the smaller looks bad where the machine's caches are full in between, once: what grows too
 * fast does so to twice the larger as well.
 */
export async function measureGrowth(
  given: GrowthCase,
  rules: readonly RegisteredRule[],
  time: typeof timeScan = timeScan,
): Promise<Growth> {
  const scanOf = (copies: number) => time(given.files(copies), rules);
  let { size } = given;
  let small = await scanOf(size);
  for (;;) {
    const double = await scanOf(size * 2);
    // Where each line doubles the time, eight times the size would never end.
    if (double.milliseconds > 1000 && double.milliseconds > 6 * small.milliseconds) return growth([small], [double], 2);
    const least = Math.min(small.milliseconds, (await scanOf(size)).milliseconds);
    if (least > ENOUGH_MILLISECONDS || lengthOf(given.files(size)) > ENOUGH_CHARACTERS) break;
    if (longestOf(given.files(size * 2 * TIMES * 2)) > (given.most ?? Number.POSITIVE_INFINITY)) break;
    size *= 2;
    small = double;
  }
  const all = [await scanOf(size), await scanOf(size)];
  const large: TimedScan[] = [];
  for (let attempt = 0; attempt < TRIES; attempt++) {
    large.push(await scanOf(size * TIMES));
    if (fastParts(all, large, TIMES).length === 0 || fastest(large) > LONG) break;
    all.push(await scanOf(size));
  }
  const found = growth(all, large, TIMES);
  if (found.parts.length === 0 || found.milliseconds > LONG) return found;
  const larger = [await scanOf(size * TIMES * 2), await scanOf(size * TIMES * 2)];
  const still = new Set(fastParts(large, larger, 2).map(({ part }) => part));
  return { ...found, parts: found.parts.filter(({ part }) => still.has(part)) };
}

const lengthOf = (files: ReadonlyMap<string, string>): number =>
  [...files.values()].reduce((sum, text) => sum + text.length, 0);

const longestOf = (files: ReadonlyMap<string, string>): number =>
  Math.max(...[...files.values()].map((text) => text.length));

function growth(small: readonly TimedScan[], large: readonly TimedScan[], times: number): Growth {
  return { parts: fastParts(small, large, times), notices: noticesOf(large), milliseconds: fastest(large) };
}

/** The parts of a repository's scans that take longer than it is larger; of each the fastest scan counts. */
export function fastParts(
  small: readonly TimedScan[],
  large: readonly TimedScan[],
  times: number,
  limit = LIMIT,
): FastPart[] {
  const names = new Set(large.flatMap(({ parts }) => [...parts.keys()]));
  return [...names].flatMap((part) => {
    const [before, milliseconds] = [small, large].map((scans) =>
      Math.min(...scans.map(({ parts }) => parts.get(part) ?? 0)),
    ) as [number, number];
    const exponent = Math.log(milliseconds / Math.max(before, LEAST)) / Math.log(times);
    return milliseconds > SHORT && exponent > limit ? [{ part, exponent, milliseconds }] : [];
  });
}

const fastest = (scans: readonly TimedScan[]): number => Math.min(...scans.map(({ milliseconds }) => milliseconds));

/** Broken code and too deep nesting are told so; that something is slow or fails is not expected. */
function noticesOf(scans: readonly TimedScan[]): string[] {
  const notices = scans
    .flatMap(({ report }) => report.notices)
    .filter(({ kind }) => kind !== 'partly-parsed' && kind !== 'too-deep');
  return [...new Set(notices.map(({ kind, message }) => `${kind}: ${message}`))];
}
