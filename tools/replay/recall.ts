import type { JudgedRow } from './judge.ts';

/** The least share of rows that must fire, by category. */
export const LEAST_RECALL = 0.9;

export interface Recall {
  readonly category: string;
  readonly fired: number;
  readonly rows: number;
}

/** Of the rows that must fire at their commit, how many do; one entry per category, in order, then one for all. */
export function countRecall(judged: readonly JudgedRow[], categoryOf: (rule: string) => string): Recall[] {
  const wanted = judged.filter(({ row }) => row.expect === 'fire');
  const categories = [...new Set(wanted.map(({ row }) => categoryOf(row.rule)))].sort();
  const recall = (category: string, rows: readonly JudgedRow[]): Recall => ({
    category,
    fired: rows.filter(({ isRight }) => isRight).length,
    rows: rows.length,
  });
  const byCategory = categories.map((category) =>
    recall(
      category,
      wanted.filter(({ row }) => categoryOf(row.rule) === category),
    ),
  );
  return [...byCategory, recall('overall', wanted)];
}

export const isEnough = ({ fired, rows }: Recall): boolean => fired >= rows * LEAST_RECALL;

/** Whether a row fails a replay by itself; a place that does not fire where it must only lowers the recall. */
export function isFailure({ row, isRight, isRightLater }: JudgedRow): boolean {
  if (!isRight) return row.expect === 'quiet';
  return !isRightLater;
}
