import { resolve } from 'node:path';
import { type DescribedScan, describeScan } from '../../audit/describe-scan.ts';
import { reportedOnce } from '../../audit/reported-once.ts';
import type { FailOn, Threshold } from '../../config/index.ts';
import type { ScanReport } from '../../engine/index.ts';
import type { CheckOptions, MergeOptions } from '../check-options.ts';
import { type Output, planCategory, planFailOn, planFullness, planGrouping, planOutputs } from '../check-plan.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { exitCodeOf, withFailOn } from '../exit-code-of.ts';
import type { Io } from '../io.ts';
import { checkWritable } from '../output/output-file.ts';
import { planDocsUrl } from '../output/rule-pages.ts';
import { writeReports } from '../output/write-reports.ts';
import { Writer } from '../output/writer.ts';
import { planComparison } from '../plan-comparison.ts';
import { planFixes } from '../plan-fixes.ts';
import { planStdin } from '../plan-stdin.ts';
import { planWorkers } from '../plan-workers.ts';
import { type Recall, recallCheck } from '../recall-check.ts';
import { isStandalone, showPath } from '../scan-root.ts';

/** A scan that ended, no matter who made it. */
export interface ConcludedCheck {
  readonly report: ScanReport;
  readonly scan: DescribedScan;
  /** As configured. */
  readonly threshold: Threshold;
  /** What is left to do when the report was written, or could not be. */
  finish(): void | Promise<void>;
}

/** `auditlint check`: scans and reports. */
export async function check(paths: readonly string[], options: CheckOptions, io: Io): Promise<ExitCode> {
  const fixing = planFixes(paths, options);
  if (options.shard !== undefined) return (await import('./shard.ts')).writeShard(paths, options, io);
  const outputs = planOutputs(options, io.cwd);
  const failOn = planFailOn(options);
  planCategory(options);
  planFullness(options);
  planGrouping(options);
  planDocsUrl(options.docsUrl, io.env);
  planWorkers(options.jobs, io);
  if (options.watch === true) {
    const { watchScan } = await import('./watch.ts');
    return watchScan(paths, options, io);
  }
  const comparison = planComparison(paths, options);
  planStdin(paths, options, io);
  const checkOutputs = (root: string): void => {
    for (const { file, shownAs } of outputs) if (file !== undefined) checkWritable(file, shownAs, [io.cwd, root]);
  };
  if (fixing !== undefined) {
    const { fixFindings } = await import('./fix.ts');
    const left = await fixFindings(paths, { plan: fixing, comparison, failOn, checkOutputs }, options, io);
    return typeof left === 'number' ? left : writeCheck(left, { paths, outputs, failOn }, options, io);
  }
  const isPlain = comparison === undefined && options.baseline === undefined && options.timing !== true;
  const { known, looked }: Recall = isPlain && !paths.includes('-') ? await recallCheck(paths, options, io) : {};
  if (known !== undefined) checkOutputs(known.scan.root);
  const concluded = known ?? (await checkAnew(paths, options, io));
  if (concluded === undefined) return EXIT.interrupted;
  return writeCheck(concluded, { paths, outputs, failOn }, options, io);

  async function checkAnew(...words: Parameters<typeof check>): Promise<ConcludedCheck | undefined> {
    const { scanAnew } = await import('./scan-anew.ts');
    return scanAnew(...words, comparison, checkOutputs, { looked });
  }
}

/** How a scan that ended is to be reported. */
interface CheckOutput {
  readonly paths: readonly string[];
  readonly outputs: readonly Output[];
  readonly failOn: FailOn | undefined;
}

/** Writes the report, and says what the process ends with. */
export async function writeCheck(
  concluded: ConcludedCheck,
  { paths, outputs, failOn }: CheckOutput,
  options: MergeOptions,
  io: Io,
): Promise<ExitCode> {
  const report = reportedOnce(concluded.report);
  warnOfPartialScan(paths, concluded.scan, options, io);
  const described = describeScan(report, concluded.scan, shownRoot(paths, concluded.scan, io));
  try {
    await writeReports(described, outputs, options, io, [io.cwd, concluded.scan.root]);
  } finally {
    await concluded.finish();
  }
  return exitCodeOf(report, withFailOn(concluded.threshold, failOn), options, io);
}

/** That `auditlint FOLDER` says something else of a folder than `auditlint .` would is reported. */
function warnOfPartialScan(
  [only, ...others]: readonly string[],
  { root, isWhole }: DescribedScan,
  { quiet }: MergeOptions,
  io: Io,
): void {
  if (quiet === true || only === undefined || others.length > 0 || !isWhole || !isStandalone(root, io.cwd)) return;
  const because = 'the working directory is a home directory or too large to be read';
  const remedy = 'add an empty `auditlint.toml` there to make it a project';
  new Writer(io.stderr, io.env).line(
    `auditlint: \`${only}\` is scanned without the rest of the project: ${because}; ${remedy}`,
  );
}

/** The root as the user named it, so that a report does not depend on where a checkout lies. */
function shownRoot(paths: readonly string[], { root, isWhole }: DescribedScan, { cwd }: Io): string {
  const [only] = paths;
  const isNamed = paths.length === 1 && only !== undefined && isWhole;
  return isNamed ? only.replace(/(?<=[^/])\/+$/, '') : showPath(resolve(cwd, root), cwd);
}
