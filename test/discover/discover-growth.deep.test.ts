import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { discover } from '../../src/discover/index.ts';
import { growthOf, HALFWAY_TO_SQUARE } from '../growth.ts';
import { makeRepository } from './repository.ts';

it('number thousands and are found in a time that grows with their number', async () => {
  const growth = await growthOf(
    (folders) => ({ folders, root: makeFolders(folders) }),
    async ({ folders, root }) =>
      expect((await discover({ root, paths: [], exclude: [], respectsGitIgnore: true })).files).toHaveLength(
        50 * folders,
      ),
    8,
  );
  expect(growth).toBeLessThan(HALFWAY_TO_SQUARE);
});

function makeFolders(count: number): string {
  const root = makeRepository({ '.gitignore': '*.log\nbuild/\n**/tmp/*.py\n!keep.py\n' });
  for (let folder = 0; folder < count; folder++) {
    mkdirSync(join(root, `package${folder}`));
    for (let file = 0; file < 50; file++) writeFileSync(join(root, `package${folder}/module${file}.py`), '');
  }
  return root;
}
