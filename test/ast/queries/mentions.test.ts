import { describe, expect, it } from 'vitest';
import { mentions, mentionsWord } from '../../../src/ast/index.ts';
import { expression } from '../parse-python.ts';

describe('mentions', () => {
  it.each([
    ['limit', true],
    ['self.limit', true],
    ['min(self.limit, 5)', true],
    ['limits', false],
    ['"limit"', false],
    ['call(limit=5)', false],
  ])('a variable or attribute of the name in %s', (source, is) => {
    expect(mentions(expression(source), 'limit')).toBe(is);
  });

  it('takes a pattern, and several nodes', () => {
    expect(mentions([expression('a + b'), expression('job.max_retries')], /retr/)).toBe(true);
    expect(mentions([expression('a + b'), expression('job.run()')], /retr/)).toBe(false);
  });
});

describe('mentionsWord', () => {
  it.each([
    ['job.get("attempts")', true],
    ['attempts + 1', true],
    ['f"{n} attempts"', true],
    ['job.get("name")', false],
  ])('texts count too: %s', (source, is) => expect(mentionsWord(expression(source), /attempt/)).toBe(is));
});
