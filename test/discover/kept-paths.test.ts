import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { indexedPaths } from '../../src/discover/git-index.ts';
import { discover } from '../../src/discover/index.ts';
import { makeRepository } from './repository.ts';

const FILES = {
  '.gitignore': 'data/\n*.log\n',
  'shop/__init__.py': '',
  'shop/data/feed.py': '',
  'shop/data/local.py': '',
  'shop/run.log': '',
};

const git = (root: string, ...args: string[]): Buffer =>
  execFileSync('git', ['-C', root, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args]);

/** In it git keeps one of the two files of a folder that it is told to ignore. */
function makeWorkTree(...options: string[]): string {
  const root = makeRepository(FILES);
  git(root, 'init', '--quiet', ...options);
  git(root, 'add', '--force', '.gitignore', 'shop/__init__.py', 'shop/data/feed.py');
  return root;
}

const trackedPaths = (index: Buffer): ReadonlySet<string> | undefined => indexedPaths(index, () => undefined)?.files;

const PATHS = ['shop/data/feed.py', 'shop/data/local.py', 'shop/data/none.py', 'shop/run.log', 'shop/__init__.py'];

async function keptIn(root: string): Promise<string[]> {
  const { isKept } = await discover({ root, paths: [], exclude: [], respectsGitIgnore: true });
  return PATHS.filter(isKept);
}

describe('of what git ignores', () => {
  test('all that stands there counts where no repository says what it tracks', async () => {
    expect(await keptIn(makeRepository(FILES))).toEqual(['shop/data/feed.py', 'shop/data/local.py', 'shop/run.log']);
  });

  test('nothing is kept where an index says that it is not tracked', async () => {
    expect(await keptIn(makeWorkTree())).toEqual([]);
  });

  test('nothing is looked for behind a link', async () => {
    const root = makeRepository({ '.gitignore': 'data\n', 'app.py': '' });
    const outside = makeRepository({ 'feed.py': '' });
    symlinkSync(outside, join(root, 'data'));
    const { isKept } = await discover({ root, paths: [], exclude: [], respectsGitIgnore: true });
    expect(isKept('data/feed.py')).toBe(false);
  });

  test('nothing is kept where nothing is left out', async () => {
    const root = makeRepository(FILES);
    const { isKept } = await discover({ root, paths: [], exclude: [], respectsGitIgnore: false });
    expect(PATHS.filter(isKept)).toEqual([]);
  });
});

describe('the index', () => {
  const indexOf = (root: string): Buffer => readFileSync(join(root, '.git/index'));

  function makeLarge(...options: string[]): string {
    const root = makeWorkTree(...options);
    for (let i = 0; i < 40; i++) {
      const folder = `pkg${i % 7}/${'deep/'.repeat(i % 4)}`;
      mkdirSync(join(root, folder), { recursive: true });
      writeFileSync(join(root, folder, `module_${'x'.repeat(i)}.py`), '');
    }
    writeFileSync(join(root, 'größe.py'), '');
    git(root, 'add', '.');
    return root;
  }

  const byGit = (root: string): string[] => git(root, 'ls-files', '-z').toString().split('\0').filter(Boolean);

  test.each(['2', '3', '4'])('of version %s is read as git reads it', (version) => {
    const root = makeLarge();
    // What is only meant to be added makes entries of version 3.
    if (version === '3') {
      writeFileSync(join(root, 'later.py'), '');
      git(root, 'add', '--intent-to-add', 'later.py');
    } else git(root, 'update-index', '--index-version', version);
    const index = indexOf(root);
    expect(index.readUInt32BE(4)).toBe(Number(version));
    expect([...(trackedPaths(index) ?? [])]).toEqual(byGit(root));
  });

  test('of the longer hash is read, too', () => {
    const root = makeLarge('--object-format=sha256');
    expect([...(trackedPaths(indexOf(root)) ?? [])]).toEqual(byGit(root));
  });

  test('that is cut off, split or no index says nothing', () => {
    const root = makeLarge();
    const index = indexOf(root);
    for (const end of [0, 11, 12, 80, 500]) expect(trackedPaths(index.subarray(0, end))).toBeUndefined();
    expect(trackedPaths(Buffer.alloc(4000))).toBeUndefined();
    git(root, 'update-index', '--split-index');
    // Without its other half.
    expect(trackedPaths(indexOf(root))).toBeUndefined();
  });
});
