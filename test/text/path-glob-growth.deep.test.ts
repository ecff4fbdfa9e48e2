import { expect, it } from 'vitest';
import { PathGlob } from '../../src/text/index.ts';
import { growthOf, HALFWAY_TO_SQUARE } from '../growth.ts';

it.each([
  ['stars', `${'*a'.repeat(50)}*b`, 'a'],
  ['folders', `${'**/a/'.repeat(50)}b`, 'a/'],
  ['choices', '{a,b}'.repeat(60), 'a'],
])('answers in time where regular expressions backtrack, on %s', async (_, pattern, piece) => {
  const glob = new PathGlob(pattern);
  const growth = await growthOf(
    (size) => piece.repeat(size),
    (path) => expect(glob.matches(path)).toBe(false),
    800,
  );
  expect(growth).toBeLessThan(HALFWAY_TO_SQUARE);
});
