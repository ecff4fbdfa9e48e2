import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  columnOf,
  HARMS,
  type Harm,
  isAside,
  NEEDS_STRANGER,
  REACHES,
  type Reach,
  SEVERITIES,
  type Severity,
  type Standing,
  severityOf,
} from '../../src/findings/index.ts';

const because = 'it is so';
const STANDINGS: readonly Standing[] = [
  { reach: 'served', because },
  { reach: 'served', because, part: 'start' },
  { reach: 'run', because },
  { reach: 'run', because, part: 'start' },
  { reach: 'run', because, part: 'by hand' },
  { reach: 'imported', because },
  { reach: 'loose', because },
  { reach: 'aside', because },
  { reach: 'aside', because, part: 'archived' },
];

// The table has just these keys.
const ALL_HARMS = Object.keys(HARMS) as Harm[];
const harms = fc.constantFrom(...ALL_HARMS);
const ceilings = fc.constantFrom(...SEVERITIES);
const standings = fc
  .record({ standing: fc.constantFrom(...STANDINGS), isExposed: fc.constantFrom(true, false, undefined) })
  .map(({ standing, isExposed }): Standing => (isExposed === undefined ? standing : { ...standing, isExposed }));

const rank = (severity: Severity): number => SEVERITIES.indexOf(severity);

describe('the severity of a finding', () => {
  it('is known for every harm and every reach', () => {
    for (const harm of ALL_HARMS)
      for (const standing of STANDINGS) expect(SEVERITIES).toContain(severityOf(harm, 'P0', standing));
    expect([...new Set(STANDINGS.map(({ reach }) => reach))]).toEqual(Object.keys(REACHES));
  });

  it('is P0 only for what somebody is called for at night', () => {
    const emergencies = ALL_HARMS.flatMap((harm) =>
      STANDINGS.filter((standing) => severityOf(harm, 'P0', standing) === 'P0').map(
        (standing) => `${harm} ${columnOf(standing)}`,
      ),
    );
    const secrets = ['served', 'start', 'run', 'by hand', 'imported', 'loose'].map((column) => `discloses ${column}`);
    expect([...new Set(emergencies)].sort()).toEqual(['admits start', 'admits served', ...secrets].sort());
  });

  it('is at least as high for what runs when a service starts as for what a program runs later', () => {
    fc.assert(
      fc.property(harms, ceilings, (harm, ceiling) => {
        const run: Standing = { reach: 'run', because };
        expect(rank(severityOf(harm, ceiling, { ...run, part: 'start' }))).toBeLessThanOrEqual(
          rank(severityOf(harm, ceiling, run)),
        );
      }),
    );
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
      fc.property(harms, ceilings, steps, standings, (harm, ceiling, step, { isExposed }) => {
        const at = (reach: Reach = 'aside') =>
          rank(severityOf(harm, ceiling, { reach, because, ...(isExposed !== undefined && { isExposed }) }));
        expect(at(away[step])).toBeLessThanOrEqual(at(away[step + 1]));
      }),
    );
  });

  it('is no higher where something else has failed before, and lower only for what breaks', () => {
    fc.assert(
      fc.property(harms, ceilings, standings, (harm, ceiling, standing) => {
        const usual = severityOf(harm, ceiling, standing);
        const after = severityOf(harm, ceiling, { ...standing, isAfterFailure: true });
        expect(after).toBe(harm === 'breaks' && rank(usual) < rank('P2') ? 'P2' : usual);
      }),
    );
  });

  it('is no higher for what people start than for what is deployed', () => {
    fc.assert(
      fc.property(harms, ceilings, (harm, ceiling) => {
        const run: Standing = { reach: 'run', because: 'a command starts it' };
        expect(rank(severityOf(harm, ceiling, run))).toBeLessThanOrEqual(
          rank(severityOf(harm, ceiling, { ...run, part: 'by hand' })),
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
  const _aside: Standing = { reach: 'aside', because: '`tests/test_a.py` is a test' };
  it.each(['loses', 'exposes', 'hangs', 'leaks', 'breaks', 'rots'] as const)(
    'is aside in a test and nowhere else: %s',
    (harm) => {
      for (const standing of STANDINGS) expect(isAside(harm, standing)).toBe(standing.reach === 'aside');
    },
  );

  it('of a secret is aside nowhere', () => {
    for (const standing of STANDINGS) expect(isAside('discloses', standing)).toBe(false);
  });
});
