/**
 * The shortened form of `npm run growth`: all that can be written in two repositories, one eight times the other, a file for
 * each case. What takes the square of its size stands out in it; what does so mildly, and the fixtures of all rules, are for the script.
 */
import { expect, it } from 'vitest';
import { rules } from '../../rules/index.ts';
import { HALFWAY_TO_SQUARE } from '../growth.ts';
import { constructCases } from './construct-cases.ts';
import type { GrowthCase } from './growth-case.ts';
import { KNOWN_CASES } from './known-cases.ts';
import { PYTHON_CASES } from './python-cases.ts';
import { QUERY_CASES } from './query-cases.ts';
import { timeScan } from './time-scan.ts';

/** What was slow once is tried at larger sizes than what never was. */
const sized = (cases: readonly GrowthCase[], factor: number) =>
  cases.map((each) => ({ ...each, size: each.size * factor }));
const CASES = [...sized(KNOWN_CASES, 2), ...PYTHON_CASES, ...QUERY_CASES, ...sized(constructCases(), 0.5)];
const TIMES = 8;
const SMALL = 1 / TIMES;
/** A case that takes less says nothing of growth: compilers and collectors have their say. */
const SHORT = 150;
const LEAST = 2;
const TRIES = 4;

it('takes no longer than the size of what it scans, whatever is written there', async () => {
  await millisecondsByCase(CASES, SMALL);
  const small = await millisecondsByCase(CASES, SMALL);
  const large = await millisecondsByCase(CASES, 1);
  const slow: string[] = [];
  for (const [index, each] of CASES.entries()) {
    const exponent = await leastExponent(each, small[index] ?? 0, large[index] ?? 0);
    if (exponent > HALFWAY_TO_SQUARE) slow.push(`${each.name}: ${exponent.toFixed(2)}`);
  }
  expect(slow).toEqual([]);
});

/** Measured again, alone, while it looks bad: what others take of the machine only adds to a time. */
async function leastExponent(each: GrowthCase, small: number, large: number): Promise<number> {
  let exponent = exponentOf(small, large);
  for (let attempt = 0; attempt < TRIES && exponent > HALFWAY_TO_SQUARE; attempt++) {
    const [before = 0] = await millisecondsByCase([each], SMALL);
    const [after = 0] = await millisecondsByCase([each], 1);
    exponent = Math.min(exponent, exponentOf(before, after));
  }
  return exponent;
}

const exponentOf = (small: number, large: number): number =>
  large < SHORT ? 0 : Math.log(large / Math.max(small, LEAST)) / Math.log(TIMES);

/** How long each case took: those of one file in one scan of them all, others alone, because theirs is the project part as well. */
async function millisecondsByCase(cases: readonly GrowthCase[], factor: number): Promise<number[]> {
  const written = cases.map(({ files, size }) => [...files(Math.ceil(size * factor))] as const);
  const together = written.flatMap(([file, ...others], index) =>
    file === undefined || others.length > 0 ? [] : [[`case_${index}/${file[0]}`, file[1]] as const],
  );
  const { byFile } = await timeScan(new Map(together), rules);
  const times: number[] = [];
  for (const [index, files] of written.entries()) {
    const own = files.length === 1 && cases.length > 1 ? byFile.get(`case_${index}/${files[0]?.[0]}`) : undefined;
    times.push(own ?? (await timeScan(new Map(files), rules)).milliseconds);
  }
  return times;
}
