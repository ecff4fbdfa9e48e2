import { type FileKind, isPythonFileKind } from '../discover/index.ts';
import type { Finding, Notice, ScanStatistics, Severity } from '../findings/index.ts';
import type { FileReport } from './file-report.ts';

/** Counts what a scan did. `reports` are those of requested files. */
export function countStatistics(
  reports: readonly FileReport[],
  skipped: readonly Notice[],
  notices: readonly Notice[],
  findings: readonly Finding[],
  suppressed: number,
): ScanStatistics {
  const failed = reports.filter(({ outcome }) => outcome === 'failed');
  const python = reports.filter(({ kind, outcome }) => isPythonFileKind(kind) && outcome !== 'failed');
  // YAML and JSON that are no artifact of a known kind are looked at, and nothing in them is scanned.
  const read = [...python, ...reports.filter((report) => 'artifact' in report)];
  const notRead = failed.filter(({ notices: why }) => why.some(({ kind }) => kind === 'binary'));
  return {
    scanned: read.length,
    skipped: skipped.length + notRead.length,
    notParsed: failed.length - notRead.length,
    partlyParsed: read.filter(({ outcome }) => outcome === 'partly-parsed').length,
    ruleFailures: notices.filter(({ kind }) => kind === 'rule-failed').length,
    lines: sum(python.map(({ lines }) => lines)),
    bytes: sum(python.map(({ bytes }) => bytes)),
    filesByKind: countKinds(reports),
    findingsBySeverity: countSeverities(findings),
    findingsByRule: countBy(findings.map(({ rule }) => rule).sort()),
    suppressed,
  };
}

/** The same scan with fewer findings: what was left out is not counted. */
export function recountFindings(statistics: ScanStatistics, findings: readonly Finding[]): ScanStatistics {
  return {
    ...statistics,
    findingsBySeverity: countSeverities(findings),
    findingsByRule: countBy(findings.map(({ rule }) => rule).sort()),
  };
}

function countKinds(reports: readonly FileReport[]): Partial<Record<FileKind, number>> {
  return countBy(reports.map(({ kind }) => kind).sort());
}

function countSeverities(findings: readonly Finding[]): Record<Severity, number> {
  return { P0: 0, P1: 0, P2: 0, P3: 0, ...countBy(findings.map(({ severity }) => severity)) };
}

function countBy<K extends string>(keys: readonly K[]): Partial<Record<K, number>> & Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  // Its keys are of K because only these were counted.
  return counts as Partial<Record<K, number>> & Record<string, number>;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
