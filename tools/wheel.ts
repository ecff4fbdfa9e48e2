/** `npm run wheel`: builds, and writes the wheel that PyPI gets (`auditlint-<version>-py3-none-any.whl`). Needs Python; PyPI on the first run. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectRoot } from './project-root.ts';
import { buildReleaseTree } from './release/tree.ts';
import { buildWheel } from './wheel/build-wheel.ts';

const workspace = mkdtempSync(join(tmpdir(), 'auditlint-wheel-'));
try {
  const tree = join(workspace, 'tree');
  await buildReleaseTree(tree);
  console.log(buildWheel(tree, join(workspace, 'python'), projectRoot));
} finally {
  rmSync(workspace, { recursive: true });
}
