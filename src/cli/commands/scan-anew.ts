import {
  type ComparisonWish,
  compareWithBaseline,
  describedScan,
  leaveOutKnown,
  type PreparedScan,
  tellGone,
} from '../../audit/index.ts';
import { type ScanReport, Timing } from '../../engine/index.ts';
import type { BaselineEntry } from '../../findings/index.ts';
import { type BaselineFile, findBaseline, readBaseline } from '../baseline-file.ts';
import type { CheckOptions } from '../check-options.ts';
import type { Io } from '../io.ts';
import { timingLines } from '../output/timing-lines.ts';
import { Writer } from '../output/writer.ts';
import { runCompared } from '../run-compared.ts';
import { withMemory } from '../scan-memory.ts';
import type { WatchSession } from '../watch/watch-session.ts';
import type { ConcludedCheck } from './check.ts';
import { prepareCheck } from './prepare-check.ts';

/** Reads the configuration, scans and compares; undefined when it was interrupted. */
export async function scanAnew(
  paths: readonly string[],
  options: CheckOptions,
  io: Io,
  comparison: ComparisonWish | undefined,
  checkOutputs: (root: string) => void,
  session?: WatchSession,
): Promise<ConcludedCheck | undefined> {
  const wanted = await prepareCheck(paths, options, io);
  const baseline = loadBaseline(options, wanted, io);
  checkOutputs(wanted.request.root);
  const { remembering, save } = withMemory(wanted, paths, options, io, session);
  const timing = options.timing === true ? new Timing() : undefined;
  const finish = async (): Promise<void> => {
    save();
    if (timing !== undefined) await new Writer(io.stderr, io.env).lines(timingLines(timing));
  };
  let concluded: ConcludedCheck | undefined;
  try {
    const scanned = await runCompared(remembering, comparison, { ...options, timing }, io);
    concluded = scanned && { ...concludedScan(scanned.report, scanned.prepared, baseline), finish };
    return concluded;
  } finally {
    // What was mapped is known to the next run, whatever ended this one.
    if (concluded === undefined) save();
  }
}

/** What is to be told of a scan that has run: what the baseline does not know. */
export function concludedScan(
  found: ScanReport,
  prepared: PreparedScan,
  baseline: LoadedBaseline | undefined,
): Omit<ConcludedCheck, 'finish'> {
  const report = baseline === undefined ? found : withoutBaseline(found, prepared, baseline);
  return {
    report,
    scan: describedScan(report, prepared),
    failOn: prepared.configuration?.failOn?.value ?? 'P1',
  };
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
