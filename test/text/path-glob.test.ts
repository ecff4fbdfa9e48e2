import { describe, expect, it } from 'vitest';
import { PathGlob } from '../../src/text/index.ts';

describe('PathGlob', () => {
  it.each([
    ['*.py', ['a.py', '.hidden.py'], ['a/b.py', 'a.pyc']],
    ['**/*.py', ['a.py', 'a/b/c.py'], ['a.txt']],
    ['src/**', ['src', 'src/a', 'src/a/b'], ['lib/src']],
    ['src/**/test_?.py', ['src/test_a.py', 'src/x/y/test_b.py'], ['src/test_ab.py']],
    ['{src,lib}/*.{py,pyi}', ['src/a.py', 'lib/a.pyi'], ['src/a.txt', 'bin/a.py']],
    ['a{b', ['a{b'], ['ab']],
    ['{one}', ['{one}'], ['one']],
    ['[!a-c]*.py', ['d.py'], ['a.py', 'b1.py']],
    ['\\*.py', ['*.py'], ['a.py']],
    ['**/a/**/b', ['a/b', 'x/a/y/z/b'], ['a', 'b/a']],
    ['*a*b*', ['ab', 'xaxbx', 'aab'], ['ba', '']],
  ])('%s', (pattern, fits, others) => {
    const glob = new PathGlob(pattern);
    expect(fits.filter((path) => !glob.matches(path))).toEqual([]);
    expect(others.filter((path) => glob.matches(path))).toEqual([]);
  });
});
