import {
  type ComparisonWish,
  compareWithBaseline,
  describedScan,
  leaveOutKnown,
  type PreparedScan,
  pathFilter,
  withGoneCount,
} from '../../audit/index.ts';
import { pathIn } from '../../config/index.ts';
import { type ScanReport, Timing } from '../../engine/index.ts';
import type { BaselineEntry, Finding } from '../../findings/index.ts';
import { leadsOut, relativePath } from '../../text/index.ts';
import { type BaselineFile, findBaseline, readBaseline } from '../baseline-file.ts';
import type { CheckOptions } from '../check-options.ts';
import type { Io } from '../io.ts';
import { timingLines } from '../output/timing-lines.ts';
import { Writer } from '../output/writer.ts';
import { runCompared } from '../run-compared.ts';
import { type ScansBefore, withMemory } from '../scan-memory.ts';
import type { ConcludedCheck } from './check.ts';
import { prepareCheck } from './prepare-check.ts';

/** Reads the configuration, scans and compares; undefined when it was interrupted. */
export async function scanAnew(
  paths: readonly string[],
  options: CheckOptions,
  io: Io,
  comparison: ComparisonWish | undefined,
  checkOutputs: (root: string) => void,
  before: ScansBefore = {},
): Promise<ConcludedCheck | undefined> {
  const wanted = await prepareCheck(paths, options, io);
  const baselines = new Baselines(options, wanted, io);
  checkOutputs(wanted.request.root);
  const { remembering, save } = withMemory(wanted, paths, options, io, before);
  const timing = options.timing === true ? new Timing() : undefined;
  const finish = async (): Promise<void> => {
    save();
    if (timing !== undefined) await new Writer(io.stderr, io.env).lines(timingLines(timing));
  };
  let concluded: ConcludedCheck | undefined;
  try {
    const scanned = await runCompared(remembering, comparison, { ...options, timing }, io);
    concluded = scanned && { ...concludedScan(scanned.report, scanned.prepared, baselines), finish };
    return concluded;
  } finally {
    // What was mapped is known to the next run, whatever ended this one.
    if (concluded === undefined) save();
  }
}

/** What is to be told of a scan that has run: what no baseline knows. */
export function concludedScan(
  found: ScanReport,
  prepared: PreparedScan,
  baselines: Baselines,
): Omit<ConcludedCheck, 'finish'> {
  const report = baselines.leaveOut(found);
  return {
    report,
    scan: describedScan(report, prepared),
    threshold: prepared.configurations.threshold,
  };
}

interface LoadedBaseline extends BaselineFile {
  readonly entries: readonly BaselineEntry[];
}

/** The baselines of a scan: the one of the command line, or those that configurations name for what is in their folders. */
export class Baselines {
  readonly #byFile = new Map<string, LoadedBaseline>();

  constructor(
    readonly options: Pick<CheckOptions, 'baseline'>,
    readonly prepared: PreparedScan,
    readonly io: Io,
  ) {
    // Before the scan, so that what is wrong with it is said at once.
    this.at();
  }

  /** That of a path, or of the root. */
  at(path?: string): LoadedBaseline | undefined {
    const found = findBaseline(this.options, this.prepared, this.io, path);
    if (found === undefined) return undefined;
    const known = this.#byFile.get(found.file) ?? { ...found, entries: readBaseline(found) };
    this.#byFile.set(found.file, known);
    return known;
  }

  /** Folders below the root that have a configuration and were asked for, relative to it. */
  #folders(): string[] {
    const { root, found } = this.prepared.configurations;
    const isRequested = pathFilter(this.prepared.request);
    const below = found.map(({ folder }) => relativePath(root, folder));
    return below.filter((folder) => folder !== '' && !leadsOut(folder) && isRequested(folder));
  }

  /** The scan without what is held by the baseline of its place. */
  leaveOut(report: ScanReport): ScanReport {
    const fileOf = ({ location: { path } }: Finding) => this.at(path)?.file;
    // Also those of places where nothing is found any more.
    const files = new Set([this.at()?.file, ...this.#folders().map((folder) => this.at(pathIn(folder))?.file)]);
    const baselines = [...files].flatMap((file) => (file === undefined ? [] : (this.#byFile.get(file) ?? [])));
    const compared = baselines.map((baseline) => {
      const own = (findings: readonly Finding[]) => findings.filter((finding) => fileOf(finding) === baseline.file);
      const held = {
        ...report,
        findings: own(report.findings),
        known: own(report.known),
        unshown: own(report.unshown),
        unselected: own(report.unselected),
      };
      return { baseline, comparison: compareWithBaseline(held, this.prepared, baseline.file, baseline.entries) };
    });
    const known = compared.flatMap(({ comparison }) => comparison.known);
    return compared.reduce(
      (summary, { baseline, comparison }) => withGoneCount(summary, comparison, baseline.shownAs),
      compared.length === 0 ? report : leaveOutKnown(report, known),
    );
  }
}
