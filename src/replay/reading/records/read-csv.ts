/** CSV with a row of names: commas, semicolons or tabs, as spreadsheets of different countries write it. */

import type { WrittenAudit } from '../../claim.ts';
import { AuditError } from '../audit-error.ts';
import { scaleOf } from '../parts/severity.ts';
import { auditOfRecords } from './audit-of-records.ts';
import { type CsvRow, parseCsv, SEPARATORS, type Separator } from './parse-csv.ts';
import { kindOfName, namesFinding } from './record.ts';

export function readCsv(text: string, fileName: string): WrittenAudit {
  const [header, ...rows] = parseCsv(text, separatorOf(text));
  if (header === undefined || !namesFinding(header.cells)) {
    const names =
      header?.cells
        .map((name) => name.trim())
        .filter((name) => name !== '')
        .slice(0, 8)
        .join(', ') ?? '';
    throw new AuditError(
      fileName,
      `the first row names no columns of findings (it has: ${names}): it needs one that says what is wrong, such as \`message\`, and one of \`file\`, \`line\`, \`severity\`, \`rule\`, \`id\``,
      header?.line ?? 1,
    );
  }
  const records = rows
    .filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
    .map((row) => recordOf(header, row));
  const isOurs = header.cells.map(kindOfName).includes('fingerprint') && header.cells.includes('doubts');
  return auditOfRecords(records, { scale: scaleOf(text), isOurs, commit: undefined, title: '' });
}

function recordOf(header: CsvRow, { cells, line }: CsvRow) {
  return { line, values: cells.map((text, index) => ({ name: header.cells[index] ?? '', text: withoutGuard(text) })) };
}

/** Writers put `'` before what a spreadsheet would take for a formula (OWASP, "CSV Injection"). */
function withoutGuard(cell: string): string {
  return /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}

/** The separator that the first line has most of. */
function separatorOf(text: string): Separator {
  const [first = ''] = text.split('\n', 1);
  const counts = SEPARATORS.map((separator) => ({ separator, count: first.split(separator).length }));
  return counts.reduce((best, one) => (one.count > best.count ? one : best)).separator;
}
