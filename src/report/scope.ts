import { groupBy } from '../collections/index.ts';
import type { ScanReport, SurveyedFile } from '../engine/index.ts';
import type { Profile } from '../findings/index.ts';
import { compareText } from '../text/index.ts';
import type { AcceptedFinding, FileWeight, ReportedFinding, Scope } from './audit-report.ts';
import { placeOf } from './reported-findings.ts';
import { weightOf, worstOf } from './severity-counts.ts';

const MAX_NOTICES = 100;
const MAX_ACCEPTED = 100;
/** Files of the treemap; the smallest and soundest are reported as the rest of their folder. */
const MAX_TREEMAP = 400;

export interface ScopeSources {
  readonly report: ScanReport;
  readonly files: readonly SurveyedFile[];
  readonly findings: readonly ReportedFinding[];
  readonly root: string;
  readonly profile: Profile;
  readonly isComplete: boolean;
  readonly rulesRun: number;
}

/** What was read, what was left out, and what is not told. */
export function scopeOf({ report, files, findings, root, profile, isComplete, rulesRun }: ScopeSources): Scope {
  const { statistics, notices, suppressed } = report;
  const { skipped, notParsed, partlyParsed, ruleFailures } = statistics;
  return {
    root,
    profile,
    isComplete,
    files: statistics.scanned,
    lines: statistics.lines,
    bytes: statistics.bytes,
    filesByKind: kindsOf(files),
    treemap: weighFiles(files, findings),
    skipped,
    notParsed,
    partlyParsed,
    ruleFailures,
    rulesRun,
    notices: notices.slice(0, MAX_NOTICES).map(({ path, line, message }) => ({ path, line, message })),
    moreNotices: Math.max(0, notices.length - MAX_NOTICES),
    excluded: report.excluded,
    accepted: suppressed.slice(0, MAX_ACCEPTED).map(acceptedFinding),
    moreAccepted: Math.max(0, suppressed.length - MAX_ACCEPTED),
    unshown: report.unshown.length,
  };
}

function kindsOf(files: readonly SurveyedFile[]): Scope['filesByKind'] {
  return [...groupBy(files, ({ kind }) => kind)]
    .map(([kind, group]) => ({ kind, files: group.length, lines: group.reduce((sum, { lines }) => sum + lines, 0) }))
    .sort((a, b) => b.lines - a.lines || compareText(a.kind, b.kind));
}

function weighFiles(files: readonly SurveyedFile[], findings: readonly ReportedFinding[]): FileWeight[] {
  const places = findings.flatMap(({ path, severity, places: others }) => [{ path, severity }, ...others]);
  const byPath = groupBy(places, ({ path }) => path);
  const code = files.filter(({ path, kind }) => kind === 'python' || kind === 'notebook' || byPath.has(path));
  const weighed = code.map(({ path, lines }) => {
    const own = byPath.get(path) ?? [];
    return { path, lines, weight: weightOf(own), worst: worstOf(own) };
  });
  return weighed
    .sort((a, b) => b.weight - a.weight || b.lines - a.lines || compareText(a.path, b.path))
    .slice(0, MAX_TREEMAP)
    .sort((a, b) => compareText(a.path, b.path));
}

function acceptedFinding({ finding, reason }: ScanReport['suppressed'][number]): AcceptedFinding {
  const { rule, severity, location } = finding;
  return { rule, severity, reason, ...placeOf(location) };
}
