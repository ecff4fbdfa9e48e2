import { resolve } from 'node:path';
import {
  compareWithBaseline,
  describeScan,
  leaveOutKnown,
  type PreparedScan,
  tellGone,
  toldOnce,
} from '../../audit/index.ts';
import { type ScanReport, Timing } from '../../engine/index.ts';
import type { BaselineEntry } from '../../findings/index.ts';
import { type BaselineFile, findBaseline, readBaseline } from '../baseline-file.ts';
import type { CheckOptions } from '../check-options.ts';
import { planCategory, planFailOn, planGrouping, planOutputs } from '../check-plan.ts';
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
  const outputs = planOutputs(options, io.cwd);
  const failOn = planFailOn(options);
  planCategory(options);
  planGrouping(options);
  const comparison = planComparison(paths, options);
  const wanted = await prepareCheck(paths, options, io);
  const baseline = loadBaseline(options, wanted, io);
  for (const { file, shownAs } of outputs)
    if (file !== undefined) checkWritable(file, shownAs, [io.cwd, wanted.request.root]);
  const timing = options.timing === true ? new Timing() : undefined;
  const scanned = await runCompared(wanted, comparison, { ...options, timing }, io);
  if (scanned === undefined) return EXIT.interrupted;
  const { prepared } = scanned;
  const report = toldOnce(
    baseline === undefined ? scanned.report : withoutBaseline(scanned.report, prepared, baseline),
  );
  await writeReports(describeScan(report, prepared, shownRoot(paths, prepared, io)), outputs, options, io);
  if (timing !== undefined) await new Writer(io.stderr, io.env).lines(timingLines(timing));
  return exitCodeOf(report, failOn ?? prepared.configuration?.failOn?.value ?? 'P1', options, io);
}

interface LoadedBaseline extends BaselineFile {
  readonly entries: readonly BaselineEntry[];
}

/** Before the scan, so that what is wrong with it is said at once. */
function loadBaseline(options: CheckOptions, prepared: PreparedScan, io: Io): LoadedBaseline | undefined {
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
