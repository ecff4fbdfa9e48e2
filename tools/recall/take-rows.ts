/** Takes in what was mined: rows of all rules in one table go into the tables of their rules. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { groupBy } from '../../src/collections/index.ts';
import { compareText } from '../../src/text/index.ts';
import { formatTable } from '../first-sight/table.ts';
import { type AuditedTable, readAudits } from './audited-table.ts';
import { checkRow } from './check-rows.ts';
import type { Clones } from './clones.ts';
import { defectKey, MINED_COLUMNS, type MinedRow, minedTables, parseMinedRow, readMinedTable } from './mined-row.ts';
import { cellOf, readRows } from './rows.ts';

export interface TakenRows {
  readonly taken: number;
  /** Rows that stand in a table already. */
  readonly known: number;
  /** One sentence for each row that was not taken. */
  readonly problems: readonly string[];
}

export interface TakeWish {
  readonly project: string;
  /** A table of mined rows with a column `rule`. */
  readonly file: string;
  readonly clones: Clones;
  readonly knownRules: ReadonlySet<string>;
}

/** A row is taken that could be judged; whether anything is found there is not asked. */
export function takeRows({ project, file, clones, knownRules }: TakeWish): TakenRows {
  const audits = readAudits(project);
  const tables = readTables(project);
  const keys = new Set(tables.flatMap(({ rows }) => rows).map(defectKey));
  const problems: string[] = [];
  const good: MinedRow[] = [];
  let known = 0;
  const read = readRows(
    file,
    ['rule', ...MINED_COLUMNS],
    (row) => parseMinedRow(row, cellOf(row, 'rule')),
    basename(file),
  );
  for (const row of read.rows) {
    const checked = check(row, audits, clones, knownRules);
    if (typeof checked === 'string') {
      problems.push(`${row.place}: ${checked}`);
    } else if (keys.has(defectKey(checked))) {
      known++;
    } else {
      keys.add(defectKey(checked));
      good.push(checked);
    }
  }
  writeTables(project, tables, good);
  return { taken: good.length, known, problems: [...read.problems, ...problems] };
}

/** The row with its commits in full, or why it cannot be taken. */
function check(
  row: MinedRow,
  audits: readonly AuditedTable[],
  clones: Clones,
  knownRules: ReadonlySet<string>,
): MinedRow | string {
  if (!knownRules.has(row.rule)) return `there is no rule \`${row.rule}\``;
  if (isAudited(audits, row.repository)) return `\`${row.repository}\` was audited, and is measured by that`;
  const history = clones.find(row.repository);
  if (history === undefined) return `no clone of \`${row.repository}\` is here`;
  const checked = checkRow(row, history);
  if (typeof checked === 'string') return checked;
  return { ...row, before: checked.commit, after: checked.later ?? row.after };
}

export function isAudited(audits: readonly AuditedTable[], repository: string): boolean {
  const name = repository.toLowerCase();
  return audits.some(({ sources }) => sources.some(({ repository: other }) => other.toLowerCase() === name));
}

interface MinedTable {
  readonly rule: string;
  readonly rows: readonly MinedRow[];
}

/** Throws an Error where a table cannot be read: rewriting it would lose rows. */
function readTables(project: string): MinedTable[] {
  return minedTables(project).map(({ rule, file }) => {
    const { rows, problems } = readMinedTable(file, rule);
    if (problems[0] !== undefined) throw new Error(problems[0]);
    return { rule, rows };
  });
}

function writeTables(project: string, tables: readonly MinedTable[], good: readonly MinedRow[]): void {
  const folder = join(project, 'measurements/recall');
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
  for (const [rule, added] of groupBy(good, (row) => row.rule)) {
    const rows = [...(tables.find((table) => table.rule === rule)?.rows ?? []), ...added].sort(compareRows);
    writeFileSync(join(folder, `${rule}.tsv`), formatTable(MINED_COLUMNS, rows));
  }
}

const compareRows = (a: MinedRow, b: MinedRow): number =>
  compareText(a.repository, b.repository) || compareText(a.path, b.path) || a.line - b.line;
