/** The tables that the tool is measured by, and their rows. No table is part of the project. */
import { basename, join } from 'node:path';
import { SEVERITIES, type Severity } from '../../src/findings/index.ts';
import { type AuditedTable, type AuditRow, parseAuditedPlace, parseAuditRow } from './audited-table.ts';
import { cellOf, type ReadRows, readRows, type TextRow } from './rows.ts';

/** What someone wrote down about one place before the tool looked at it. */
export interface MeasuredRow
  extends Pick<AuditRow, 'place' | 'table' | 'id' | 'rules' | 'path' | 'line' | 'expect' | 'claim'> {
  readonly subject: RowSubject;
  /** The figures that it counts for: its table, at its commit where there is one. */
  readonly group: string;
  /** What its author thought of it, where that is known. */
  readonly severity: Severity | undefined;
  /** Whether a rule of its kind exists, at least for other shapes. */
  readonly isOfKind: boolean;
}

/** What a row is about: a commit, or a planted project. `key` names it. */
export type RowSubject =
  | { readonly kind: 'commit'; readonly key: string; readonly repository: string; readonly commit: string }
  | { readonly kind: 'folder'; readonly key: string; readonly folder: string };

export interface ReadTable extends ReadRows<MeasuredRow> {
  /** Rows about files that the audited commit does not hold. */
  readonly elsewhere: number;
}

/** Where `seeds-severity.tsv` says how severe its auditors call a row, by `severityKey`. */
export type Severities = ReadonlyMap<string, Severity>;

const NO_LINE = '-';

/** The rows of an audit; those without severity of their own have it from `severities`. */
export function readAudited(folder: string, audit: AuditedTable, severities: Severities): ReadTable {
  let elsewhere = 0;
  const lineColumns = audit.sources.map(({ lines }) => lines);
  const columns = ['expect', 'rules', 'id', 'file', 'claim', ...lineColumns];
  const parse = (row: TextRow): MeasuredRow | undefined => {
    if (lineColumns.every((column) => cellOf(row, column) === NO_LINE) && isMeant(row)) {
      elsewhere++;
      return undefined;
    }
    const audited = parseAuditRow(row, audit);
    if (audited === undefined) return undefined;
    const { repository, commit, ...own } = audited;
    const severity = ownSeverity(row) ?? severities.get(severityKey(audit.name, row));
    const subject = { kind: 'commit', key: `${repository}@${commit}`, repository, commit } as const;
    return { ...own, subject, group: `${audit.name} at ${commit}`, severity, isOfKind: isOfKind(row, own.rules) };
  };
  return { ...readTable(join(folder, `${audit.name}.tsv`), columns, parse), elsewhere };
}

/** Rows about small projects whose mistakes were written on purpose; `projects` holds them. */
export function readPlanted(folder: string, projects: string): ReadTable {
  const table = 'planted';
  const columns = ['expect', 'rules', 'id', 'project', 'file', 'line', 'severity', 'claim'];
  const read = readTable(join(folder, `${table}.tsv`), columns, (row): MeasuredRow => {
    const place = parseAuditedPlace(row, 'line');
    const folder = join(projects, cellOf(row, 'project'));
    const subject = { kind: 'folder', key: folder, folder } as const;
    const severity = ownSeverity(row);
    return { ...place, table, expect: 'fire', subject, group: table, severity, isOfKind: isOfKind(row, place.rules) };
  });
  return { ...read, elsewhere: 0 };
}

export function readSeverities(folder: string): {
  readonly severities: Severities;
  readonly problems: readonly string[];
} {
  const columns = ['table', 'id', 'file', 'line', 'severity'];
  const { rows, problems } = readTable(join(folder, 'seeds-severity.tsv'), columns, (row) => {
    const severity = ownSeverity(row);
    return severity === undefined ? undefined : ([severityKey(cellOf(row, 'table'), row), severity] as const);
  });
  return { severities: new Map(rows), problems };
}

const severityKey = (table: string, row: TextRow): string =>
  [table, cellOf(row, 'id'), cellOf(row, 'file'), cellOf(row, 'line')].join('\t');

const ownSeverity = ({ cells }: TextRow): Severity | undefined =>
  SEVERITIES.find((severity) => severity === cells.get('severity'));

const isMeant = (row: TextRow): boolean => cellOf(row, 'expect') !== NO_LINE;

/** `y` and `p` (in part) are answers of people; where nobody was asked, a rule is named or none exists. */
function isOfKind({ cells }: TextRow, rules: readonly string[]): boolean {
  return rules.length > 0 || /^[yp]$/.test(cells.get('kind_exists') ?? '');
}

/** A table that is not there is one problem among others. */
function readTable<T>(file: string, columns: readonly string[], parse: (row: TextRow) => T | undefined): ReadRows<T> {
  try {
    return readRows(file, columns, parse, basename(file));
  } catch (error) {
    return { rows: [], problems: [error instanceof Error ? error.message : String(error)] };
  }
}
