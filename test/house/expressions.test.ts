/**
 * What the program reads, others wrote, and some of them mean harm: no regular expression may be read in exponentially many ways.
 * `npm run test:deep -- expressions` tries each on texts that repeat what it repeats.
 */
import { analyse } from 'scslre';
import { describe, expect, it } from 'vitest';
import { collectExpressions, findBuiltLater } from './expressions/collect.ts';

const expressions = await collectExpressions();

describe('regular expressions', () => {
  it('never read a text in exponentially many ways', () => {
    const slow = expressions.filter(({ expression }) => {
      const { reports } = analyse(expression, { reportTypes: { Move: false, Trade: false } });
      return reports.some(({ exponential }) => exponential);
    });
    expect(slow.map(({ place, expression }) => `${place} ${expression}`)).toEqual([]);
  });

  it('are written down, not made from what is read', () => {
    expect(findBuiltLater()).toEqual([]);
  });
});
