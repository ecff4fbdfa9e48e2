/** Tables of what auditors found in one repository: which they are, and their rows. The tables themselves are no part of the project. */
import { join } from 'node:path';
import { groupBy } from '../../src/collections/index.ts';
import { cellOf, hashOf, lineOf, pathOf, readRows, repositoryOf, type TextRow } from './rows.ts';

/** The file that says which repository a table is about. */
const AUDITS = 'audits.tsv';

export interface AuditedTable {
  readonly name: string;
  /** Several where no one commit holds what was audited: a row is about the first for which it has a line. */
  readonly sources: readonly AuditedSource[];
}

interface AuditedSource {
  readonly repository: string;
  /** Undefined where each row names its own. */
  readonly commit: string | undefined;
  /** The column that holds the lines of this commit. */
  readonly lines: string;
}

/** What an audit says of one place. */
export interface AuditRow {
  /** Where the row is in its table. */
  readonly place: string;
  readonly table: string;
  readonly id: string;
  /** A finding of any of them will do; none where no rule was written for it. */
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
    join(project, 'measurements/recall', AUDITS),
    ['table', 'repository', 'commit', 'lines'],
    parseSource,
    `measurements/recall/${AUDITS}`,
  );
  if (problems[0] !== undefined) throw new Error(problems[0]);
  const tables = groupBy(rows, ({ table }) => table);
  return [...tables].map(([name, own]) => ({ name, sources: own.map(({ source }) => source) }));
}

function parseSource(row: TextRow): { readonly table: string; readonly source: AuditedSource } {
  const commit = given(cellOf(row, 'commit'));
  const repository = repositoryOf(cellOf(row, 'repository'));
  return {
    table: cellOf(row, 'table'),
    source: { repository, commit: commit && hashOf(commit), lines: cellOf(row, 'lines') },
  };
}

const given = (text: string): string | undefined => (text === NOT_GIVEN ? undefined : text);

export function parseAuditRow(row: TextRow, audit: AuditedTable): AuditRow | undefined {
  const expect = cellOf(row, 'expect');
  if (expect === NOT_GIVEN) return undefined;
  if (expect !== 'fire' && expect !== 'quiet') throw new Error(`\`${expect}\` is neither fire nor quiet`);
  const source = sourceOf(row, audit);
  return {
    table: audit.name,
    repository: source.repository,
    commit: source.commit ?? hashOf(cellOf(row, 'commit')),
    ...parseAuditedPlace(row, source.lines),
    expect,
  };
}

type AuditedPlace = Pick<AuditRow, 'place' | 'id' | 'rules' | 'path' | 'line' | 'claim'>;

/** What a row says of a place, wherever that is. `lines`: the column that holds its line. */
export function parseAuditedPlace(row: TextRow, lines: string): AuditedPlace {
  return {
    place: row.place,
    id: cellOf(row, 'id'),
    rules: (given(cellOf(row, 'rules')) ?? '').split(' ').filter(Boolean),
    path: pathOf(row, 'file'),
    line: lineOf(row, lines),
    claim: cellOf(row, 'claim'),
  };
}

function sourceOf(row: TextRow, { sources }: AuditedTable): AuditedSource {
  const source = sources.find(({ lines }) => given(cellOf(row, lines)) !== undefined);
  if (source === undefined) throw new Error('it has no line');
  return source;
}
