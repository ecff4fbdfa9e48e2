import { expect, test } from 'vitest';
import { growthOf, HALFWAY_TO_SQUARE } from './growth.ts';

const rows = (size: number): number[] => Array.from({ length: size }, (_, index) => index % 100);

test('work that grows with its size is told from work that grows with the square', async () => {
  expect(await growthOf(rows, (all) => all.toSorted(), 20_000)).toBeLessThan(HALFWAY_TO_SQUARE);
  const square = (all: readonly number[]) =>
    all.reduce((sum, one) => sum + all.filter((other) => other < one).length, 0);
  expect(await growthOf(rows, square, 1_000)).toBeGreaterThan(HALFWAY_TO_SQUARE);
});
