import type { Finding, Fix, Place, RelatedLocation } from '../../findings/index.ts';
import { compareText } from '../../text/index.ts';
import { jsonDocument } from '../json-document.ts';
import type { Report } from '../report.ts';

/** Raised when a member changes its meaning or goes; new members do not raise it. See schema/auditlint-report.schema.json. */
const SCHEMA_VERSION = '1';

/** The report for programs. */
export function formatJson(report: Report): string {
  const pages = new Map(report.rules.map(({ name, page }) => [name, page]));
  const described = (finding: Finding) => ({ ...describeFinding(finding), page: pages.get(finding.rule) });
  return jsonDocument({
    schemaVersion: SCHEMA_VERSION,
    tool: report.tool,
    root: report.root,
    findings: report.findings.map(described),
    notices: report.notices.map(({ kind, path, line, rule, message }) => ({ kind, path, line, rule, message })),
    suppressed: report.suppressed.map(({ finding, reason, line, until }) => ({
      ...described(finding),
      suppression: { line, reason, until },
    })),
    stats: describeStatistics(report),
  });
}

export function describeFinding(finding: Finding) {
  const { rule, category, severity, precision, location, message, remedy, related, flow, fingerprint, cwe } = finding;
  const { cause, confidence, doubts, hidesCode } = finding;
  const { harm, kind, base, lowered, reach, because } = finding.grading;
  return {
    rule,
    category,
    severity,
    harm,
    kind,
    baseSeverity: base,
    lowered,
    reach,
    because,
    confidence,
    doubts,
    precision,
    ...describePlace(location),
    message,
    remedy,
    related: related.map(describeRelated),
    flow: flow.map(describeRelated),
    fingerprint,
    // The hash of a secret would be a way to guess it.
    cause: hidesCode === true ? undefined : cause,
    places: finding.places?.map(describeSamePlace),
    cwe,
    fix: finding.fix && describeFix(finding.fix),
    hidesCode,
  };
}

function describeFix({ title, safety, because, edits }: Fix) {
  return {
    title,
    safety,
    because,
    edits: edits.map(({ location, text }) => ({ ...describePlace(location), text })),
  };
}

function describeSamePlace({ rule, location, message, severity, fingerprint, fix }: Place) {
  return { ...describePlace(location), rule, severity, message, fingerprint, fix: fix && describeFix(fix) };
}

function describeRelated(location: RelatedLocation) {
  return { ...describePlace(location), message: location.message };
}

function describePlace({ path, line, column, endLine, endColumn, cell }: Finding['location']) {
  return { path, line, column, endLine, endColumn, cell };
}

function describeStatistics({ statistics }: Report) {
  const { scanned, skipped, notParsed, partlyParsed, ruleFailures, lines, bytes, suppressed, known, gone } = statistics;
  return {
    files: { scanned, skipped, notParsed, partlyParsed },
    filesByKind: sortKeys(statistics.filesByKind),
    lines,
    bytes,
    findingsBySeverity: sortKeys(statistics.findingsBySeverity),
    findingsByRule: sortKeys(statistics.findingsByRule),
    suppressed,
    known,
    gone,
    ruleFailures,
  };
}

function sortKeys<T>(table: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(table).sort(([a], [b]) => compareText(a, b)));
}
