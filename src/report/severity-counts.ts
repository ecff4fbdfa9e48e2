import { SEVERITIES, type Severity } from '../findings/index.ts';
import type { SeverityCounts } from './audit-report.ts';

export function countBySeverity(findings: Iterable<{ readonly severity: Severity }>): SeverityCounts {
  const counts: Record<Severity, number> = { P0: 0, P1: 0, P2: 0, P3: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

/** How much findings weigh in pictures: each severity three times the one below it. */
const WEIGHTS: Readonly<Record<Severity, number>> = { P0: 27, P1: 9, P2: 3, P3: 1 };

export function weightOf(findings: Iterable<{ readonly severity: Severity }>): number {
  let weight = 0;
  for (const { severity } of findings) weight += WEIGHTS[severity];
  return weight;
}

export const worstOf = (findings: readonly { readonly severity: Severity }[]): Severity | undefined =>
  SEVERITIES.find((severity) => findings.some((finding) => finding.severity === severity));

export const sumOf = (counts: SeverityCounts): number =>
  SEVERITIES.reduce((sum, severity) => sum + counts[severity], 0);
