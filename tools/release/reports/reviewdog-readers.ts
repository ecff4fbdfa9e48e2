import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import Ajv from 'ajv-draft-04';
import type { Severity } from '../../../src/findings/index.ts';
import { sentence } from '../../../src/reporters/sentence.ts';
import { installReviewdog } from '../tools.ts';
import { SCANNED } from './hostile-repository.ts';
import { type Reading, type ReportReader, textOf } from './report-reader.ts';
import type { Place, Scan, ScannedFinding } from './scan-repository.ts';

/** reviewdog for the three formats that it reads, and the schema that it publishes of its own. */
export function reviewdogReaders(): ReportReader[] {
  const { program, schema } = installReviewdog();
  const rdjson = { format: 'rdjson', expect: (findings: readonly ScannedFinding[]) => findings.map(inRdjson) };
  const reviewdog = (format: string, toReading: (diagnostic: Diagnostic) => Reading) => ({
    format,
    name: 'reviewdog',
    read: (report: string, scan: Scan) => runReviewdog(program, format, report, scan).map(toReading),
  });
  return [
    {
      ...rdjson,
      ...reviewdog('rdjson', readRange),
      withFault: (report) => report.replace(/"line": \d+/, '"line": {}'),
    },
    {
      ...rdjson,
      name: "reviewdog's JSON schema",
      read: (report) => validated(report, schema).map(readRange),
      withFault: (report) => report.replace(/"column": (\d+)/, '"column": "$1"'),
    },
    {
      ...reviewdog('checkstyle', readStart),
      expect: (findings) => findings.map(inCheckstyle),
      withFault: (report) => report.replace(/ line="\d+"/, ' line="one"'),
    },
    {
      ...reviewdog('sarif', readFirstSentence),
      expect: (findings) => findings.map(inSarif),
      withFault: (report) => report.replace(/"startLine": \d+/, '"startLine": "one"'),
    },
  ];
}

/** What reviewdog's own format has of a finding (proto/rdf/reviewdog.proto), whatever format it was read from. */
interface Diagnostic {
  readonly message: string;
  readonly location: DiagnosticLocation;
  readonly severity: string;
  readonly code?: { readonly value: string };
  readonly related_locations?: readonly { readonly message: string; readonly location: DiagnosticLocation }[];
}

interface DiagnosticLocation {
  readonly path: string;
  readonly range: { readonly start: Position; readonly end?: Position };
}

interface Position {
  readonly line: number;
  readonly column?: number;
}

function runReviewdog(program: string, format: string, report: string, { folder }: Scan): Diagnostic[] {
  // Every finding, whether a change touches its line or not, told in the format that keeps all that was read.
  const args = [`-f=${format}`, '-reporter=rdjson', '-filter-mode=nofilter', '-diff=git diff'];
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8', input: report });
  if (status !== 0) throw new Error(stderr);
  return (JSON.parse(stdout) as { diagnostics?: Diagnostic[] }).diagnostics ?? [];
}

function validated(report: string, schema: string): Diagnostic[] {
  // Its descriptions hold what strict mode takes for mistakes.
  const ajv = new Ajv.default({ strict: false });
  const result: unknown = JSON.parse(report);
  if (!ajv.validate(JSON.parse(readFileSync(schema, 'utf8')), result)) throw new Error(ajv.errorsText());
  // Shown by the schema.
  return (result as { diagnostics: Diagnostic[] }).diagnostics;
}

const SEVERITY: Readonly<Record<Severity, string>> = { P0: 'ERROR', P1: 'ERROR', P2: 'WARNING', P3: 'INFO' };

function readRange({ message, location, severity, code }: Diagnostic): Reading {
  return { path: location.path, place: rangeText(location.range), severity, rule: code?.value, message };
}

function inRdjson(finding: ScannedFinding): Reading {
  const { line, column, endLine, endColumn } = finding.inFile;
  const lines = finding.file.content.split('\n');
  const bytes = (at: number, units: number) => Buffer.byteLength(lines[at - 1]?.slice(0, units - 1) ?? '') + 1;
  const place = rangeText({
    start: { line, column: bytes(line, column) },
    end: { line: endLine, column: bytes(endLine, endColumn) },
  });
  const { rule, severity, file } = finding;
  return { path: file.path, place, severity: SEVERITY[severity], rule, message: textOf(finding) };
}

function readStart(diagnostic: Diagnostic): Reading {
  const { line, column } = diagnostic.location.range.start;
  return { ...readRange(diagnostic), place: `${line}:${column}` };
}

function inCheckstyle(finding: ScannedFinding): Reading {
  const { file, inFile, category, rule, severity } = finding;
  return {
    path: file.inXml,
    place: `${inFile.line}:${inFile.column}`,
    severity: SEVERITY[severity],
    rule: `auditlint.${category}.${rule}`,
    message: textOf(finding),
  };
}

/** Remedies are in the message where they say more than the rule's, and links to related places: the first sentence. */
function readFirstSentence(diagnostic: Diagnostic): Reading {
  const related = (diagnostic.related_locations ?? []).map(
    ({ location, message }) => `${location.path}:${rangeText(location.range)} ${message}`,
  );
  const message = /^.*?\.(?= |$)/s.exec(diagnostic.message)?.[0];
  return { ...readRange(diagnostic), message, related };
}

function inSarif({ rule, severity, message, related, file, inFile }: ScannedFinding): Reading {
  const path = `${SCANNED}/${file.path}`;
  return {
    path,
    place: placeText(inFile),
    severity: SEVERITY[severity],
    rule,
    // In SARIF `[text](target)` is a link unless its brackets are escaped.
    message: sentence(message).replace(/[[\]]/g, '\\$&'),
    related: related.map((place) => `${path}:${placeText(place)} ${place.message}`),
  };
}

function placeText({ line, column, endLine, endColumn }: Place): string {
  return rangeText({ start: { line, column }, end: { line: endLine, column: endColumn } });
}

function rangeText({ start, end }: DiagnosticLocation['range']): string {
  return `${start.line}:${start.column} to ${end?.line}:${end?.column}`;
}
