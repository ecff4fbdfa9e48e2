import { expect, it } from 'vitest';
import { normalizeCode } from '../../src/findings/index.ts';
import { growthOf, HALFWAY_TO_SQUARE } from '../growth.ts';

it('normalizes a megabyte of code in a time that grows with its length', async () => {
  const growth = await growthOf(
    (size) => ({ size, code: `f([${'(1, ), '.repeat(size)}])` }),
    ({ size, code }) => expect(normalizeCode(code)).toHaveLength(4 * size + 4),
    20_000,
  );
  expect(growth).toBeLessThan(HALFWAY_TO_SQUARE);
});
