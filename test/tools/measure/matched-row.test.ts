import { describe, expect, it } from 'vitest';
import { matchRow } from '../../../tools/measure/matched-row.ts';
import type { SeenFinding } from '../../../tools/measure/scan-subject.ts';
import { finding, row } from './small-rows.ts';

const matched = (rules: readonly string[], ...strict: readonly SeenFinding[]) =>
  matchRow(row({ rules }), { default: [], strict }).inStrict;

describe('a row', () => {
  it('is met by a finding of one of its rules within three lines of it', () => {
    expect(matched(['race', 'leak'], finding('leak', 13))).toMatchObject({ rule: 'leak' });
    expect(matched(['race'], finding('race', 14), finding('leak', 10))).toBeUndefined();
    expect(matched(['race'], finding('race', 10, { path: 'other.py' }))).toBeUndefined();
  });

  it('is met by the nearest of several, and by the worst of those that are as near', () => {
    expect(matched(['race'], finding('race', 12, { severity: 'P0' }), finding('race', 9))).toMatchObject({
      location: { line: 9 },
    });
    const equals = [finding('race', 11, { severity: 'P2' }), finding('race', 9, { severity: 'P1' })];
    expect(matched(['race'], ...equals)).toMatchObject({ severity: 'P1' });
  });

  it('is met by evidence of a finding elsewhere, unless a finding stands there itself', () => {
    const elsewhere = finding('race', 90, { severity: 'P0', related: [{ path: 'shop.py', line: 10 }] });
    expect(matched(['race'], elsewhere)).toBe(elsewhere);
    expect(matched(['race'], elsewhere, finding('race', 13))).toMatchObject({ location: { line: 13 } });
  });

  it('of which no rule exists is met by any finding there, and by no evidence', () => {
    expect(matched([], finding('leak', 8))).toMatchObject({ rule: 'leak' });
    expect(matched([], finding('leak', 90, { related: [{ path: 'shop.py', line: 10 }] }))).toBeUndefined();
  });

  it('is asked about in each profile', () => {
    const seen = { default: [finding('race', 10)], strict: [finding('race', 10, { severity: 'P1' })] };
    expect(matchRow(row({ rules: ['race'] }), seen)).toMatchObject({
      inDefault: { severity: 'P2' },
      inStrict: { severity: 'P1' },
    });
  });
});
