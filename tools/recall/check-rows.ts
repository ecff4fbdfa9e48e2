/** Whether what rows name is there: a row of which something is missing can be judged by nobody. */
import { groupBy } from '../../src/collections/index.ts';
import type { ForeignHistory } from '../git/foreign-history.ts';
import type { AuditRow } from './audited-table.ts';
import type { Clones } from './clones.ts';
import type { MinedRow } from './mined-row.ts';

export type RecallRow = AuditRow | MinedRow;

/** A row with the history that it is judged by; commits in full. */
export interface CheckedRow<R extends RecallRow = RecallRow> {
  readonly row: R;
  readonly history: ForeignHistory;
  readonly commit: string;
  /** After the mend; undefined for audits. */
  readonly later: string | undefined;
}

export interface CheckedRows {
  readonly rows: readonly CheckedRow[];
  /** One sentence for each row that names what is not there. */
  readonly problems: readonly string[];
  /** One sentence for each repository that nobody has cloned. */
  readonly unscored: readonly string[];
}

export const rulesOf = (row: RecallRow): readonly string[] => (row.kind === 'audit' ? row.rules : [row.rule]);

export function checkRows(rows: readonly RecallRow[], clones: Clones): CheckedRows {
  const checked: CheckedRow[] = [];
  const problems: string[] = [];
  const unscored: string[] = [];
  for (const [repository, own] of groupBy(rows, (row) => row.repository.toLowerCase())) {
    const history = clones.find(repository);
    if (history === undefined) {
      unscored.push(`\`${own[0]?.repository}\`: ${rowCount(own.length)} not scored, no clone of it is here`);
      continue;
    }
    for (const row of own) {
      const result = checkRow(row, history);
      if (typeof result === 'string') problems.push(`${row.place}: ${result}`);
      else checked.push(result);
    }
  }
  return { rows: checked, problems, unscored };
}

export const rowCount = (count: number): string => (count === 1 ? '1 row' : `${count} rows`);

/** The row, or what is wrong with it. */
export function checkRow<R extends RecallRow>(row: R, history: ForeignHistory): CheckedRow<R> | string {
  try {
    const commit = history.resolve(row.kind === 'audit' ? row.commit : row.before);
    const later = row.kind === 'audit' ? undefined : history.resolve(row.after);
    const text = history.read(row.path, commit);
    if (text === undefined) return `\`${row.path}\` is not in ${commit.slice(0, 12)}`;
    const lines = text.replace(/\n$/, '').split('\n').length;
    if (row.line > lines) return `\`${row.path}\` has ${lines} lines, not ${row.line}`;
    return { row, history, commit, later };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
