import type { Finding } from '../findings/index.ts';
import { csvRow } from './csv-row.ts';
import type { Report } from './report.ts';

/**
 * A table by RFC 4180, one finding in a row, for spreadsheets: paths relative to the scanned root, lines and columns from 1,
 * UTF-16. No cell has a line break, and none is a formula to a spreadsheet (OWASP, "CSV Injection").
 */
export function formatCsv(report: Report): string {
  const rows = [
    COLUMNS.map(([name]) => name),
    ...report.findings.map((finding) => COLUMNS.map(([, of]) => of(finding))),
  ];
  return rows.map(csvRow).join('');
}

const COLUMNS: readonly (readonly [string, (finding: Finding) => string | number])[] = [
  ['severity', ({ severity }) => severity],
  ['rule', ({ rule }) => rule],
  ['category', ({ category }) => category],
  ['path', ({ location }) => location.path],
  ['cell', ({ location }) => location.cell ?? ''],
  ['line', ({ location }) => location.line],
  ['column', ({ location }) => location.column],
  ['end line', ({ location }) => location.endLine],
  ['end column', ({ location }) => location.endColumn],
  ['message', ({ message }) => message],
  ['remedy', ({ remedy }) => remedy],
  ['reach', ({ grading }) => grading.reach],
  ['because', ({ grading }) => grading.because],
  ['confidence', ({ confidence }) => confidence],
  ['doubts', ({ doubts = [] }) => doubts.join(' ')],
  ['more places', ({ places = [] }) => places.map(({ location }) => `${location.path}:${location.line}`).join(' ')],
  ['precision', ({ precision }) => precision],
  ['cwe', ({ cwe }) => cwe.join(' ')],
  ['fingerprint', ({ fingerprint }) => fingerprint],
];
