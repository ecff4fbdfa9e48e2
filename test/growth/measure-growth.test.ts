/** What the measure of growth tells, held against scans whose times are given. */
import { expect, it } from 'vitest';
import type { ScanReport } from '../../src/engine/index.ts';
import { ofOneFile, times } from './growth-case.ts';
import { measureGrowth } from './measure-growth.ts';

const statements = ofOneFile('statements', 1000, (size) => times(size, (index) => `a_${index} = ${index}\n`));

/** A scan whose parts take that many milliseconds of so many statements. */
async function partsReported(
  parts: Readonly<Record<string, (statements: number) => number>>,
): Promise<readonly string[]> {
  const scan = async (files: ReadonlyMap<string, string>) => {
    const size = [...files.values()].join('').split('\n').length - 1;
    const taken = Object.entries(parts).map(([part, of]) => [part, of(size)] as const);
    const milliseconds = taken.reduce((sum, [, each]) => sum + each, 0);
    return { milliseconds, parts: new Map(taken), report: { notices: [] } as unknown as ScanReport, byFile: new Map() };
  };
  const { parts: reported } = await measureGrowth(statements, [], scan);
  return reported.map(({ part }) => part);
}

it('tells what takes the square of the size, and nothing of what takes as long as the text is', async () => {
  const square = (size: number) => size ** 2 / 10_000;
  expect(await partsReported({ squared: square, linear: (size) => size / 10 })).toEqual(['squared']);
});

it('takes no jump for growth that does not go on', async () => {
  expect(await partsReported({ jumps: (size) => (size < 20_000 ? size / 100 : size / 10) })).toEqual([]);
});

it('tells where twice the size takes so long that eight times it would never end', async () => {
  expect(await partsReported({ doubling: (size) => 2 ** (size / 150) })).toEqual(['doubling']);
});
