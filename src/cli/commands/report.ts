import { basename, extname, join, resolve } from 'node:path';
import {
  describedScan,
  describeScan,
  findSides,
  folderOfWhole,
  type PreparedScan,
  reportedOnce,
  type ScannedSides,
  scanSides,
} from '../../audit/index.ts';
import { pathIn } from '../../config/index.ts';
import { RepositorySurvey, type ScanReport } from '../../engine/index.ts';
import { GitError, GitRepository } from '../../git/index.ts';
import { findAuditedCommit } from '../../report/audited-commit.ts';
import { compareSides } from '../../report/compare-sides.ts';
import type { Compared } from '../../report/comparison.ts';
import { AUDIT_FORMATS, type AuditFormat, loadAuditFormatter } from '../../report/formats.ts';
import { makeAuditReport } from '../../report/make-report.ts';
import { closingLine, type StyledLine } from '../../reporters/index.ts';
import type { CheckOptions } from '../check-options.ts';
import { oneOf, planFailOn } from '../check-plan.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { exitCodeOf, withFailOn } from '../exit-code-of.ts';
import type { Io } from '../io.ts';
import { checkWritable, writeOutputFile } from '../output/output-file.ts';
import { sourceUrl } from '../output/source-url.ts';
import { Writer } from '../output/writer.ts';
import { isComplete } from '../scan-completeness.ts';
import { showPath } from '../scan-root.ts';
import { UsageError } from '../usage-error.ts';
import { prepareCheck } from './prepare-check.ts';
import { runScan } from './run-scan.ts';

/** Options of `auditlint report` as commander hands them over. */
export interface ReportCommandOptions
  extends Pick<
    CheckOptions,
    'output' | 'profile' | 'config' | 'plugin' | 'exclude' | 'noIgnore' | 'failOn' | 'allowEmpty' | 'quiet'
  > {
  readonly format?: string;
  readonly since?: string;
}

/** `auditlint report`: the audit of a repository, written from one scan. */
export async function writeAudit(paths: readonly string[], options: ReportCommandOptions, io: Io): Promise<ExitCode> {
  if (paths.includes('-')) throw new UsageError('`report` works on files, not on standard input');
  if (options.since === '') throw new UsageError('`--since` needs a commit');
  const target = planTarget(options, io);
  const format = planFormat(options);
  const failOn = planFailOn(options);
  const prepared = await prepareBoth(paths, options, io);
  const untrustedFolders = [io.cwd, prepared.request.root];
  if (target !== undefined) checkWritable(target.file, target.shownAs, untrustedFolders);
  const scanned = await scanSurveyed(prepared, options, io);
  if (scanned === undefined) return EXIT.interrupted;
  const report = reportedOnce(scanned.report);
  const exitCode = exitCodeOf(report, withFailOn(prepared.configurations.threshold, failOn), options, io);
  // An audit of nothing would call it ready.
  if (report.statistics.scanned === 0) return exitCode;
  const written = await formatAudit({ ...scanned, report }, prepared, format, io);
  if (target === undefined) new Writer(io.stdout, io.env).document(written.text);
  else writeOutputFile(target.file, target.shownAs, written.text, untrustedFolders);
  if (options.quiet !== true) new Writer(io.stderr, io.env).line(written.closing);
  return exitCode;
}

/**
 * All rules look, so that what is sound can be told of all; what is shown is what a check with these options shows.
 */
async function prepareBoth(
  paths: readonly string[],
  { format: _, ...options }: ReportCommandOptions,
  io: Io,
): Promise<PreparedScan> {
  const usual = await prepareCheck(paths, options, io);
  const { request } = await prepareCheck(paths, { ...options, profile: 'strict' }, io);
  return { ...usual, request: { ...request, shows: usual.request.options.optionsFor } };
}

/** Undefined for standard output. */
function planTarget({ output }: ReportCommandOptions, { cwd }: Io) {
  if (output === '') throw new UsageError('`-o` needs a file name');
  return output === undefined || output === '-' ? undefined : { file: resolve(cwd, output), shownAs: output };
}

/** By `--format`, else by the name of the file. */
function planFormat({ format, output }: ReportCommandOptions): AuditFormat {
  if (format !== undefined) return oneOf('--format', format, AUDIT_FORMATS);
  const ending = extname(output ?? '').toLowerCase();
  return ending === '.html' || ending === '.htm' ? 'html' : ending === '.json' ? 'json' : 'markdown';
}

interface SurveyedScan {
  readonly report: ScanReport;
  readonly survey: RepositorySurvey;
  readonly compared: Compared | undefined;
}

/** Undefined when it was interrupted. */
async function scanSurveyed(
  prepared: PreparedScan,
  { since, quiet }: ReportCommandOptions,
  io: Io,
): Promise<SurveyedScan | undefined> {
  const survey = new RepositorySurvey();
  const request = { ...prepared.request, inquiry: survey };
  const run = (each: typeof prepared.request) => runScan({ request: each }, quiet === true ? { quiet } : {}, io);
  if (since === undefined) {
    const report = await run(request);
    return report && { report, survey, compared: undefined };
  }
  const sides = await scanSince(since, request, run, io);
  if (sides === undefined) return undefined;
  return { report: sides.report, survey, compared: compareSides(sides, { revision: since, commit: sides.commit }) };
}

async function scanSince(
  since: string,
  request: PreparedScan['request'],
  run: Parameters<typeof scanSides>[2],
  io: Io,
): Promise<(ScannedSides & { readonly commit: string }) | undefined> {
  try {
    const shownAs = showPath(request.root, io.cwd);
    const sides = findSides({ kind: 'diff', base: since }, request.root, io.env, shownAs);
    const commit = comparedCommit(since, request.root, shownAs, io);
    const scanned = await scanSides(request, sides, run);
    return scanned && { ...scanned, commit };
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw new UsageError(`--since: ${error.message}`, { cause: error });
  }
}

/** The merge base, which is what a comparison goes by. */
function comparedCommit(since: string, root: string, shownAs: string, { env }: Io): string {
  const repository = GitRepository.open(root, env, shownAs);
  const [head, other] = [repository.findCommit('HEAD'), repository.findCommit(since)];
  return head === undefined || other === undefined ? '' : (repository.mergeBases(head, other)[0] ?? '');
}

async function formatAudit(
  { report, survey, compared }: SurveyedScan,
  prepared: PreparedScan,
  format: AuditFormat,
  io: Io,
): Promise<{ readonly text: string; readonly closing: StyledLine }> {
  const { root } = prepared.request;
  const folder = folderOfWhole(prepared.request);
  const described = describeScan(report, describedScan(report, prepared), showPath(join(root, folder), io.cwd));
  const audit = makeAuditReport({
    report,
    survey,
    compared,
    rules: prepared.resolution.rules,
    rulesShown: described.rules.length,
    readSource: described.readSource,
    root: described.root,
    folder,
    name: basename(join(root, folder)),
    profile: prepared.resolution.profileAt(pathIn(folder)).value,
    isComplete: isComplete(report),
    date: io.today,
    commit: findAuditedCommit(root, io.env, survey.files, described.readSource),
  });
  const write = await loadAuditFormatter(format);
  const url = sourceUrl(io.env);
  const text = write(audit, {
    pathInCheckout: described.pathInCheckout,
    ...(url !== undefined && { sourceUrl: url }),
  });
  return { text, closing: closingLine(described) };
}
