import { expect, it } from 'vitest';
import { compilePythonPattern } from '../../src/text/python-pattern.ts';
import { growthOf, HALFWAY_TO_SQUARE } from '../growth.ts';

const matches = (pattern: string, text: string): boolean | undefined =>
  compilePythonPattern(pattern)?.matches(text, 'fullmatch');

it.each(['(?=a)', '(?i)a', '(a)\\1', '\\bword', 'a++', '(', 'a)', '[a', '*', 'a{', '\\x41', '(?P=name)'])(
  'is unknown for %s',
  (pattern) => expect(compilePythonPattern(pattern)).toBeUndefined(),
);

it.each([
  ['(a+)+$', '!', false],
  ['(a|a?)*(a|aa)*b', '', false],
  [`${'('.repeat(9)}a${')+'.repeat(9)}`, '!', false],
  ['((a?){5}){5}', '!', false],
  ['(a*){20}b', 'b', true],
])('takes no longer for %s, which makes others backtrack', async (pattern, end, expected) => {
  const growth = await growthOf(
    (size) => 'a'.repeat(size) + end,
    (text) => expect(matches(pattern, text)).toBe(expected),
    60,
  );
  expect(growth).toBeLessThan(HALFWAY_TO_SQUARE);
});
