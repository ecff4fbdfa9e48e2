import { SEVERITIES, type Severity } from '../finding.ts';
import type { Harm } from './harm.ts';
import type { Lowering, Standing } from './reach.ts';

/**
 * Whether a finding is in a test, an example, vendored or archived code, which is not reported by default; a secret is, wherever it
 * lies.
 */
export const isAside = (harm: Harm, { reach, lowered }: Pick<Standing, 'reach' | 'lowered'>): boolean =>
  reach === 'aside' && lowered === undefined && harm !== 'discloses';

/**
 * Whether a finding is in code that runs and that others or a program wrote, and is no danger: their habits are not the project's, and it
 * changes little of them. Not reported by default.
 */
export const isForeignHabit = (harm: Harm, severity: Severity, { isForeign }: Pick<Standing, 'isForeign'>): boolean =>
  isForeign === true && severity > 'P1' && harm !== 'discloses';

/** What the rule states, one step lower where the place is known to matter less. Of a committed secret never below P1. */
export function severityOf(harm: Harm, base: Severity, lowered: Lowering | undefined): Severity {
  if (lowered === undefined) return base;
  const lower = SEVERITIES[SEVERITIES.indexOf(base) + 1] ?? base;
  return harm === 'discloses' && lower > 'P1' ? (base > 'P1' ? base : 'P1') : lower;
}
