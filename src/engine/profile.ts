import type { Finding, RuleDocs } from '../findings/index.ts';
import type { EffectiveRule } from './scan-options.ts';

/** Whether any finding of a rule can be shown; a rule of which none can does not run. */
export function mayShow(docs: RuleDocs, effective: EffectiveRule): boolean {
  return effective.profile === 'strict' || (docs.precision !== 'low' && docs.profile !== 'strict');
}

/** Whether a finding is shown: `default` leaves out low precision and what is marked `strict`. */
export function isShown(finding: Pick<Finding, 'precision' | 'profile'>, effective: EffectiveRule): boolean {
  return effective.profile === 'strict' || (finding.precision !== 'low' && finding.profile === 'default');
}
