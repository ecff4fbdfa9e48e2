import { existsSync } from 'node:fs';
import { type BaselineComparison, compareWithBaseline, prunedEntries, updatedEntries } from '../../audit/index.ts';
import type { ScanReport } from '../../engine/index.ts';
import { type BaselineEntry, formatBaseline } from '../../findings/index.ts';
import { shellArgument } from '../../reporters/index.ts';
import { type BaselineFile, defaultBaseline, findBaseline, readBaseline } from '../baseline-file.ts';
import type { CheckOptions } from '../check-options.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { checkWritable, writeOutputFile } from '../output/output-file.ts';
import { Writer } from '../output/writer.ts';
import { isComplete } from '../scan-completeness.ts';
import { withMemory } from '../scan-memory.ts';
import { UsageError } from '../usage-error.ts';
import { prepareCheck } from './prepare-check.ts';
import { runScan } from './run-scan.ts';

/** Options of `auditlint baseline` beside those of a scan. */
export interface BaselineOptions extends CheckOptions {
  readonly update?: true;
  readonly prune?: true;
}

/** `auditlint baseline`: accepts what is found today. */
export async function writeBaseline(paths: readonly string[], options: BaselineOptions, io: Io): Promise<ExitCode> {
  if (options.update === true && options.prune === true) {
    throw new UsageError('`--update` drops what is gone as well; give it or `--prune`');
  }
  if (paths.includes('-')) throw new UsageError('a baseline is made of files, not of standard input');
  const prepared = await prepareCheck(paths, options, io);
  const target = findBaseline(options, prepared, io) ?? defaultBaseline(io);
  const entries = readExisting(target, options);
  const brought = [io.cwd, prepared.request.root];
  checkWritable(target.file, target.shownAs, brought);
  const { remembering, save } = withMemory(prepared, paths, options, io);
  const report = await runScan(remembering, { ...options, timing: undefined }, io).finally(save);
  if (report === undefined) return EXIT.interrupted;
  const stderr = new Writer(io.stderr, io.env);
  if (report.statistics.scanned === 0) {
    stderr.line('auditlint: nothing was scanned, and no baseline was written');
    return EXIT.incomplete;
  }
  const comparison = compareWithBaseline(report, prepared, target.file, entries);
  const kept = options.prune === true ? prunedEntries(entries, comparison) : updatedEntries(report, comparison);
  writeOutputFile(target.file, target.shownAs, formatBaseline(kept), brought);
  new Writer(io.stdout, io.env).line(summary(target, kept, comparison, options, report));
  if (isComplete(report)) return EXIT.clean;
  stderr.line('auditlint: the scan is not complete, so the baseline may miss findings; `auditlint check` says why');
  return EXIT.incomplete;
}

/** What the file holds already. A new baseline never takes the place of one: it may hold what this scan does not see. */
function readExisting(target: BaselineFile, { update, prune }: BaselineOptions): readonly BaselineEntry[] {
  if (!existsSync(target.file)) {
    if (prune !== true) return [];
    throw new UsageError(`there is no baseline \`${target.shownAs}\` to prune; \`auditlint baseline\` writes one`);
  }
  if (update === true || prune === true) return readBaseline(target);
  throw new UsageError(
    `the baseline \`${target.shownAs}\` exists already; \`--update\` writes it anew, \`--prune\` takes out what is gone`,
  );
}

function summary(
  { shownAs }: BaselineFile,
  kept: readonly BaselineEntry[],
  { fresh, gone }: BaselineComparison,
  { update, prune }: BaselineOptions,
  report: ScanReport,
): string {
  const findings = `${kept.length} ${kept.length === 1 ? 'finding' : 'findings'}`;
  if (prune === true) {
    const isNew = report.findings.length > 0 && fresh.length > 0;
    const left = isNew ? `; ${fresh.length} new ${fresh.length === 1 ? 'one was' : 'ones were'} not taken in` : '';
    return `${shownAs}: ${findings}, ${gone.length} gone${left}`;
  }
  if (update === true) return `${shownAs}: ${findings}, ${fresh.length} new, ${gone.length} gone`;
  return `wrote ${shownAs}: ${findings}; \`auditlint --baseline ${shellArgument(shownAs)}\` reports what is new`;
}
