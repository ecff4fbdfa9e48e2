import type {
  Finding,
  Fix,
  Notice,
  NoticeKind,
  Place,
  RelatedLocation,
  SuppressedFinding,
} from '../../findings/index.ts';
import { TOOL } from '../version.ts';
import type { MergeableReport } from './merge-reports.ts';
import { REPORT_SCHEMA, type ReportInput } from './report-schema.ts';

/** A report, or in one clause what is wrong with the text. */
export type ParsedReport = MergeableReport | { readonly problem: string };

/** The schema version that this reads, and that `--format json` writes. */
const SCHEMA_VERSION = '1';
const ONE_VERSION = 'scan and merge with one version';

/**
 * Reads what `--format json` of this version of auditlint wrote. Another version may have other rules, severities and
 * fingerprints, and one report can only come from one.
 */
export function parseReport(text: string, ruleNames: ReadonlySet<string>): ParsedReport {
  const json = parseJson(text);
  if (json === undefined) return { problem: 'is not JSON' };
  // Only looked at here; the schema says what it is.
  const { schemaVersion, tool } = Object(json) as {
    schemaVersion?: unknown;
    tool?: { name?: unknown; version?: unknown };
  };
  if (tool?.name !== TOOL.name) return { problem: 'is not a report of `auditlint --format json`' };
  if (tool.version !== TOOL.version) {
    return { problem: `was written by auditlint ${String(tool.version)}, but this is ${TOOL.version}; ${ONE_VERSION}` };
  }
  if (schemaVersion !== SCHEMA_VERSION) {
    const written = `has schema version \`${String(schemaVersion)}\``;
    return { problem: `${written}, but this auditlint reads ${SCHEMA_VERSION}; ${ONE_VERSION}` };
  }
  const parsed = REPORT_SCHEMA.safeParse(json);
  if (!parsed.success) return { problem: describeIssue(parsed.error.issues) };
  const report = toReport(parsed.data);
  const all = [...report.findings, ...report.suppressed.map(({ finding }) => finding)];
  const unknown = all.find(({ rule }) => !ruleNames.has(rule));
  return unknown === undefined
    ? report
    : { problem: `names the rule \`${unknown.rule}\`, which auditlint does not have` };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

function describeIssue([issue]: readonly {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}[]): string {
  const place = issue === undefined || issue.path.length === 0 ? 'it' : `\`${issue.path.map(String).join('.')}\``;
  return `is not a report of \`auditlint --format json\`: ${place}: ${issue?.message ?? ''}`;
}

function toReport({ root, findings, suppressed, notices, stats }: ReportInput): MergeableReport {
  const { files, ...counts } = stats;
  return {
    root,
    findings: findings.map(toFinding),
    suppressed: suppressed.map(toSuppressed),
    notices: notices.map(toNotice),
    counts: withoutUndefined({ ...files, ...counts }),
  };
}

type FindingInput = ReportInput['findings'][number];

function toFinding({ path, line, column, endLine, endColumn, cell, ...rest }: FindingInput): Finding {
  const { related, flow, hidesCode, harm, kind, baseSeverity, lowered, reach, because, doubts, ...others } = rest;
  const { places, cause, fix, ...facts } = others;
  return {
    ...facts,
    // A report does not say it: what is in one was shown.
    grading: withoutUndefined({ harm, kind, base: baseSeverity, lowered, reach, because }),
    profile: 'default',
    location: withoutUndefined({ path, line, column, endLine, endColumn, cell }),
    related: related.map((place): RelatedLocation => withoutUndefined(place)),
    flow: flow.map((place): RelatedLocation => withoutUndefined(place)),
    ...(doubts !== undefined && { doubts }),
    ...(cause !== undefined && { cause }),
    ...(places !== undefined && { places: places.map(toPlace) }),
    ...(fix !== undefined && { fix: toFix(fix) }),
    ...(hidesCode !== undefined && { hidesCode }),
  };
}

function toFix({ edits, ...fixInput }: NonNullable<FindingInput['fix']>): Fix {
  return { ...fixInput, edits: edits.map(({ text, ...location }) => ({ location: withoutUndefined(location), text })) };
}

function toPlace({
  rule,
  message,
  severity,
  fingerprint,
  fix,
  ...location
}: NonNullable<FindingInput['places']>[number]): Place {
  return {
    ...(rule !== undefined && { rule }),
    location: withoutUndefined(location),
    message,
    severity,
    fingerprint,
    ...(fix !== undefined && { fix: toFix(fix) }),
  };
}

function toSuppressed({ suppression, ...finding }: ReportInput['suppressed'][number]): SuppressedFinding {
  return { finding: toFinding(finding), ...withoutUndefined(suppression) };
}

function toNotice({ kind, ...notice }: ReportInput['notices'][number]): Notice {
  // Kinds are only compared and shown, so one that is not known does no harm.
  return { kind: kind as NoticeKind, ...withoutUndefined(notice) };
}

type Present<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

function withoutUndefined<T extends object>(value: T): Present<T> {
  // The same members but for those that are undefined, which is what the type says.
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Present<T>;
}
