import { describe, expect, it } from 'vitest';
import { severityReport, severityTargets } from '../../../tools/measure/severity-figures.ts';
import { graded } from './small-rows.ts';

describe('severity figures', () => {
  const seeds = [
    graded('P0', 'P0'),
    graded('P0', 'P3'),
    graded('P2', 'P1'),
    graded('P3', 'P3'),
    graded('P1', undefined),
    graded(undefined, 'P0'),
    graded('P0', 'P0', { expect: 'quiet' }),
  ];

  it('are of rows that must fire, have a severity, and are met in strict', () => {
    const report = severityReport([...seeds, graded('P0', 'P0', { table: 'planted' })]);
    expect(report.seeds).toEqual({
      name: 'seeds',
      matched: { count: 4, of: 5 },
      exact: { count: 2, of: 4 },
      withinStep: { count: 3, of: 4 },
      // Three steps milder, one severer.
      mean: 0.5,
      gravest: { count: 1, of: 2 },
      matrix: [
        [1, 0, 0, 1],
        [0, 0, 0, 0],
        [0, 1, 0, 0],
        [0, 0, 0, 1],
      ],
    });
    expect(report.others).toMatchObject({ matched: { count: 0, of: 0 }, mean: undefined });
  });

  it('are told of other audits together and one by one', () => {
    const { others, byTable } = severityReport([
      graded('P1', 'P2', { table: 'emm' }),
      graded('P1', 'P1', { table: 'autosafe' }),
    ]);
    expect(others).toMatchObject({ withinStep: { count: 2, of: 2 }, mean: 0.5 });
    expect(byTable.map(({ name, mean }) => [name, mean])).toEqual([
      ['emm', 1],
      ['autosafe', 0],
    ]);
  });

  it('meet their targets or not', () => {
    const brief = severityTargets(severityReport(seeds)).map(({ measured, isMet }) => [measured, isMet]);
    expect(brief).toEqual([
      ['50 % (2 of 4)', false],
      ['75 % (3 of 4)', false],
      ['+0.50', false],
      ['50 % (1 of 2)', false],
      ['no rows', false],
      ['no rows', false],
    ]);
    const alike = [graded('P0', 'P0'), graded('P2', 'P2', { table: 'emm' })];
    expect(severityTargets(severityReport(alike)).every(({ isMet }) => isMet)).toBe(true);
  });
});
