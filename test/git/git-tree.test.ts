import { expect, it } from 'vitest';
import { GitRepository } from '../../src/git/index.ts';
import { ENVIRONMENT, TestRepository } from './git-fixture.ts';

it('reads many files with few calls of git, equal ones among them', () => {
  const files = Object.fromEntries(
    Array.from({ length: 60 }, (_, i) => [`p${i}/m.py`, i % 2 === 0 ? '' : `x = ${i % 7}\n`]),
  );
  const { folder } = TestRepository.with(files);
  const repository = GitRepository.open(folder, ENVIRONMENT, '.');
  const { git } = repository;
  const run = git.run.bind(git);
  let calls = 0;
  git.run = (...args) => {
    calls++;
    return run(...args);
  };
  const tree = repository.treeOf('HEAD');
  const paths = Object.keys(files).sort();
  tree.expect(paths);
  const read = paths.map((path) => {
    const content = tree.read(path, 100);
    return content.kind === 'content' ? content.bytes.toString() : content.skipped.message;
  });
  expect(read).toEqual(paths.map((path) => files[path]));
  // The tree, the sizes, the contents.
  expect(calls).toBe(3);
  expect(repository.contentIdOf(Buffer.from('x = 1\n'))).toBe(tree.contentId('p1/m.py'));
});

it('skips what is too large, no regular file or not there, as the disk does', () => {
  const repository = TestRepository.with({ 'big.py': 'x = 1\n'.repeat(100), 'small.py': 'x = 1\n' });
  const tree = GitRepository.open(repository.folder, ENVIRONMENT, '.').treeOf('HEAD');
  tree.expect(['big.py', 'small.py']);
  expect(tree.read('big.py', 100)).toMatchObject({ skipped: { kind: 'too-large' } });
  expect(tree.read('small.py', 100)).toMatchObject({ kind: 'content' });
  expect(tree.read('none.py', 100)).toMatchObject({ skipped: { kind: 'unreadable' } });
  expect(tree.resolve('../elsewhere')).toEqual({ kind: 'outside' });
  expect(tree.resolve('none.py')).toEqual({ kind: 'missing' });
  expect(tree.resolve('small.py')).toEqual({ kind: 'file', path: 'small.py' });
});
