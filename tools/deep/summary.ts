import { alignedTable } from '../corpus/aligned-table.ts';
import type { Outcome, PartReport } from './run-part.ts';

/** A row for each part: how it ended, how many tests it has and how long it took. */
export function outcomeTable(reports: readonly PartReport[]): string {
  const rows = reports.map(({ name, outcome, seconds }) => [name, `${seconds.toFixed(0)} s`, outcomeText(outcome)]);
  return alignedTable([['part', 'time', 'outcome'], ...rows], new Set([1]));
}

function outcomeText(outcome: Outcome): string {
  if (outcome.kind === 'passed') return outcome.tests === undefined ? 'passed' : `passed, ${outcome.tests} tests`;
  return outcome.kind === 'failed' ? 'FAILED' : `not run: ${outcome.reason}`;
}

/** What failed, by part. */
export function failureLines(reports: readonly PartReport[]): string[] {
  return reports.flatMap(({ name, outcome }) =>
    outcome.kind === 'failed' ? outcome.failures.map((failure) => `${name}: ${failure}\n`) : [],
  );
}

/** `27 passed, 0 failed`, and what did not run. */
export function closingLine(reports: readonly PartReport[]): string {
  const count = (kind: Outcome['kind']): number => reports.filter(({ outcome }) => outcome.kind === kind).length;
  const notRun = count('not-run');
  return `parts: ${count('passed')} passed, ${count('failed')} failed${notRun === 0 ? '' : `, ${notRun} not run`}`;
}
