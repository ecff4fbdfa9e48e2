import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
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
  'tools/.venv/evil.py': '',
  'tools/.venv/notes.md': '',
};

const HIDDEN = 'hidden by `.gitignore`, which git itself does not heed of what it tracks';
const PACKED = 'in a folder of an environment or a tool';
const IT = [
  { kind: 'left-out', path: 'hidden/evil.py', message: `${HIDDEN}; \`--no-ignore\` scans it` },
  { kind: 'left-out', path: 'tools/.venv/evil.py', message: `${PACKED}; naming the folder scans it` },
];

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
    expect(await leftOut({ root })).toEqual(IT);
    expect(await leftOut({ root, respectsGitIgnore: false })).toEqual(IT.slice(1));
    expect(await leftOut({ root, exclude: [{ base: root, patterns: ['hidden', 'tools'] }] })).toEqual([]);
    expect(await leftOut({ root, paths: ['app.py'] })).toEqual([]);
    expect(await leftOut({ root, paths: ['tools/.venv'] })).toEqual([]);
  });

  it('of a folder of one', async () => {
    const root = makeWorkTree();
    expect(await leftOut({ root: join(root, 'tools') })).toEqual([{ ...IT[1], path: '.venv/evil.py' }]);
  });

  it('of a commit, in which all is tracked', async () => {
    const root = makeWorkTree();
    const tree = GitRepository.open(root, ENVIRONMENT, '.').treeOf('HEAD');
    expect(await leftOut({ root, tree })).toEqual(IT);
  });

  it('of an archive, whatever stands there', async () => {
    const root = makeRepository(FILES);
    const message = `${HIDDEN}, and 2 more; \`--no-ignore\` scans them`;
    expect(await leftOut({ root })).toEqual([{ ...IT[0], message }, IT[1]]);
  });

  it('and nothing of a work tree whose index is not read', async () => {
    const root = makeWorkTree();
    const linked = makeRepository({});
    git(root, 'worktree', 'add', '--quiet', linked);
    writeFileSync(join(linked, 'new.local.py'), '');
    expect(await leftOut({ root: linked })).toEqual([]);
  });

  it('and nothing of what only stands on the disk', async () => {
    const root = makeWorkTree();
    git(root, 'rm', '--quiet', '--cached', '-r', 'hidden', 'tools');
    writeFileSync(join(root, 'new.local.py'), '');
    expect(await leftOut({ root })).toEqual([]);
  });
});
