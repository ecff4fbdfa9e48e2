import { existsSync } from 'node:fs';
import { type BaselineComparison, compareWithBaseline, prunedEntries, updatedEntries } from '../../audit/index.ts';
import type { ScanReport } from '../../engine/index.ts';
import { type BaselineEntry, type Finding, formatBaseline } from '../../findings/index.ts';
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
  readonly check?: true;
  readonly since?: string;
}

/** `auditlint baseline`: accepts what is found today. */
export async function writeBaseline(paths: readonly string[], options: BaselineOptions, io: Io): Promise<ExitCode> {
  refuseTogether(options);
  if (paths.includes('-')) throw new UsageError('`baseline` works on files, not on standard input');
  const prepared = await prepareCheck(paths, options, io);
  const target = findBaseline(options, prepared, io) ?? defaultBaseline(io);
  const entries = readExisting(target, options);
  const untrustedFolders = [io.cwd, prepared.request.root];
  if (options.check !== true) checkWritable(target.file, target.shownAs, untrustedFolders);
  const { remembering, save } = withMemory(prepared, paths, options, io);
  const found = await runScan(remembering, { ...options, timing: undefined }, io).finally(save);
  if (found === undefined) return EXIT.interrupted;
  const report = heldBy(target, found, (path) => findBaseline(options, prepared, io, path));
  const stderr = new Writer(io.stderr, io.env);
  if (report.statistics.scanned === 0) {
    stderr.line(
      `auditlint: nothing was scanned, and no baseline was ${options.check === true ? 'checked' : 'written'}`,
    );
    return EXIT.incomplete;
  }
  const comparison = compareWithBaseline(report, prepared, target.file, entries);
  const elsewhere = found.findings.length - report.findings.length;
  if (elsewhere > 0 && options.quiet !== true) {
    const findings = elsewhere === 1 ? 'finding belongs' : 'findings belong';
    stderr.line(
      `auditlint: ${elsewhere} ${findings} to baselines of nested configurations; run the command there for them`,
    );
  }
  if (options.check === true) {
    const { checkBaseline } = await import('./baseline-check.ts');
    const isKept = checkBaseline({ target, entries, comparison, since: options.since }, io);
    if (!isKept) return EXIT.findings;
    return reportCompleteness(report, 'so new findings may be missed', io);
  }
  const kept = options.prune === true ? prunedEntries(entries, comparison) : updatedEntries(report, comparison);
  writeOutputFile(target.file, target.shownAs, formatBaseline(kept), untrustedFolders);
  new Writer(io.stdout, io.env).line(summary(target, kept, comparison, options, report));
  return reportCompleteness(report, 'so the baseline may miss findings', io);
}

function reportCompleteness(report: ScanReport, consequence: string, io: Io): ExitCode {
  if (isComplete(report)) return EXIT.clean;
  const stderr = new Writer(io.stderr, io.env);
  stderr.line(`auditlint: the scan is incomplete, ${consequence}; \`auditlint check\` shows the reason`);
  return EXIT.incomplete;
}

function refuseTogether({ update, prune, check, since }: BaselineOptions): void {
  if (update === true && prune === true) {
    throw new UsageError('`--update` also drops fixed findings; use either it or `--prune`');
  }
  if (check === true && (update === true || prune === true)) {
    throw new UsageError('`--check` cannot be combined with `--update` or `--prune`');
  }
  if (since !== undefined && check !== true) throw new UsageError('`--since` needs `--check`');
  if (since === '') throw new UsageError('`--since` needs a commit');
}

/** The scan with what is where this baseline holds and no other, which a configuration below may name. */
function heldBy(
  { file }: BaselineFile,
  report: ScanReport,
  baselineOf: (path: string) => BaselineFile | undefined,
): ScanReport {
  const own = (findings: readonly Finding[]) =>
    findings.filter(({ location: { path } }) => (baselineOf(path)?.file ?? file) === file);
  return {
    ...report,
    findings: own(report.findings),
    known: own(report.known),
    unshown: own(report.unshown),
    unselected: own(report.unselected),
  };
}

/** What the file holds already. A new baseline never takes the place of one: it may hold what this scan does not see. */
function readExisting(target: BaselineFile, { update, prune, check }: BaselineOptions): readonly BaselineEntry[] {
  if (check === true) return readBaseline(target);
  if (!existsSync(target.file)) {
    if (prune !== true) return [];
    throw new UsageError(`no baseline \`${target.shownAs}\` to prune; \`auditlint baseline\` writes one`);
  }
  if (update === true || prune === true) return readBaseline(target);
  throw new UsageError(
    `the baseline \`${target.shownAs}\` already exists; \`--update\` rewrites it, \`--prune\` drops fixed findings`,
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
    const left = isNew ? `; ${fresh.length} new ${fresh.length === 1 ? 'one was' : 'ones were'} not added` : '';
    return `${shownAs}: ${findings}, ${gone.length} gone${left}`;
  }
  if (update === true) return `${shownAs}: ${findings}, ${fresh.length} new, ${gone.length} gone`;
  return `wrote ${shownAs}: ${findings}; \`auditlint --baseline ${shellArgument(shownAs)}\` reports only new findings`;
}
