import { recountFindings } from '../../engine/index.ts';
import { compareFindings, compareNotices } from '../../engine/order.ts';
import { type Finding, keyOf, type Notice, type ScanStatistics, type SuppressedFinding } from '../../findings/index.ts';
import { renumberCollisions } from './fingerprints.ts';
import { apart, together } from './join-places.ts';
import { joinRoots } from './join-roots.ts';

/** What a JSON report holds. */
export interface MergeableReport {
  readonly root: string;
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly notices: readonly Notice[];
  readonly counts: FileCounts;
}

/** Statistics but for those that are counted from the findings. */
export type FileCounts = Omit<ScanStatistics, 'findingsBySeverity' | 'findingsByRule'>;

export interface MergedReport {
  readonly root: string;
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly notices: readonly Notice[];
  readonly statistics: ScanStatistics;
  /** Findings, or places of them, that more than one report had; each stands once. */
  readonly duplicates: number;
}

/**
 * Joins reports of parts of one repository as if they had been one scan; undefined when their roots have no common one.
 * Files that two reports counted are counted twice.
 */
export function mergeReports(reports: readonly MergeableReport[]): MergedReport | undefined {
  const joined = joinRoots(reports);
  if (joined === undefined) return undefined;
  const all = apart(joined.reports.flatMap(({ findings }) => findings));
  const single = uniqueBy(all, identityOf);
  const open = new Set(single.map(identityOf));
  const accepted = joined.reports
    .flatMap(({ suppressed }) => suppressed)
    .sort((a, b) => compareFindings(a.finding, b.finding));
  // What one report accepts and another does not is open.
  const suppressed = uniqueBy(accepted, ({ finding }) => identityOf(finding)).filter(
    ({ finding }) => !open.has(identityOf(finding)),
  );
  const notices = uniqueBy(joined.reports.flatMap((report) => report.notices).sort(compareNotices), (notice) =>
    JSON.stringify(Object.entries(notice).sort()),
  );
  const numbered = renumberCollisions([...single, ...suppressed.map(({ finding }) => finding)]);
  const finished = (finding: Finding) => numbered.get(finding) ?? finding;
  const findings = together(single.map(finished));
  return {
    root: joined.root,
    findings,
    suppressed: suppressed.map((entry) => ({ ...entry, finding: finished(entry.finding) })),
    notices,
    statistics: recountFindings(sumStatistics(reports, suppressed.length), findings),
    duplicates: all.length - single.length,
  };
}

/** Apart from its number among equal ones, which depends on what else was scanned. */
function identityOf({ rule, location, message, fingerprint }: Finding): string {
  const { path, cell, line, column, endLine, endColumn } = location;
  const key = keyOf({ fingerprint });
  return JSON.stringify([rule, path, cell, line, column, endLine, endColumn, message, key]);
}

function uniqueBy<T>(values: readonly T[], nameOf: (value: T) => string): T[] {
  const seen = new Set<string>();
  return values.filter((value) => {
    const key = nameOf(value);
    return seen.size < seen.add(key).size;
  });
}

function sumStatistics(reports: readonly MergeableReport[], suppressed: number): ScanStatistics {
  const counts = reports.map((report) => report.counts);
  const sum = (of: (count: FileCounts) => number | undefined) =>
    counts.reduce((total, count) => total + (of(count) ?? 0), 0);
  const isCounted = (name: 'known' | 'gone') => counts.some((count) => count[name] !== undefined);
  return {
    scanned: sum(({ scanned }) => scanned),
    skipped: sum(({ skipped }) => skipped),
    notParsed: sum(({ notParsed }) => notParsed),
    partlyParsed: sum(({ partlyParsed }) => partlyParsed),
    ruleFailures: sum(({ ruleFailures }) => ruleFailures),
    lines: sum(({ lines }) => lines),
    bytes: sum(({ bytes }) => bytes),
    filesByKind: sumByName(counts.map(({ filesByKind }) => filesByKind)),
    findingsBySeverity: { P0: 0, P1: 0, P2: 0, P3: 0 },
    findingsByRule: {},
    suppressed,
    ...(isCounted('known') && { known: sum(({ known }) => known) }),
    ...(isCounted('gone') && { gone: sum(({ gone }) => gone) }),
  };
}

function sumByName(tables: readonly FileCounts['filesByKind'][]): Record<string, number> {
  const sums = new Map<string, number>();
  for (const [name, count = 0] of tables.flatMap((table) => Object.entries(table))) {
    sums.set(name, (sums.get(name) ?? 0) + count);
  }
  return Object.fromEntries(sums);
}
