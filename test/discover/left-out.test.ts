import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { discover } from '../../src/discover/index.ts';
import { GitRepository } from '../../src/git/index.ts';
import { ENVIRONMENT } from '../git/git-fixture.ts';
import { makeRepository } from './repository.ts';

const FILES = {
  '.gitignore': 'hidden/\nenv/\n*.local.py\n',
  'app.py': '',
  'hidden/evil.py': '',
  'hidden/notes.bin': '',
  'hidden/notes.md': '',
  'hidden/untracked.py': '',
  'settings.local.py': '',
  'tools/.venv/bin/python': '',
  'tools/.venv/evil.py': '',
  'tools/.venv/notes.md': '',
  'tools/.venv/pyvenv.cfg': 'home = /usr/bin\n',
};

const PACKED = {
  kind: 'left-out',
  path: 'tools/.venv/evil.py',
  message: 'in a folder of an environment or a tool; naming the folder scans it',
};
const UNTRACKED = {
  kind: 'left-out',
  path: 'tools/.venv',
  message: 'an environment or installed packages, not scanned; naming a folder scans it',
};

const git = (root: string, ...args: string[]): Buffer =>
  execFileSync('git', ['-C', root, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args]);

function makeWorkTree(): string {
  const root = makeRepository(FILES);
  git(root, 'init', '--quiet');
  git(root, 'add', '--force', '.gitignore', 'app.py', 'hidden/evil.py', 'hidden/notes.bin', 'hidden/notes.md', 'tools');
  git(root, 'commit', '--quiet', '--message', 'all');
  return root;
}

const leftOut = async (request: Partial<Parameters<typeof discover>[0]> & { readonly root: string }) =>
  (await discover({ paths: [], exclude: [], respectsGitIgnore: true, ...request })).skipped;

describe('what the repository holds and a walk passes over is told', () => {
  it('of a work tree as its index has it', async () => {
    const root = makeWorkTree();
    expect(await leftOut({ root })).toEqual([PACKED]);
    expect(await leftOut({ root, respectsGitIgnore: false })).toEqual([PACKED]);
    expect(await leftOut({ root, exclude: [{ base: root, patterns: ['hidden', 'tools'] }] })).toEqual([]);
    expect(await leftOut({ root, paths: ['app.py'] })).toEqual([]);
    expect(await leftOut({ root, paths: ['tools/.venv'] })).toEqual([]);
  });

  it('of a folder of one', async () => {
    const root = makeWorkTree();
    expect(await leftOut({ root: join(root, 'tools') })).toEqual([{ ...PACKED, path: '.venv/evil.py' }]);
  });

  it('of a commit, in which all is tracked', async () => {
    const root = makeWorkTree();
    const tree = GitRepository.open(root, ENVIRONMENT, '.').treeOf('HEAD');
    expect(await leftOut({ root, tree })).toEqual([PACKED]);
  });

  it('of an archive, whatever stands there', async () => {
    const root = makeRepository(FILES);
    const message = 'ignored by `.gitignore`, although git tracks it, and 2 more; `--no-ignore` scans them';
    expect(await leftOut({ root })).toEqual([{ kind: 'left-out', path: 'hidden/evil.py', message }, PACKED]);
  });

  it('and of what only stands on the disk, environments', async () => {
    const root = makeWorkTree();
    git(root, 'rm', '--quiet', '--cached', '-r', 'hidden', 'tools');
    writeFileSync(join(root, 'new.local.py'), '');
    expect(await leftOut({ root })).toEqual([UNTRACKED]);
    mkdirSync(join(root, 'web/node_modules/left-pad'), { recursive: true });
    writeFileSync(join(root, 'web/node_modules/left-pad/package.json'), '{}');
    const message = 'an environment or installed packages, and 1 more, not scanned; naming a folder scans it';
    expect(await leftOut({ root })).toEqual([{ ...UNTRACKED, message }]);
    expect(await leftOut({ root, paths: ['web'] })).toMatchObject([{ path: 'web/node_modules/left-pad' }]);
  });
});

describe('a folder that is only called as tools call theirs', () => {
  const CODE = {
    '.venv/evil.py': '',
    'node_modules/evil.py': '',
    '.tox/evil/evil.py': '',
    '__pypackages__/3.12/lib/evil.py': '',
    'site-packages/evil.py': '',
  };

  it('is scanned, tracked or not', async () => {
    const root = makeRepository({ ...CODE, 'app.py': '' });
    const scanned = async () => (await find(root)).files.map(({ path }) => path);
    const all = ['app.py', ...Object.keys(CODE)].sort();
    expect(await scanned()).toEqual(all);
    git(root, 'init', '--quiet');
    git(root, 'add', 'app.py');
    expect(await scanned()).toEqual(all);
  });

  it('of a cache is scanned where git tracks what is in it', async () => {
    const root = makeRepository({ '.mypy_cache/evil.py': '', '.mypy_cache/own.py': '', 'app.py': '' });
    git(root, 'init', '--quiet');
    git(root, 'add', 'app.py', '.mypy_cache/evil.py');
    expect((await find(root)).files.map(({ path }) => path)).toEqual(['.mypy_cache/evil.py', 'app.py']);
  });

  const find = (root: string) => discover({ root, paths: [], exclude: [], respectsGitIgnore: true });
});
