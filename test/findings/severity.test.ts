import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CONFIDENCES,
  confidenceOf,
  DOUBT_IDS,
  DOUBTS,
  HARMS,
  type Harm,
  isAside,
  kindsOf,
  LOWERINGS,
  type Lowering,
  SEVERITIES,
  type Severity,
  severityOf,
  statedKind,
  worstOf,
} from '../../src/findings/index.ts';

// The tables have just these keys.
const ALL_HARMS = Object.keys(HARMS) as Harm[];
const harms = fc.constantFrom(...ALL_HARMS);
const severities = fc.constantFrom(...SEVERITIES);
const lowerings = fc.constantFrom(...(Object.keys(LOWERINGS) as Lowering[]));
const rank = (severity: Severity): number => SEVERITIES.indexOf(severity);

describe('the severity of a finding', () => {
  it('is what the rule states where nothing is known to lower it', () => {
    fc.assert(
      fc.property(harms, severities, (harm, base) => {
        expect(severityOf(harm, base, undefined)).toBe(base);
      }),
    );
  });

  it('is one step lower where the place is known to matter less, and P3 is the last', () => {
    const others = harms.filter((harm) => harm !== 'discloses');
    fc.assert(
      fc.property(others, severities, lowerings, (harm, base, lowered) => {
        expect(rank(severityOf(harm, base, lowered))).toBe(Math.min(rank(base) + 1, rank('P3')));
      }),
    );
  });

  it('of a committed secret is never below P1 for its place', () => {
    fc.assert(
      fc.property(severities, lowerings, (base, lowered) => {
        expect(rank(severityOf('discloses', base, lowered))).toBe(Math.max(rank(base), Math.min(rank(base) + 1, 1)));
      }),
    );
  });
});

describe('the kinds of a rule', () => {
  const docs = { severity: { 'network or pause': 'P1', 'database query': 'P2' } } as const;

  it('each have what the documentation states, and the first is the common one', () => {
    expect(statedKind(docs, undefined).severity).toBe('P1');
    expect(statedKind(docs, 'database query').severity).toBe('P2');
    expect(() => statedKind(docs, 'file')).toThrow('no severity is stated for findings of the kind `file`');
    expect(worstOf({ severity: { moment: 'P3', always: 'P0' } })).toBe('P0');
  });

  it('are one where it tells none apart', () => {
    expect(kindsOf({ severity: 'P2' })).toEqual([{ kind: undefined, severity: 'P2' }]);
    expect(statedKind({ severity: 'P2' }, undefined).severity).toBe('P2');
    expect(() => statedKind({ severity: 'P2' }, 'query')).toThrow('`query`');
  });
});

describe('the confidence of a finding', () => {
  it('is high without a doubt, and otherwise the least that its doubts leave', () => {
    expect(confidenceOf([])).toBe('high');
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...DOUBT_IDS), { minLength: 1 }), (doubts) => {
        const least = Math.max(...doubts.map((id) => CONFIDENCES.indexOf(DOUBTS[id].leaves)));
        expect(confidenceOf(doubts)).toBe(CONFIDENCES[least]);
      }),
    );
  });

  it('is spoken against by at most sixty doubts, each one sentence', () => {
    expect(DOUBT_IDS.length).toBeLessThanOrEqual(60);
    for (const id of DOUBT_IDS) expect(DOUBTS[id].says).toMatch(/^[A-Z`][^\n]*\.$/);
  });
});

describe('what stands aside', () => {
  const aside = { reach: 'aside' } as const;
  it.each(ALL_HARMS)('is a test, but not a development image, and no secret: %s', (harm) => {
    expect(isAside(harm, aside)).toBe(harm !== 'discloses');
    expect(isAside(harm, { ...aside, lowered: 'development' })).toBe(false);
    expect(isAside(harm, { reach: 'loose' })).toBe(false);
  });
});
