/** What git leaves out is left out in each state that a repository may be in; where nothing says what it tracks, all is scanned. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { discover } from '../../src/discover/index.ts';
import { makeRepository } from './repository.ts';

const FILES = {
  '.gitignore': '*.local.py\nhidden/\n!kept.local.py\n/only/*\n!/only/seen.py\nCase.py\n',
  'app.py': '',
  'case.py': '',
  'hidden/deep/tracked.py': '',
  'hidden/deep/untracked.py': '',
  'hidden/.gitignore': '!untracked.py\n',
  'hidden/untracked.py': '',
  'kept.local.py': '',
  'new.py': '',
  'only/seen.py': '',
  'only/unseen.py': '',
  'pkg/.gitignore': 'inner.py\n!a.local.py\n',
  'pkg/a.local.py': '',
  'pkg/inner.py': '',
  'pkg/mod.py': '',
  'private.py': '',
  'tracked.local.py': '',
  'untracked.local.py': '',
};
const TRACKED = ['.gitignore', 'app.py', 'hidden/deep/tracked.py', 'pkg/mod.py', 'tracked.local.py'];

const git = (root: string, ...args: string[]): string =>
  execFileSync('git', ['-C', root, '-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args], {
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
    encoding: 'utf8',
  });

const add = (root: string, files: Readonly<Record<string, string>>): void => {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(root, dirname(path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
};

function makeWorkTree(...options: string[]): string {
  const root = makeRepository(FILES);
  git(root, 'init', '--quiet', ...options);
  git(root, 'add', '--force', ...TRACKED);
  git(root, 'commit', '--quiet', '--message', 'first');
  writeFileSync(join(root, '.git/info/exclude'), 'private.py\n');
  return root;
}

/** What git tracks, and what it would offer to add. */
const byGit = (root: string): string[] =>
  [...new Set(git(root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard').split('\0'))]
    .filter((path) => path.endsWith('.py'))
    .sort();

const look = async (root: string, paths: string[] = []) => {
  const found = await discover({ root, paths, exclude: [], respectsGitIgnore: true });
  return {
    files: found.files.filter(({ requested }) => requested).map(({ path }) => path),
    skipped: found.skipped,
    isGitIgnored: found.isGitIgnored,
  };
};

describe('as git has it, what it does not ignore is scanned', () => {
  const isAsGitHasIt = async (root: string): Promise<void> => {
    const { files, skipped, isGitIgnored } = await look(root);
    expect(files).toEqual(byGit(root));
    expect(files).toContain('tracked.local.py');
    expect(files).not.toContain('untracked.local.py');
    expect(skipped).toEqual([]);
    const all = Object.keys(FILES).filter((path) => path.endsWith('.py'));
    expect(all.filter(isGitIgnored)).toEqual(all.filter((path) => !files.includes(path)));
  };

  test('in a work tree', async () => await isAsGitHasIt(makeWorkTree()));

  test('in one with the longer hash', async () => await isAsGitHasIt(makeWorkTree('--object-format=sha256')));

  test.each([[[]], [['--index-version', '4']]])('with a split index (%j)', async (options) => {
    const root = makeWorkTree();
    if (options.length > 0) git(root, 'update-index', ...options);
    git(root, 'update-index', '--split-index');
    await isAsGitHasIt(root);
    add(root, { 'later.local.py': '', 'pkg/mod.py': 'changed' });
    git(root, 'add', '--force', 'later.local.py', 'pkg/mod.py');
    git(root, 'rm', '--quiet', '--cached', 'app.py', 'hidden/deep/tracked.py');
    expect(readFileSync(join(root, '.git/index')).includes('link')).toBe(true);
    await isAsGitHasIt(root);
    expect((await look(root)).files).not.toContain('hidden/deep/tracked.py');
  });

  test('with a split index of many files, of which some are gone and some new', async () => {
    const root = makeWorkTree();
    const many = Array.from({ length: 300 }, (_, i) => [`many/${i}.local.py`, ''] as const);
    add(root, Object.fromEntries(many));
    git(root, 'add', '--force', 'many');
    git(root, 'update-index', '--split-index');
    for (const i of [0, 5, 63, 64, 65, 128, 299]) git(root, 'rm', '--quiet', '--cached', `many/${i}.local.py`);
    for (let i = 130; i < 200; i++) git(root, 'update-index', '--force-remove', `many/${i}.local.py`);
    await isAsGitHasIt(root);
  });

  test('in a linked work tree', async () => {
    const root = makeWorkTree();
    const linked = join(makeRepository({}), 'linked');
    git(root, 'worktree', 'add', '--quiet', linked);
    add(linked, FILES);
    await isAsGitHasIt(linked);
    git(linked, 'update-index', '--split-index');
    await isAsGitHasIt(linked);
  });

  test('in a submodule, by itself and in what holds it', async () => {
    const inner = makeWorkTree();
    const outer = makeRepository({ '.gitignore': 'mod.py\n/lib/\n', 'app.py': '', 'mod.py': '' });
    git(outer, 'init', '--quiet');
    git(outer, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', '--force', inner, 'lib/inner');
    const root = join(outer, 'lib/inner');
    expect(readFileSync(join(root, '.git'), 'utf8')).toContain('gitdir: ../../.git/modules/');
    add(root, FILES);
    writeFileSync(join(outer, '.git/modules/lib/inner/info/exclude'), 'private.py\n');
    await isAsGitHasIt(root);
    const { files, skipped } = await look(outer);
    expect(files.filter((path) => path.endsWith('.py'))).toEqual([
      'app.py',
      ...byGit(root).map((path) => `lib/inner/${path}`),
    ]);
    expect(skipped).toEqual([]);
  });

  test('in a sparse checkout, of which the index names folders for what is in them', async () => {
    const root = makeWorkTree();
    add(root, { 'far/away/mod.py': '', 'near/mod.py': '' });
    git(root, 'add', 'far', 'near');
    git(root, 'commit', '--quiet', '--message', 'more');
    git(root, 'sparse-checkout', 'set', '--cone', '--sparse-index', 'near', 'pkg', 'hidden');
    expect(readFileSync(join(root, '.git/index')).includes('sdir')).toBe(true);
    const { files, skipped } = await look(root);
    expect(files).toEqual(byGit(root).filter((path) => !path.startsWith('far/')));
    expect(files).toContain('tracked.local.py');
    expect(skipped).toEqual([]);
  });

  test('of what stands in a folder that a sparse index names as one', async () => {
    const root = makeWorkTree();
    add(root, { '.gitignore': `${FILES['.gitignore']}far/\n`, 'far/mod.py': '' });
    git(root, 'add', '--force', 'far', '.gitignore');
    git(root, 'commit', '--quiet', '--message', 'more');
    git(root, 'sparse-checkout', 'set', '--cone', '--sparse-index', 'pkg');
    add(root, { 'far/mod.py': '' });
    expect((await look(root)).files).toContain('far/mod.py');
  });

  test('in a repository inside of another', async () => {
    const outer = makeRepository({ '.gitignore': '*.py\n', 'data/.keep': '' });
    git(outer, 'init', '--quiet');
    git(outer, 'add', '--force', '.gitignore');
    add(outer, Object.fromEntries(Object.entries(FILES).map(([path, text]) => [`data/own/${path}`, text])));
    const own = join(outer, 'data/own');
    git(own, 'init', '--quiet');
    git(own, 'add', '--force', ...TRACKED);
    writeFileSync(join(own, '.git/info/exclude'), 'private.py\n');
    expect((await look(outer)).files).toEqual(byGit(own).map((path) => `data/own/${path}`));
    expect((await look(outer, ['data/own'])).files).toEqual(byGit(own).map((path) => `data/own/${path}`));
  });

  test('behind a link to the directory of the repository', async () => {
    const root = makeWorkTree();
    const elsewhere = makeRepository({});
    execFileSync('mv', [join(root, '.git'), join(elsewhere, 'git')]);
    symlinkSync(join(elsewhere, 'git'), join(root, '.git'));
    await isAsGitHasIt(root);
  });

  test('in a folder of a work tree', async () => {
    const root = makeWorkTree();
    expect((await look(join(root, 'hidden'))).files).toContain('deep/tracked.py');
    expect((await look(join(root, 'pkg'))).files).toEqual(['a.local.py', 'mod.py']);
  });
});

describe('where nothing says what git tracks, all is scanned, and one notice says so', () => {
  const all = Object.keys(FILES).filter((path) => path.endsWith('.py'));
  const spoil: readonly (readonly [string, string, (root: string) => void])[] = [
    ['no index', 'leads to a repository without an index', (root) => rmSync(join(root, '.git/index'))],
    [
      'an index cut off',
      'leads to an index that cannot be read',
      (root) => truncateSync(join(root, '.git/index'), 300),
    ],
    ['an index of another kind', 'leads to an index that cannot be read', (root) => patch(root, 7, 9)],
    ['no other half', 'leads to an index that cannot be read', (root) => dropShared(root)],
    ['an empty directory', 'leads to no repository', (root) => replaceGit(root, (door) => mkdirSync(door))],
    ['a link to nothing', 'leads to no repository', (root) => replaceGit(root, (door) => symlinkSync('/none', door))],
    ['a file to nothing', 'leads to no repository', (root) => replaceGit(root, toFile('gitdir: ../none/.git\n'))],
    ['a file to itself', 'leads to no repository', (root) => replaceGit(root, toFile('gitdir: .git\n'))],
    ['a file of something else', 'leads to no repository', (root) => replaceGit(root, toFile('\0\n'))],
  ];

  test.each(spoil)('%s', async (_name, why, damage) => {
    const root = makeWorkTree();
    damage(root);
    const { files, skipped } = await look(root);
    expect(files).toEqual(all);
    const message = `\`.git\` ${why}, so the tracked files are unknown: ignored files are scanned too`;
    expect(skipped).toEqual([{ kind: 'no-git-index', path: '.git', message }]);
    expect((await look(root, ['pkg'])).skipped).toMatchObject([{ kind: 'no-git-index' }]);
  });

  test('a repository that was just made', async () => {
    const root = makeRepository(FILES);
    git(root, 'init', '--quiet');
    expect((await look(root)).files).toEqual(all);
  });

  test('and nothing is told where no rule names anything', async () => {
    const root = makeRepository({ 'app.py': '' });
    git(root, 'init', '--quiet');
    expect((await look(root)).skipped).toEqual([]);
  });

  function patch(root: string, at: number, value: number): void {
    const index = readFileSync(join(root, '.git/index'));
    index[at] = value;
    writeFileSync(join(root, '.git/index'), index);
  }

  function dropShared(root: string): void {
    git(root, 'update-index', '--split-index');
    execFileSync('sh', ['-c', 'rm .git/sharedindex.*'], { cwd: root });
  }

  function replaceGit(root: string, put: (door: string) => void): void {
    rmSync(join(root, '.git'), { recursive: true });
    put(join(root, '.git'));
  }

  function toFile(content: string) {
    return (door: string): void => writeFileSync(door, content);
  }
});
