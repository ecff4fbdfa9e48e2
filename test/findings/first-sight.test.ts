import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstSightText, precisionAtFirstSight, wilsonInterval } from '../../src/findings/index.ts';

describe("Wilson's interval", () => {
  // As `statsmodels.stats.proportion.proportion_confint(method="wilson")` gives them.
  it.each([
    [18, 31, 0.4077, 0.736],
    [0, 10, 0, 0.2775],
    [10, 10, 0.7225, 1],
    [81, 263, 0.2553, 0.3662],
    [1, 1, 0.2065, 1],
  ])('of %i in %i', (right, read, low, high) => {
    expect(wilsonInterval(right, read).low).toBeCloseTo(low, 3);
    expect(wilsonInterval(right, read).high).toBeCloseTo(high, 3);
  });

  it('holds the share, stays between nothing and all, and is mirrored', () => {
    const counts = fc.nat(500).chain((read) => fc.tuple(fc.nat(read), fc.constant(read)));
    fc.assert(
      fc.property(counts, ([right, read]) => {
        const { low, high } = wilsonInterval(right, read);
        const share = read === 0 ? 0.5 : right / read;
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(share + 1e-12);
        expect(high).toBeGreaterThanOrEqual(share - 1e-12);
        expect(wilsonInterval(read - right, read).low).toBeCloseTo(1 - high);
      }),
    );
  });
});

describe('what is claimed', () => {
  it.each([
    [undefined, undefined, 'not measured yet'],
    [{ read: 9, right: 9 }, undefined, 'too few findings reviewed for a figure: 9 of 9 correct'],
    [
      { read: 31, right: 18 },
      'low',
      'reviewed on unfamiliar code: 18 of 31 findings correct (58 %, 95 % interval 41–74 %)',
    ],
    [
      { read: 10, right: 8 },
      'medium',
      'reviewed on unfamiliar code: 8 of 10 findings correct (80 %, 95 % interval 49–94 %)',
    ],
    [
      { read: 40, right: 28, sinceFixed: { read: 10, right: 10 } },
      'high',
      'reviewed on unfamiliar code: 28 of 40 findings correct (70 %, 95 % interval 55–82 %); since its last fix 10 of 10',
    ],
    [
      { read: 20, right: 19 },
      'high',
      'reviewed on unfamiliar code: 19 of 20 findings correct (95 %, 95 % interval 76–99 %)',
    ],
  ])('of %j is %s', (firstSight, level, text) => {
    expect(precisionAtFirstSight(firstSight)).toBe(level);
    expect(firstSightText(firstSight)).toBe(text);
  });
});
