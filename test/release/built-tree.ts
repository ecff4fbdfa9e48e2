import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { buildDist } from '../../tools/build/dist.ts';
import { buildReleaseTree } from '../../tools/release/tree.ts';

/** Builds the release tree from the sources as they are, and removes it when the test file is done. */
export async function buildTree(): Promise<string> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'auditlint-release-')));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  await buildDist(join(folder, 'dist'));
  await buildReleaseTree(join(folder, 'tree'), { dist: join(folder, 'dist') });
  return join(folder, 'tree');
}
