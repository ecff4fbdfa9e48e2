import { expect, test } from 'vitest';
import { RepositoryTree } from '../../src/project/repository-tree.ts';
import { joinPath } from '../../src/text/index.ts';

const tree = new RepositoryTree(
  new Set(['README.md', 'deploy/redis.conf', 'deploy/nginx/site.conf', 'src/app/main.py']),
  (path) => path.startsWith('data/'),
);

test.each([
  ['redis.conf', ['deploy'], 'file deploy/redis.conf'],
  ['./nginx/', ['deploy'], 'folder deploy/nginx'],
  ['../src/app', ['deploy'], 'folder src/app'],
  ['../../src', ['deploy'], 'outside'],
  ['/etc/hosts', [''], 'outside'],
  ['~/.ssh', [''], 'outside'],
  ['data/raw.csv', [''], 'ignored data/raw.csv'],
  ['src/app/main.py', ['docs', ''], 'file src/app/main.py'],
  ['src/none.py', ['docs', ''], 'missing docs/src/none.py'],
  ['deploy/*.conf', [''], 'glob deploy/redis.conf'],
  ['*.toml', [''], 'missing *.toml'],
  ['.', ['deploy'], 'folder deploy'],
  ['.', [''], 'folder '],
  ['${HOME}/x', [''], 'unknown'],
  ['https://example.org/a', [''], 'unknown'],
  ['<path>', [''], 'unknown'],
  ['', [''], 'unknown'],
])('%j from %j is %s', (written, bases, expected) => {
  const answer = tree.resolve(written, ...bases);
  const where = 'path' in answer ? ` ${answer.path}` : 'paths' in answer ? ` ${answer.paths.join(' ')}` : '';
  expect(`${answer.kind}${where}`).toBe(expected);
});

test('paths are joined without leaving the root', () => {
  expect(joinPath('a/b', '../c/./d')).toBe('a/c/d');
  expect(joinPath('', '..')).toBeUndefined();
});

test.each([
  ['src/*.py', ['src/a.py']],
  ['src/**', ['src/a.py', 'src/deep/b.py']],
  ['src/{deep,shallow}/*.py', ['src/deep/b.py']],
  ['**/b.py', ['b.py', 'src/deep/b.py']],
  ['src/a.py', ['src/a.py']],
  ['*.py', ['b.py']],
  ['src\\0/*', ['src0/e.py']],
  ['none/*', []],
])('the files like %j are those of its folder that fit', (glob, expected) => {
  const files = ['src-old/c.py', 'src.py.txt', 'src/a.py', 'src/deep/b.py', 'src0/e.py', 'b.py'];
  expect(new RepositoryTree(new Set(files), () => false).filesLike(glob)).toEqual(expected);
});

test('a path longer than any system takes is not looked for', () => {
  const listed: string[] = [];
  const own = new RepositoryTree(new Set(), (path) => listed.push(path) > 0);
  expect(own.resolve('a/'.repeat(5000), '').kind).toBe('unknown');
  expect(listed).toEqual([]);
});
