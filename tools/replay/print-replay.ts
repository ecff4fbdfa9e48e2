import { groupBy } from '../../src/collections/index.ts';
import { alignedTable } from '../corpus/aligned-table.ts';
import type { JudgedRow } from './judge.ts';
import { isEnough, LEAST_RECALL, type Recall } from './recall.ts';
import type { ReplayRow } from './row.ts';

/** What a replay says of rows whose rules exist: one line each. */
export function replayTable(judged: readonly JudgedRow[]): string {
  const rows = judged.map(({ row, fires, firesLater, isRight, isRightLater }) => [
    row.id,
    row.rule,
    `${row.path}:${row.line}`,
    row.commit,
    said(fires, row.expect, isRight),
    row.later,
    said(firesLater, row.expectLater, isRightLater),
  ]);
  return alignedTable([['id', 'rule', 'place', 'commit', 'there', 'later', 'then'], ...rows]);
}

export function recallTable(recalls: readonly Recall[]): string {
  const rows = recalls.map((recall) => [
    recall.category,
    `${recall.fired} of ${recall.rows}`,
    recall.rows === 0 ? '–' : `${Math.round((100 * recall.fired) / recall.rows)} %`,
    isEnough(recall) ? 'met' : `MISSED (${LEAST_RECALL * 100} %)`,
  ]);
  return alignedTable(rows);
}

/** One sentence per row that is not as it should be. */
export function missLines(judged: readonly JudgedRow[]): string[] {
  return judged.flatMap(({ row, fires, firesLater, isRight, isRightLater }) => [
    ...(isRight ? [] : [miss(row, row.commit, fires, row.expect)]),
    ...(isRightLater ? [] : [miss(row, row.later, firesLater, row.expectLater)]),
  ]);
}

/** Rows that nothing can be said of yet. */
export function unknownLines(rows: readonly ReplayRow[]): string[] {
  const byRule = groupBy(rows, ({ rule }) => rule);
  return [...byRule].map(([rule, own]) => `${rule}: ${own.map(({ id }) => id).join(', ')}`);
}

function said(lines: readonly number[], wanted: ReplayRow['expect'], isRight: boolean): string {
  const found = lines.length === 0 ? 'silent' : `fires at ${lines.join(', ')}`;
  return isRight ? found : `${found} – WRONG, should ${wanted === 'fire' ? 'fire' : 'be silent'}`;
}

function miss({ id, rule, path, line }: ReplayRow, commit: string, lines: readonly number[], wanted: string): string {
  const found = lines.length === 0 ? 'is silent' : `fires at ${lines.join(', ')}`;
  return `${id} ${path}:${line}: ${rule} ${found} at ${commit}, should ${wanted === 'fire' ? 'fire' : 'be silent'}`;
}
