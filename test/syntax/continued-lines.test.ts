import { expect, it } from 'vitest';
import { withoutEmptyContinuations } from '../../src/syntax/continued-lines.ts';

const many = (count: number): string => '\\\n'.repeat(count);

it('keeps the length, and the first and the last of many continuations', () => {
  const text = `a = ${many(150)}1\n`;
  expect(withoutEmptyContinuations(text)).toBe(`a = \\\n${' '.repeat(296)}\\\n1\n`);
});

it('lets a comment end where it ends', () => {
  expect(withoutEmptyContinuations(`# ${many(150)}a = 1\n`)).toMatch(/^# \\\n {296}\\\na = 1\n$/);
});

it('leaves as many as somebody may write', () => {
  const text = `a = ${many(99)}1 ${many(99)}+ 2\n`;
  expect(withoutEmptyContinuations(text)).toBe(text);
});
