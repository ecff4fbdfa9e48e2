import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ScanReport } from '../../engine/index.ts';
import { type BaselineEntry, type Finding, type KnownMatch, matchKnown, type Notice } from '../../findings/index.ts';
import { isWithin, leadsOut, relativePath } from '../../text/index.ts';
import type { PreparedScan } from '../prepare-scan.ts';
import { pathFilter } from '../requested-paths.ts';

/** A scan held against a baseline. */
export interface BaselineComparison extends KnownMatch {
  /** Entries that this scan would have found again, and did not. */
  readonly gone: readonly BaselineEntry[];
  /** The path by which the baseline knows a finding. */
  pathOf(finding: Finding): string;
}

/**
 * Holds the findings of a scan against the entries of a baseline (absolute path). What the scan did not look at is not
 * called gone: other files and rules than those asked for, files and rules that failed, and what the profile leaves out.
 */
export function compareWithBaseline(
  report: ScanReport,
  scan: PreparedScan,
  file: string,
  entries: readonly BaselineEntry[],
): BaselineComparison {
  const folder = dirname(file);
  const pathOf = ({ location }: Finding) => relativePath(folder, join(scan.request.root, location.path));
  const out = notLookedAt(entries, scan, folder);
  const looked = entries.filter(({ path }) => !out.has(path));
  // What another comparison knows comes first: the copy that is new to it is new.
  const match = matchKnown([...report.known, ...report.findings], looked, pathOf);
  const { unmatched } = matchKnown([...report.unshown, ...report.unselected], match.unmatched, pathOf);
  const wasJudged = judgedBy(report, scan);
  const gone = unmatched.filter(({ path, rule }) =>
    wasJudged(relativePath(scan.request.root, join(folder, path)), rule),
  );
  return { ...match, unmatched: [...match.unmatched, ...entries.filter(({ path }) => out.has(path))], gone, pathOf };
}

/** Paths, as the baseline has them, of files that are still there and were not asked for. What is known in them is no copy elsewhere. */
function notLookedAt(entries: readonly BaselineEntry[], { request }: PreparedScan, folder: string): Set<string> {
  const isRequested = pathFilter(request);
  const paths = new Set(entries.map(({ path }) => path));
  const others = [...paths].filter((path) => {
    const inRoot = relativePath(request.root, join(folder, path));
    return leadsOut(inRoot) || !isRequested(inRoot);
  });
  return new Set(others.filter((path) => existsSync(join(folder, path))));
}

/** Whether a finding of a rule at a path would have been found. */
export function judgedBy(
  report: ScanReport,
  { request, resolution }: PreparedScan,
): (path: string, rule: string) => boolean {
  const known = new Map(resolution.rules.map((rule) => [rule.name, rule]));
  const isRequested = pathFilter(request);
  const troubled = report.notices.flatMap(({ kind, path }) => (kind === 'unused-setting' ? [] : (path ?? [])));
  const failed = report.notices.filter(({ kind, path }) => kind === 'rule-failed' && path === undefined);
  return (path, name) => {
    if (leadsOut(path) || request.stdin !== undefined) return false;
    if (!isRequested(path)) return false;
    if (troubled.some((place) => isWithin(path, place)) || failed.some((notice) => mayConcern(notice, name)))
      return false;
    // A rule that this version no longer has finds nothing any more.
    return !known.has(name) || request.options.optionsFor(path).rules.has(name);
  };
}

/** Rules that failed alike share a notice, which names them in its text only. */
function mayConcern({ rule }: Notice, name: string): boolean {
  return rule === undefined || rule === name;
}
