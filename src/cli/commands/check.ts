import { resolve } from 'node:path';
import {
  compareWithBaseline,
  describeScan,
  leaveOutKnown,
  type PreparedScan,
  tellGone,
  toldOnce,
} from '../../audit/index.ts';
import type { FailOn } from '../../config/index.ts';
import { type ScanReport, Timing } from '../../engine/index.ts';
import type { BaselineEntry } from '../../findings/index.ts';
import { type BaselineFile, findBaseline, readBaseline } from '../baseline-file.ts';
import type { CheckOptions, MergeOptions } from '../check-options.ts';
import { type Output, planCategory, planFailOn, planGrouping, planOutputs } from '../check-plan.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { exitCodeOf } from '../exit-code-of.ts';
import type { Io } from '../io.ts';
import { checkWritable } from '../output/output-file.ts';
import { timingLines } from '../output/timing-lines.ts';
import { writeReports } from '../output/write-reports.ts';
import { Writer } from '../output/writer.ts';
import { planComparison, runCompared } from '../plan-comparison.ts';
import { showPath } from '../scan-root.ts';
import { prepareCheck } from './prepare-check.ts';

/** `auditlint check`: scans and reports. */
export async function check(paths: readonly string[], options: CheckOptions, io: Io): Promise<ExitCode> {
  if (options.shard !== undefined) return (await import('./shard.ts')).writeShard(paths, options, io);
  const outputs = planOutputs(options, io.cwd);
  const failOn = planFailOn(options);
  planCategory(options);
  planGrouping(options);
  const comparison = planComparison(paths, options);
  const wanted = await prepareCheck(paths, options, io);
  const baseline = loadBaseline(options, wanted, io);
  for (const { file, shownAs } of outputs) if (file !== undefined) checkWritable(file, shownAs);
  const timing = options.timing === true ? new Timing() : undefined;
  const scanned = await runCompared(wanted, comparison, { ...options, timing }, io);
  if (scanned === undefined) return EXIT.interrupted;
  return concludeCheck({ ...scanned, paths, baseline, outputs, failOn, timing }, options, io);
}

/** A scan that has run, and what becomes of it. */
interface FinishedScan {
  readonly report: ScanReport;
  readonly prepared: PreparedScan;
  readonly paths: readonly string[];
  readonly baseline: LoadedBaseline | undefined;
  readonly outputs: readonly Output[];
  readonly failOn: FailOn | undefined;
  readonly timing?: Timing | undefined;
}

/** Leaves out what is known, writes the report, and says what the process ends with. */
export async function concludeCheck(
  { report: found, prepared, paths, baseline, outputs, failOn, timing }: FinishedScan,
  options: MergeOptions,
  io: Io,
): Promise<ExitCode> {
  const report = toldOnce(baseline === undefined ? found : withoutBaseline(found, prepared, baseline));
  await writeReports(describeScan(report, prepared, shownRoot(paths, prepared, io)), outputs, options, io);
  if (timing !== undefined) await new Writer(io.stderr, io.env).lines(timingLines(timing));
  return exitCodeOf(report, failOn ?? prepared.configuration?.failOn?.value ?? 'P1', options, io);
}

interface LoadedBaseline extends BaselineFile {
  readonly entries: readonly BaselineEntry[];
}

/** Before the scan, so that what is wrong with it is said at once. */
export function loadBaseline(
  options: Pick<CheckOptions, 'baseline'>,
  prepared: PreparedScan,
  io: Io,
): LoadedBaseline | undefined {
  const found = findBaseline(options, prepared, io);
  return found === undefined ? undefined : { ...found, entries: readBaseline(found) };
}

function withoutBaseline(
  report: ScanReport,
  prepared: PreparedScan,
  { file, shownAs, entries }: LoadedBaseline,
): ScanReport {
  const comparison = compareWithBaseline(report, prepared, file, entries);
  return tellGone(leaveOutKnown(report, comparison.known), comparison, shownAs);
}

/** The root as the user named it, so that a report does not depend on where a checkout lies. */
function shownRoot(paths: readonly string[], { request }: PreparedScan, { cwd }: Io): string {
  const [only] = paths;
  const isNamed = paths.length === 1 && only !== undefined && request.paths.length === 0 && request.stdin === undefined;
  return isNamed ? only.replace(/(?<=[^/])\/+$/, '') : showPath(resolve(cwd, request.root), cwd);
}
