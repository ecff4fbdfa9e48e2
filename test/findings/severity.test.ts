import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  HARMS,
  type Harm,
  isNoNews,
  NEEDS_STRANGER,
  REACHES,
  type Reach,
  SEVERITIES,
  type Severity,
  type Standing,
  severityOf,
} from '../../src/findings/index.ts';

const STANDINGS: readonly Standing[] = [
  ...(['served', 'run', 'run', 'imported', 'loose', 'aside'] as const).map((reach, index) => ({
    reach,
    because: 'it is so',
    ...(index === 2 && { isByHand: true as const }),
  })),
];

/** Columns: served, run, run by hand, imported, loose, aside. */
const TABLE: readonly (readonly [Harm, string])[] = [
  ['breaks', 'P0 P0 P1 P1 P2 P2'],
  ['loses', 'P0 P0 P1 P1 P2 P3'],
  ['discloses', 'P0 P0 P0 P0 P0 P3'],
  ['exposes', 'P0 P1 P1 P1 P3 P3'],
  ['admits', 'P0 P0 P1 P1 P2 P3'],
  ['lies', 'P0 P1 P1 P1 P2 P2'],
  ['hangs', 'P0 P1 P2 P1 P3 P3'],
  ['leaks', 'P0 P1 P2 P1 P3 P3'],
  ['hides', 'P1 P1 P2 P2 P3 P3'],
  ['drifts', 'P1 P1 P2 P2 P3 P3'],
  ['rots', 'P2 P2 P2 P2 P3 P3'],
];

const harms = fc.constantFrom(...TABLE.map(([harm]) => harm));
const ceilings = fc.constantFrom(...SEVERITIES);
const standings = fc
  .record({ standing: fc.constantFrom(...STANDINGS), isExposed: fc.constantFrom(true, false, undefined) })
  .map(({ standing, isExposed }): Standing => (isExposed === undefined ? standing : { ...standing, isExposed }));

const rank = (severity: Severity): number => SEVERITIES.indexOf(severity);

describe('the severity of a finding', () => {
  it.each(TABLE)('that %s is, from served to aside, %s', (harm, row) => {
    expect(STANDINGS.map((standing) => severityOf(harm, 'P0', standing)).join(' ')).toBe(row);
  });

  it('is known for every harm and every reach', () => {
    expect(TABLE.map(([harm]) => harm).sort()).toEqual(Object.keys(HARMS).sort());
    expect([...new Set(STANDINGS.map(({ reach }) => reach))]).toEqual(Object.keys(REACHES));
  });

  it('is never above the ceiling, and below it only by the table and for want of strangers', () => {
    fc.assert(
      fc.property(harms, ceilings, standings, (harm, ceiling, standing) => {
        const severity = severityOf(harm, ceiling, standing);
        const highest = severityOf(harm, 'P0', standing);
        expect(rank(severity)).toBe(Math.max(rank(ceiling), rank(highest)));
      }),
    );
  });

  it('never rises on the way from served to run, imported, loose and aside', () => {
    const away: readonly Reach[] = ['served', 'run', 'imported', 'loose', 'aside'];
    const steps = fc.integer({ min: 0, max: away.length - 2 });
    fc.assert(
      fc.property(harms, ceilings, steps, standings, (harm, ceiling, step, { isExposed, because }) => {
        const at = (reach: Reach = 'aside') =>
          rank(severityOf(harm, ceiling, { reach, because, ...(isExposed !== undefined && { isExposed }) }));
        expect(at(away[step])).toBeLessThanOrEqual(at(away[step + 1]));
      }),
    );
  });

  it('is no higher for what people start than for what is deployed', () => {
    fc.assert(
      fc.property(harms, ceilings, (harm, ceiling) => {
        const run: Standing = { reach: 'run', because: 'a command starts it' };
        expect(rank(severityOf(harm, ceiling, run))).toBeLessThanOrEqual(
          rank(severityOf(harm, ceiling, { ...run, isByHand: true })),
        );
      }),
    );
  });

  it('is that of no emergency where a stranger is needed and none can come', () => {
    fc.assert(
      fc.property(harms, ceilings, standings, (harm, ceiling, standing) => {
        const open = severityOf(harm, ceiling, { ...standing, isExposed: true });
        const closed = severityOf(harm, ceiling, { ...standing, isExposed: false });
        const { isExposed: _, ...unknown } = standing;
        expect(severityOf(harm, ceiling, unknown)).toBe(open);
        expect(rank(closed)).toBe(NEEDS_STRANGER.has(harm) ? Math.max(rank(open), rank('P2')) : rank(open));
      }),
    );
  });
});

describe('what only a service suffers from', () => {
  const aside: Standing = { reach: 'aside', because: '`tests/test_a.py` is a test' };

  it.each(['loses', 'exposes', 'admits', 'hangs', 'leaks'] as const)('is no news where it stands aside: %s', (harm) => {
    expect(isNoNews(harm, aside)).toBe(true);
    for (const standing of STANDINGS) expect(isNoNews(harm, standing)).toBe(standing.reach === 'aside');
  });

  it.each(['breaks', 'lies', 'hides', 'rots'] as const)('is not what harms readers and tests too: %s', (harm) => {
    expect(isNoNews(harm, aside)).toBe(false);
  });
});
