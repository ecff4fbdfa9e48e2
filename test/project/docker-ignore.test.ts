import { expect, test } from 'vitest';
import { cleanPath, DockerIgnore } from '../../src/project/docker-ignore.ts';

function leftOut(patterns: readonly string[], path: string): string | undefined {
  const ignore = new DockerIgnore({ patterns: patterns.map((value) => ({ value, span: { start: 0, end: 0 } })) });
  return ignore.leavesOut(path)?.value;
}

// The expected answers are those of moby/patternmatcher's own tests and of Docker's documentation.
test.each([
  [['**'], 'file', true],
  [['**/'], 'file', true],
  [['dir/**'], 'dir/file', true],
  [['dir/**'], 'dir/dir2/file', true],
  [['**/dir2/*'], 'dir/dir2/file', true],
  [['**/dir2/**'], 'dir/dir2/dir2/file', true],
  [['**file'], 'dir/dir/file', true],
  [['**/file'], 'file', true],
  [['**/file'], 'dir/dir/file.txt', false],
  [['a*/b'], 'a/bcd/b', false],
  [['*.md'], 'README.md', true],
  [['*.md'], 'docs/README.md', false],
  [['**/*.md'], 'docs/README.md', true],
  [['docs'], 'docs/README.md', true],
  [['/docs/'], 'docs/README.md', true],
  [['./docs/../src'], 'src/main.py', true],
  [['temp?'], 'temp', false],
  [['temp?'], 'tempa/x', true],
  [['[a-c].txt'], 'b.txt', true],
  [['{a,b}'], 'a', false],
] as const)('%j leaves out %s: %s', (patterns, path, expected) => {
  expect(leftOut(patterns, path) !== undefined).toBe(expected);
});

test('the last pattern that fits decides, and what stands in a folder that is left out may be taken in', () => {
  expect(leftOut(['*', '!src'], 'src/main.py')).toBeUndefined();
  expect(leftOut(['*', '!src'], 'tests/a.py')).toBe('*');
  expect(leftOut(['docs', '!docs/keep.md'], 'docs/keep.md')).toBeUndefined();
  expect(leftOut(['!docs/keep.md', 'docs'], 'docs/keep.md')).toBe('docs');
  expect(leftOut(['*.md', '!README*.md', 'README-secret.md'], 'README-secret.md')).toBe('README-secret.md');
});

test('a path cannot leave its context', () => {
  expect(cleanPath('../../etc/passwd')).toBe('etc/passwd');
  expect(cleanPath('/app/./x//y/../z/')).toBe('app/x/z');
  expect(cleanPath('.')).toBe('');
});
