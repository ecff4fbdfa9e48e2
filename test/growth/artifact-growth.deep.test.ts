/**
 * Artifacts that hold many of what they can hold, and what is held against one another across files: two scans of each case, one of a
 * repository eight times the other. What grows mildly is for `npm run growth`.
 */
import { beforeAll, expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { HALFWAY_TO_SQUARE } from '../growth.ts';
import { artifactCases } from './artifact-cases.ts';
import type { GrowthCase } from './growth-case.ts';
import { JOIN_CASES } from './join-cases.ts';
import { fastParts } from './measure-growth.ts';
import { type TimedScan, timeScan } from './time-scan.ts';

const TIMES = 8;
const TRIES = 4;
/** So much makes what takes the square of it stand out, and takes no minutes where all is well. */
const CHARACTERS = 80_000;
const FILES = 400;
const LARGEST = 20_000;

const CASES = [...artifactCases(), ...JOIN_CASES];

// What runs for the first time is compiled.
beforeAll(async () => {
  for (const each of CASES.slice(0, TIMES)) await scanOf(each, 1);
});

it.each(CASES.map((each) => [each.name, each] as const))('%s: take no longer than they are large', async (_, each) => {
  expect(await slowParts(each)).toEqual([]);
});

/** Measured again while something looks bad: what others take of the machine only adds to a time. */
async function slowParts(given: GrowthCase): Promise<string[]> {
  const size = sizeOf(given);
  const small: TimedScan[] = [];
  const large: TimedScan[] = [];
  for (let attempt = 0; attempt < TRIES; attempt++) {
    small.push(await scanOf(given, Math.ceil(size / TIMES)));
    large.push(await scanOf(given, size));
    if (fastParts(small, large, TIMES, HALFWAY_TO_SQUARE).length === 0) return [];
  }
  return fastParts(small, large, TIMES, HALFWAY_TO_SQUARE).map(
    ({ part, exponent, milliseconds }) => `${part} ${exponent.toFixed(2)} (${milliseconds.toFixed(0)} ms)`,
  );
}

const scanOf = ({ files }: GrowthCase, size: number): Promise<TimedScan> => timeScan(files(size), rules);

/** The largest that keeps to the bounds, by doubling. */
function sizeOf({ files, most = CHARACTERS }: GrowthCase): number {
  let size = TIMES;
  const fits = (repository: ReadonlyMap<string, string>): boolean =>
    repository.size <= FILES && [...repository.values()].every((text) => text.length <= Math.min(most, CHARACTERS));
  while (size < LARGEST && fits(files(size * 2))) size *= 2;
  return size;
}
