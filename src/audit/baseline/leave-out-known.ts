import { recountFindings, type ScanReport } from '../../engine/index.ts';
import type { Finding, Notice } from '../../findings/index.ts';
import type { BaselineComparison } from './compare-with-baseline.ts';

/** The same scan without findings that were there before. */
export function leaveOutKnown(report: ScanReport, known: readonly Finding[]): ScanReport {
  const isKnown = new Set(known);
  const findings = report.findings.filter((finding) => !isKnown.has(finding));
  const left = report.findings.filter((finding) => isKnown.has(finding));
  const all = [...report.known, ...left];
  const statistics = { ...recountFindings(report.statistics, findings), known: all.length };
  return { ...report, findings, known: all, statistics };
}

/** The same scan with a word about what the baseline still has and the code has no longer. */
export function withGoneCount(report: ScanReport, { gone }: BaselineComparison, shownAs: string): ScanReport {
  const statistics = { ...report.statistics, gone: (report.statistics.gone ?? 0) + gone.length };
  if (gone.length === 0) return { ...report, statistics };
  const [what, them] =
    gone.length === 1
      ? ['one finding of the baseline is', 'it']
      : [`${gone.length} findings of the baseline are`, 'them'];
  const message = `${what} gone; \`auditlint baseline --prune\` takes ${them} out of ${shownAs}`;
  const notice: Notice = { kind: 'baseline-gone', message };
  return { ...report, statistics, notices: [notice, ...report.notices] };
}
