import { describe, expect, it } from 'vitest';
import { compilePythonPattern, type MatchKind } from '../../src/text/python-pattern.ts';

const matches = (pattern: string, text: string, how: MatchKind = 'fullmatch'): boolean | undefined =>
  compilePythonPattern(pattern)?.matches(text, how);

describe('a Python pattern', () => {
  it.each([
    ['[a-zA-Z0-9][a-zA-Z0-9._-]*', 'tenant-1.bin', true],
    ['[a-zA-Z0-9][a-zA-Z0-9._-]*', 'tenant/1', false],
    ['[a-z]+(?:/[a-z]+)*', 'a/bc/d', true],
    ['[a-z]+(?:/[a-z]+)*', 'a//d', false],
    ['(?P<year>\\d{4})-(\\d{2})', '2026-11', true],
    ['\\w{1,3}?', 'abcd', false],
    ['ab|cd|', '', true],
    ['[^/]+', 'a/b', false],
    ['[]a]+', ']a', true],
    ['[\\w.-]+', 'a.b-c', true],
    ['[a-]+', 'a-', true],
    ['\\.\\d*', '.12', true],
    ['a{2,}', 'a', false],
  ])('%s of %s: %s', (pattern, text, expected) => expect(matches(pattern, text)).toBe(expected));

  it('is held against the start, the whole or any place', () => {
    expect(matches('b', 'abc', 'match')).toBe(false);
    expect(matches('a', 'abc', 'match')).toBe(true);
    expect(matches('b', 'abc', 'search')).toBe(true);
    expect(matches('^b', 'abc', 'search')).toBe(false);
    expect(matches('c$', 'abc', 'search')).toBe(true);
    expect(matches('c$', 'abc\n', 'search')).toBe(true);
    expect(matches('c\\Z', 'abc\n', 'search')).toBe(false);
  });

  it('counts repetitions, however many they are together', () => {
    expect(matches('((((a?){200}){200}){200}){200}', `${'a'.repeat(60)}!`)).toBe(false);
    expect(matches('((a?){200}){200}b', `${'a'.repeat(60)}b`)).toBe(true);
  });

  it('gives up on nests that are too deep', () => {
    expect(compilePythonPattern('('.repeat(100) + ')'.repeat(100))).toBeUndefined();
  });
});
