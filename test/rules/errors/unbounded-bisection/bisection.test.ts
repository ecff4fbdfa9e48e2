import { describe, expect, it } from 'vitest';
import { bisectionOf } from '../../../../rules/errors/unbounded-bisection/bisection.ts';
import { nodeOf } from '../../../ast/parse-python.ts';

/** The bounds of the first `while` of a text, and what lies between them. */
function searchIn(...lines: readonly string[]): string | undefined {
  const found = bisectionOf(nodeOf(['while low < high:', ...lines].join('\n    '), 'While'));
  return found && `${found.bounds.map(({ id }) => id).join('..')} by ${found.middle}`;
}

const MOVES = ['if f(mid) > 0:', '    low = mid', 'else:', '    high = mid'];

describe('bisectionOf', () => {
  it.each([
    'mid = (low + high) / 2',
    'mid = 0.5 * (low + high)',
    'mid = (low + high) * 0.5',
    'mid = low + (high - low) / 2',
  ])('halves by %s', (middle) => expect(searchIn(middle, ...MOVES)).toMatch(/^(low..high|high..low) by mid$/));

  it('sees bounds that move in branches of branches', () => {
    const moves = ['if f(mid) > 0:', '    if f(mid) > 9:', '        low = mid', 'elif f(mid) < 0:', '    high = mid'];
    expect(searchIn('mid = (low + high) / 2', ...moves)).toBe('low..high by mid');
  });

  it.each([
    ['an index', ['mid = (low + high) // 2', ...MOVES]],
    ['a third', ['mid = (low + high) / 3', ...MOVES]],
    ['one bound only', ['mid = (low + high) / 2', 'if f(mid) > 0:', '    low = mid']],
    ['a mean', ['mid = (low + high) / 2', 'total += mid']],
  ])('does not take %s for one', (_, lines) => expect(searchIn(...lines)).toBeUndefined());
});
