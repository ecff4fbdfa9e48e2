import { expect, it } from 'vitest';
import { spokenCode } from '../../src/replay/facts/spoken-code.ts';

it.each([
  ['`pool.clear()` is never awaited', 1],
  ['`settings.py` grows', 0],
  ['`desk/settings.py` grows', 0],
])('finds code in a title, and no files: %s', (title, count) => {
  expect(spokenCode(title)).toHaveLength(count);
});
