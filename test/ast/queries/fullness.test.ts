import { describe, expect, it } from 'vitest';
import { fullnessTested } from '../../../src/ast/index.ts';
import { expression, parse } from '../parse-python.ts';

describe('fullnessTested', () => {
  it.each([
    ['len(self.rows) >= limit', 'self.rows', true],
    ['rows.qsize() > limit', 'rows', true],
    ['limit <= len(rows)', 'rows', true],
    ['rows.full()', 'rows', true],
    ['len(rows) < limit', 'rows', false],
    ['limit > len(rows)', 'rows', false],
  ])('%s', (test, held, isFull) => {
    const found = fullnessTested(expression(test));
    expect([found && parse(test).text.slice(found.held), found?.isFull]).toEqual([held, isFull]);
  });

  it.each([
    'len(rows) == limit',
    'count >= limit',
    '0 < len(rows) < limit',
    'len(rows)',
    'full(rows)',
    'not rows.full()',
  ])('is none of %s', (test) => {
    expect(fullnessTested(expression(test))).toBeUndefined();
  });
});
