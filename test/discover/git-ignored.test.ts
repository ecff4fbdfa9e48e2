import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DiskTree } from '../../src/discover/disk-tree.ts';
import { foldersHidden, gitIgnoredIn } from '../../src/discover/git-ignored.ts';

let root: string;

beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'auditlint-ignored-'));
  execFileSync('git', ['init', '--quiet', root]);
  const files = { '.gitignore': '*.log\n/data/\n!keep.log\n', 'pkg/.gitignore': 'local.py\n', 'pkg/a.py': '' };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
});
afterAll(() => rmSync(root, { recursive: true }));

test('says of paths that do not exist what git says', () => {
  const isIgnored = gitIgnoredIn(new DiskTree(root));
  const paths = [
    'run.log',
    'keep.log',
    'data/raw.csv',
    'sub/data/raw.csv',
    'pkg/local.py',
    'pkg/deep/local.py',
    'local.py',
  ];
  const byGit = paths.filter((path) => {
    try {
      execFileSync('git', ['-C', root, 'check-ignore', '--quiet', path]);
      return true;
    } catch {
      return false;
    }
  });
  expect(paths.filter(isIgnored)).toEqual(byGit);
  expect(byGit).toEqual(['run.log', 'data/raw.csv', 'pkg/local.py', 'pkg/deep/local.py']);
});

test('a folder that only holds what git leaves out is left out with it', () => {
  const hidden = foldersHidden(new Set(['app/rel/overlays/bin', 'app/dist']), new Set(['app/main.py', 'README.md']));
  expect([...hidden].sort()).toEqual(['app/rel', 'app/rel/overlays']);
});
