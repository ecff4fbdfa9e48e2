import { expect, test } from 'vitest';
import { joinPath, RepositoryTree } from '../../src/project/repository-tree.ts';

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
