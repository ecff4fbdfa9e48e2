import { expect, it } from 'vitest';
import { GitIgnoreFile } from '../../src/discover/git-ignore.ts';
import { growthOf, HALFWAY_TO_SQUARE } from '../growth.ts';

it('is not slowed down by patterns made to backtrack', async () => {
  const file = new GitIgnoreFile(`${'*a'.repeat(200)}*b\n${'**/'.repeat(200)}${'?*'.repeat(100)}c`);
  const growth = await growthOf(
    (size) => 'a'.repeat(size),
    (name) => expect(file.hides([name], false)).toBeUndefined(),
    255,
  );
  expect(growth).toBeLessThan(HALFWAY_TO_SQUARE);
});
