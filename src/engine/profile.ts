import type { Finding } from '../findings/index.ts';
import type { EffectiveRule } from './scan-options.ts';

/** Whether a finding is shown: the profile says how sure it has to be, and the configuration how severe. */
export function isShown(
  { profile, severity }: Pick<Finding, 'profile' | 'severity'>,
  effective: EffectiveRule,
): boolean {
  const isSure = effective.profile === 'strict' || profile === 'default';
  return isSure && isSelected(severity, effective);
}

/** Whether the configuration asks for findings of this severity. */
export const isSelected = (severity: Finding['severity'], { shown }: EffectiveRule): boolean =>
  shown?.includes(severity) ?? true;
