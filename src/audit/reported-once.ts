import type { ScanReport } from '../engine/index.ts';
import { recountFindings } from '../engine/statistics.ts';
import { joinCauses } from '../findings/index.ts';

/** The same scan with one finding for each cause: the last step before it is reported, when all that is known was left out. */
export function reportedOnce(report: ScanReport): ScanReport {
  const findings = joinCauses(report.findings);
  if (findings.length === report.findings.length) return report;
  return { ...report, findings, statistics: recountFindings(report.statistics, findings) };
}
