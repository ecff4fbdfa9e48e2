import type { Finding } from '../findings/index.ts';
import type { EffectiveRule } from './scan-options.ts';

/** Whether a finding is shown: `default` leaves out what is uncertain, and what stands in tests and examples. */
export function isShown(finding: Pick<Finding, 'profile'>, effective: EffectiveRule): boolean {
  return effective.profile === 'strict' || finding.profile === 'default';
}
