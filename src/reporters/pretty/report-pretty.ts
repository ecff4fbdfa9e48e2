import type { Report } from '../report.ts';
import { SourceLines } from '../source-lines.ts';
import type { StyledLine } from '../styled-text.ts';
import { worstFirst } from '../worst-first.ts';
import { closingLine } from './closing-lines.ts';
import { findingLines } from './finding-lines.ts';
import { noticeLines } from './notice-lines.ts';

export interface PrettyOptions {
  /** Findings only: no notices, no closing line. */
  readonly quiet?: boolean;
}

/** The report for a person, worst first, one line at a time: a closed pipe ends the work. */
export function* formatPretty(report: Report, { quiet = false }: PrettyOptions = {}): Generator<StyledLine> {
  const docs = new Map(report.rules.map((rule) => [rule.name, rule.docs]));
  const sources = new SourceLines(report.showsSource === false ? () => undefined : report.readSource, [
    ...report.findings,
    ...report.suppressed.map(({ finding }) => finding),
    ...(report.known ?? []),
  ]);
  for (const finding of worstFirst(report.findings)) yield* findingLines(finding, docs.get(finding.rule), sources);
  if (quiet) return;
  yield* noticeLines(report.notices);
  yield closingLine(report);
}
