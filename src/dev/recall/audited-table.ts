/** Tables of what auditors found in one repository: which they are, and their rows. The tables themselves are no part of the project. */
import { basename, join } from 'node:path';
import { cellOf, hashOf, lineOf, pathOf, type ReadRows, readRows, repositoryOf, type TextRow } from './rows.ts';

/** The file that says which repository a table is about. */
export const AUDITS = 'audits.tsv';

export interface AuditedTable {
  readonly name: string;
  /** Several where a table was gathered from copies. */
  readonly repositories: readonly string[];
  /** Undefined where each row names its own. */
  readonly commit: string | undefined;
  /** Why its rows cannot be scored, where they cannot. */
  readonly unscored: string | undefined;
}

/** What an audit says of one place. */
export interface AuditRow {
  readonly kind: 'audit';
  /** Where the row stands in its table. */
  readonly place: string;
  readonly table: string;
  readonly id: string;
  /** A finding of any of them will do. */
  readonly rules: readonly string[];
  readonly repository: string;
  readonly commit: string;
  readonly path: string;
  readonly line: number;
  readonly expect: 'fire' | 'quiet';
  readonly claim: string;
}

const NOT_GIVEN = '-';

/** The tables that a project knows of. Throws an Error with one sentence where that cannot be read. */
export function readAudits(project: string): readonly AuditedTable[] {
  const { rows, problems } = readRows(
    join(project, 'test/recall', AUDITS),
    ['table', 'repository', 'commit', 'unscored'],
    parseAudit,
    `test/recall/${AUDITS}`,
  );
  if (problems[0] !== undefined) throw new Error(problems[0]);
  return rows;
}

function parseAudit(row: TextRow): AuditedTable {
  const commit = given(cellOf(row, 'commit'));
  return {
    name: cellOf(row, 'table'),
    repositories: cellOf(row, 'repository').split(' ').map(repositoryOf),
    commit: commit && hashOf(commit),
    unscored: given(cellOf(row, 'unscored')),
  };
}

const given = (text: string): string | undefined => (text === NOT_GIVEN ? undefined : text);

export function findAudit(audits: readonly AuditedTable[], file: string): AuditedTable {
  const name = basename(file, '.tsv');
  const audit = audits.find((one) => one.name === name);
  if (audit === undefined) throw new Error(`\`${file}\`: ${AUDITS} does not say which repository \`${name}\` is about`);
  return audit;
}

/** How many rows of a table nobody can score, whatever their cells hold. */
export function countAuditRows(file: string): number {
  return readRows(file, ['expect'], (row) => (cellOf(row, 'expect') === NOT_GIVEN ? undefined : row)).rows.length;
}

/** The rows that a rule of ours is asked for; an auditor sees more than any rule is about. */
export function readAuditTable(file: string, audit: AuditedTable): ReadRows<AuditRow> {
  const columns = ['expect', 'rules', 'id', 'file', 'line', 'claim'];
  return readRows(file, columns, (row) => parseAuditRow(row, audit), basename(file));
}

function parseAuditRow(row: TextRow, audit: AuditedTable): AuditRow | undefined {
  const expect = cellOf(row, 'expect');
  if (expect === NOT_GIVEN) return undefined;
  if (expect !== 'fire' && expect !== 'quiet') throw new Error(`\`${expect}\` is neither fire nor quiet`);
  return {
    kind: 'audit',
    place: row.place,
    table: audit.name,
    id: cellOf(row, 'id'),
    rules: cellOf(row, 'rules').split(' ').filter(Boolean),
    repository: audit.repositories[0] ?? '',
    commit: audit.commit ?? hashOf(cellOf(row, 'commit')),
    path: pathOf(row, 'file'),
    line: lineOf(row, 'line'),
    expect,
    claim: cellOf(row, 'claim'),
  };
}
