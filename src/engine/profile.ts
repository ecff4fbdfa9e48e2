import { type Finding, profileOf, type RuleDocs } from '../findings/index.ts';
import type { EffectiveRule } from './scan-options.ts';

/** Whether any finding of a rule can be shown; a rule of which none can does not run. */
export function mayShow(docs: RuleDocs, effective: EffectiveRule): boolean {
  return effective.profile === 'strict' || profileOf(docs) !== 'strict';
}

/** Whether a finding is shown: `default` leaves out what is marked `strict`. Precision says how often a rule is right, not who sees it. */
export function isShown(finding: Pick<Finding, 'profile'>, effective: EffectiveRule): boolean {
  return effective.profile === 'strict' || finding.profile === 'default';
}
