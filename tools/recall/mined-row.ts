/** Defects that their own authors mended: `measurements/recall/<rule>.tsv`. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compareText } from '../../src/text/index.ts';
import { AUDITS } from './audited-table.ts';
import { cellOf, hashOf, lineOf, pathOf, type ReadRows, readRows, repositoryOf, type TextRow } from './rows.ts';

/** One defect at the commit before its mend. */
export interface MinedRow {
  readonly kind: 'mined';
  /** Where the row stands in its table. */
  readonly place: string;
  readonly rule: string;
  readonly repository: string;
  readonly before: string;
  readonly after: string;
  readonly path: string;
  /** Where the defect stands at the commit before. */
  readonly line: number;
  /** The subject of the commit that mended it. */
  readonly message: string;
  readonly why: string;
}

export const MINED_COLUMNS = ['repository', 'before', 'after', 'path', 'line', 'message', 'why'] as const;

/** Which rows are looked at while the tool is made better, and which only at the end. */
export type Part = 'kept' | 'aside';

/** By the name of the repository alone: nobody can choose, and rows that are found later fall the same way. */
export function partOf(repository: string): Part {
  const [first = 0] = createHash('sha256').update(repository.toLowerCase()).digest();
  return first % 3 === 0 ? 'aside' : 'kept';
}

/** The tables below a project by rule, sorted. */
export function minedTables(project: string): { readonly rule: string; readonly file: string }[] {
  const folder = join(project, 'measurements/recall');
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => name.endsWith('.tsv') && name !== AUDITS);
  return names.sort(compareText).map((name) => ({ rule: basename(name, '.tsv'), file: join(folder, name) }));
}

export function readMinedTable(file: string, rule: string): ReadRows<MinedRow> {
  return readRows(file, MINED_COLUMNS, (row) => parseMinedRow(row, rule), `measurements/recall/${rule}.tsv`);
}

/** Throws an Error that says what is wrong with a row. */
export function parseMinedRow(row: TextRow, rule: string): MinedRow {
  const path = pathOf(row, 'path');
  if (path.endsWith('.ipynb')) throw new Error(`\`${path}\` is a notebook, whose lines count from its cells`);
  const [before, after] = [hashOf(cellOf(row, 'before')), hashOf(cellOf(row, 'after'))];
  if (before === after) throw new Error('it is the same commit before and after');
  return {
    kind: 'mined',
    place: row.place,
    rule,
    repository: repositoryOf(cellOf(row, 'repository')),
    before,
    after,
    path,
    line: lineOf(row, 'line'),
    message: cellOf(row, 'message'),
    why: cellOf(row, 'why'),
  };
}

/** What is the same defect, in whatever table it stands. */
export const defectKey = ({ repository, before, path, line }: MinedRow): string =>
  [repository.toLowerCase(), before, path, line].join(' ');
