/** What readers who knew neither rule nor labels said of a rule's findings, and what may be claimed from it. */
import type { Precision } from './finding.ts';

/** Summed over all rounds. A debatable finding was read, and is not right. */
export interface FirstSight extends Count {
  /** Of a rule that left the default profile, was fixed and came back: what was read since. */
  readonly sinceFixed?: Count;
}

interface Count {
  readonly read: number;
  readonly right: number;
}

/** So many must have been read before a share is called a figure. */
const ENOUGH_READ = 10;

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Wilson's interval of a share, at 95 %. Nothing read says nothing: from 0 to 1. */
export function wilsonInterval(right: number, read: number): Interval {
  if (read === 0) return { low: 0, high: 1 };
  const share = right / read;
  const square = DEVIATIONS ** 2 / read;
  const centre = share + square / 2;
  const reach = DEVIATIONS * Math.sqrt((share * (1 - share)) / read + square / (4 * read));
  // Rounding may leave the ends a hair outside.
  return { low: Math.max(0, (centre - reach) / (1 + square)), high: Math.min(1, (centre + reach) / (1 + square)) };
}

/** Standard deviations that hold 95 % of a normal distribution. */
const DEVIATIONS = 1.959963984540054;

/** The level that was seen, of the rule as it is where it came back; undefined where too few were read to say. */
export function precisionAtFirstSight(firstSight: FirstSight | undefined): Precision | undefined {
  const { read, right } = firstSight?.sinceFixed ?? firstSight ?? { read: 0, right: 0 };
  if (read < ENOUGH_READ) return undefined;
  const share = right / read;
  return share >= LEAST_HIGH ? 'high' : share >= LEAST_MEDIUM ? 'medium' : 'low';
}

const LEAST_HIGH = 0.95;
const LEAST_MEDIUM = 0.8;

/** One sentence without a full stop: `reviewed on unfamiliar code: 18 of 31 findings correct (58 %, 95 % interval 41–74 %)`. */
export function firstSightText(firstSight: FirstSight | undefined): string {
  if (firstSight === undefined || firstSight.read === 0) return 'not measured yet';
  const { read, right, sinceFixed } = firstSight;
  if (read < ENOUGH_READ) return `too few findings reviewed for a figure: ${right} of ${read} correct`;
  const { low, high } = wilsonInterval(right, read);
  const interval = `${Math.round(100 * low)}–${Math.round(100 * high)} %`;
  const ever = `reviewed on unfamiliar code: ${right} of ${read} findings correct (${Math.round((100 * right) / read)} %, 95 % interval ${interval})`;
  return sinceFixed === undefined ? ever : `${ever}; since its last fix ${sinceFixed.right} of ${sinceFixed.read}`;
}
