import { resolve } from 'node:path';
import { describeScan, type PreparedScan } from '../../audit/index.ts';
import type { FailOn } from '../../config/index.ts';
import { type ScanOutcome, type ScanReport, scan, Timing } from '../../engine/index.ts';
import { type NoticeKind, SEVERITIES } from '../../findings/index.ts';
import { PARSER_CHOICES } from '../../syntax/index.ts';
import type { CheckOptions } from '../check-options.ts';
import { oneOf, planFailOn, planOutputs } from '../check-plan.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { checkWritable } from '../output/output-file.ts';
import { createProgress } from '../output/progress.ts';
import { timingLines } from '../output/timing-lines.ts';
import { writeReports } from '../output/write-reports.ts';
import { Writer } from '../output/writer.ts';
import { showPath } from '../scan-root.ts';
import { showStack } from '../show-stack.ts';
import { UsageError } from '../usage-error.ts';
import { prepareCheck } from './prepare-check.ts';

/** `auditlint check`: scans and reports. */
export async function check(paths: readonly string[], options: CheckOptions, io: Io): Promise<ExitCode> {
  const outputs = planOutputs(options, io.cwd);
  const failOn = planFailOn(options);
  const prepared = await prepareCheck(paths, options, io);
  for (const { file, shownAs } of outputs) if (file !== undefined) checkWritable(file, shownAs);
  const timing = options.timing === true ? new Timing() : undefined;
  const outcome = await scanInterruptibly(prepared, timing, options, io);
  if (outcome.kind === 'interrupted') return sayInterrupted(outcome, io);
  if (outcome.kind === 'bad-paths') throw badPaths(outcome, io);
  if (outcome.kind === 'no-parser') throw new UsageError(outcome.reason);
  const { report } = outcome;
  await writeReports(describeScan(report, prepared, shownRoot(paths, prepared, io)), outputs, options, io);
  if (timing !== undefined) await new Writer(io.stderr, io.env).lines(timingLines(timing));
  return exitCodeOf(report, failOn ?? prepared.configuration?.failOn?.value ?? 'P1', options, io);
}

async function scanInterruptibly(
  { request }: PreparedScan,
  timing: Timing | undefined,
  { quiet }: CheckOptions,
  io: Io,
): Promise<ScanOutcome> {
  const controller = new AbortController();
  const stopListening = io.onInterrupt(() => controller.abort());
  const progress = quiet === true ? undefined : await createProgress(io);
  try {
    return await scan({
      ...request,
      signal: controller.signal,
      parser: oneOf('AUDITLINT_PARSER', io.env.AUDITLINT_PARSER ?? 'wasm', PARSER_CHOICES),
      ...(io.env.AUDITLINT_DEBUG !== undefined && {
        onFault: ({ error }: { readonly error: unknown }) => showStack(error, io),
      }),
      ...(timing !== undefined && { timing }),
      ...(progress !== undefined && { onProgress: (step) => progress.update(step) }),
    });
  } finally {
    progress?.stop();
    stopListening();
  }
}

function sayInterrupted({ done, total }: { readonly done: number; readonly total: number }, io: Io): ExitCode {
  new Writer(io.stderr, io.env).line(`auditlint: interrupted after ${done} of ${total} files; no report was written`);
  return EXIT.interrupted;
}

// Paths were looked at before, so this is a link that leads elsewhere, or a file that has just gone.
function badPaths(
  { missing, outside }: { readonly missing: readonly string[]; readonly outside: readonly string[] },
  io: Io,
): UsageError {
  const [path] = outside;
  if (path !== undefined) return new UsageError(`\`${showPath(path, io.cwd)}\` lies outside the scanned root`);
  return new UsageError(`no such file or folder: \`${showPath(missing[0] ?? '', io.cwd)}\``);
}

/** The root as the user named it, so that a report does not depend on where a checkout lies. */
function shownRoot(paths: readonly string[], { request }: PreparedScan, { cwd }: Io): string {
  const [only] = paths;
  const isNamed = paths.length === 1 && only !== undefined && request.paths.length === 0 && request.stdin === undefined;
  return isNamed ? only.replace(/(?<=[^/])\/+$/, '') : showPath(resolve(cwd, request.root), cwd);
}

function exitCodeOf(report: ScanReport, failOn: FailOn, { quiet, allowEmpty }: CheckOptions, io: Io): ExitCode {
  const failing = failOn === 'never' ? [] : SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1);
  if (report.findings.some(({ severity }) => failing.includes(severity))) return EXIT.findings;
  const stderr = new Writer(io.stderr, io.env);
  if (report.statistics.scanned === 0 && allowEmpty !== true) {
    stderr.line('auditlint: nothing was scanned: no file of a kind that auditlint reads');
    return EXIT.incomplete;
  }
  if (!report.notices.some(({ kind }) => INCOMPLETE.has(kind))) return EXIT.clean;
  if (quiet !== true) stderr.line('auditlint: the scan is not complete; the notices say why');
  return EXIT.incomplete;
}

/**
 * What makes a scan incomplete: a file or a rule was wanted and could not be had. Files left out on purpose (too large,
 * binary, links) and files that are no Python do not: no rerun would change them.
 */
const INCOMPLETE: ReadonlySet<NoticeKind> = new Set(['unreadable', 'rule-failed', 'too-slow']);
