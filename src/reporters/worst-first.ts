import { type Finding, SEVERITIES } from '../findings/index.ts';

/** The findings by severity, and within one severity in the order given. */
export function worstFirst(findings: readonly Finding[]): Finding[] {
  return SEVERITIES.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
}
