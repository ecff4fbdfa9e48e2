import { memoize } from '../collections/index.ts';
import type { Report } from './report.ts';
import { SourceLines } from './source-lines.ts';

/** The texts that a report may show: the one way to them. */
export const sourcesOf = memoize(
  ({ readSource, secrets = [], findings, suppressed, known = [] }: Report) =>
    new SourceLines(readSource, {
      secrets,
      findings: [...findings, ...suppressed.map(({ finding }) => finding), ...known],
    }),
);
