import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import {
  type ComparisonWish,
  type DroppedFix,
  describedScan,
  EditedTree,
  type FixOutcome,
  findSides,
  fixFiles,
  type Look,
  type PreparedScan,
  scanBothSides,
} from '../../audit/index.ts';
import type { FailOn } from '../../config/index.ts';
import { DiskTree, type FileTree, fileKindOf, isPythonFileKind } from '../../discover/index.ts';
import { maxBytesAt, type ScanReport, SharedReports } from '../../engine/index.ts';
import type { Finding, Fix } from '../../findings/index.ts';
import { escapeControls, escapeWorkflowCommands, shellWord } from '../../reporters/index.ts';
import { SourceLines } from '../../reporters/source-lines.ts';
import { decodePython, decodeText } from '../../text/decode.ts';
import type { CheckOptions } from '../check-options.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { exitCodeOf, withFailOn } from '../exit-code-of.ts';
import type { Io } from '../io.ts';
import { refuseLink, writeOutputFile } from '../output/output-file.ts';
import { Writer } from '../output/writer.ts';
import type { FixPlan } from '../plan-fixes.ts';
import { runWithGit } from '../run-compared.ts';
import { contains, showPath } from '../scan-root.ts';
import { UsageError } from '../usage-error.ts';
import type { ConcludedCheck } from './check.ts';
import { prepareCheck } from './prepare-check.ts';
import { runScan } from './run-scan.ts';
import { Baselines, concludedScan } from './scan-anew.ts';

/** What is to be fixed, and what the process ends with by what is left. */
interface Fixing {
  readonly plan: FixPlan;
  readonly comparison: ComparisonWish | undefined;
  readonly failOn: FailOn | undefined;
  checkOutputs(root: string): void;
}

/**
 * `--fix` and `--preview-fixes`: makes the fixes of what is found. Gives back what is left, to be reported; what the process ends with where that
 * is reported already.
 */
export async function fixFindings(
  paths: readonly string[],
  { plan, comparison, failOn, checkOutputs }: Fixing,
  options: CheckOptions,
  io: Io,
): Promise<ConcludedCheck | ExitCode> {
  // A link that was named leads to what is read; it is not for who brought it to say what is written.
  if (!plan.isPreview) for (const path of paths) refuseLink(join(resolve(io.cwd, path), '_'), path, [io.cwd]);
  const prepared = await prepareCheck(paths, options, io);
  const { request } = prepared;
  const { tree, look } = await openSession(prepared, comparison, options, io);
  if (!plan.isPreview) checkOutputs(request.root);
  const isWanted = ({ safety }: Fix): boolean => safety === 'safe' || plan.alsoUnsafe;
  const outcome = await fixFiles({ tree, look, isWanted, limits: request.options.limits });
  if (outcome === undefined) return EXIT.interrupted;
  const printer = new FixPrinter(plan, options, request.root, io);
  const { threshold } = prepared.configurations;
  if (plan.isPreview) {
    showDiff(outcome, tree, prepared, options, io);
    printer.print(outcome, outcome.contents.size);
    return exitCodeOf(outcome.found, withFailOn(threshold, failOn), options, io);
  }
  const unwritten = writeFixes(outcome, tree, prepared, io);
  // What was not written is found again.
  const report = unwritten.length === 0 ? outcome.report : await look(new DiskTree(request.root));
  if (report === undefined) return EXIT.interrupted;
  printer.print({ ...withoutFiles(outcome, unwritten), report }, outcome.contents.size - unwritten.length);
  return { report, scan: describedScan(report, prepared), threshold, finish: () => undefined };
}

/** The scans of one run: those of the same bytes share what was found in them. */
async function openSession(
  prepared: PreparedScan,
  comparison: ComparisonWish | undefined,
  options: CheckOptions,
  io: Io,
): Promise<{ readonly tree: EditedTree; readonly look: Look }> {
  const { root } = prepared.request;
  const baselines = new Baselines(options, prepared, io);
  const sides =
    comparison && (await runWithGit(comparison, () => findSides(comparison, root, io.env, showPath(root, io.cwd))));
  const contentIdOf = sides?.contentIdOf ?? ((bytes) => createHash('sha256').update(bytes).digest('hex'));
  const request = { ...prepared.request, shared: new SharedReports(contentIdOf) };
  const { quiet, jobs } = options;
  const how = { ...(quiet === true && { quiet }), jobs };
  const look = async (tree: FileTree): Promise<ScanReport | undefined> => {
    const found =
      comparison === undefined || sides === undefined
        ? await runScan({ request: { ...request, tree } }, how, io)
        : await runWithGit(comparison, () =>
            scanBothSides(request, { ...sides, head: tree }, (one) => runScan({ request: one }, how, io)),
          );
    return found && concludedScan(found, prepared, baselines).report;
  };
  return { tree: new EditedTree(sides?.head ?? new DiskTree(root), new Map(), contentIdOf), look };
}

/** Writes the files that are still what was scanned; gives back the others. */
function writeFixes({ contents }: FixOutcome, tree: EditedTree, { request }: PreparedScan, io: Io): readonly string[] {
  const stderr = new Writer(io.stderr, io.env);
  return [...contents].flatMap(([path, bytes]) => {
    const shown = showPath(join(request.root, path), io.cwd);
    try {
      const now = tree.base.read(path, maxBytesAt(path, request.options.limits));
      if (now.kind === 'skipped') throw new UsageError(`cannot write \`${shown}\`: ${now.skipped.message}`);
      if (tree.contentIdOf(now.bytes) !== tree.seen.get(path))
        throw new UsageError(`cannot write \`${shown}\`: it changed since it was scanned`);
      writeOutputFile(join(request.root, path), shown, bytes, [io.cwd, request.root]);
      return [];
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      stderr.line(`auditlint: ${error.message}; its fixes are skipped`);
      return [path];
    }
  });
}

function withoutFiles(outcome: FixOutcome, paths: readonly string[]): FixOutcome {
  return { ...outcome, fixed: outcome.fixed.filter(({ fix }) => !paths.includes(fix?.edits[0]?.location.path ?? '')) };
}

/** One diff of all files, as `git apply` reads it; stderr says of which file it cannot. */
function showDiff(
  { contents, found, report }: FixOutcome,
  tree: EditedTree,
  { request }: PreparedScan,
  options: CheckOptions,
  io: Io,
): void {
  const stdout = new Writer(io.stdout, io.env);
  for (const [path, bytes] of [...contents].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const before = tree.base.read(path, maxBytesAt(path, request.options.limits));
    if (before.kind === 'skipped') continue;
    const from = textOf(path, before.bytes);
    const to = textOf(path, bytes);
    const coveredFrom = coveredText(path, before.bytes, found);
    const coveredTo = coveredText(path, bytes, report);
    const file = join(request.root, path);
    // `git apply` counts from where it is called, which is where we are.
    const named = contains(io.cwd, file) ? showPath(file, io.cwd) : path;
    const covered = patchOf(named, coveredFrom, coveredTo);
    // Code of others may hold what a terminal or the log of a CI service would obey, and secrets beside what changes.
    const shown = covered.replace(NOT_LAYOUT, escapeControls).replace(LINE, escapeWorkflowCommands);
    stdout.document(shown);
    const isCovered = (coveredFrom !== from || coveredTo !== to) && covered !== patchOf(named, from, to);
    const why = whyNotApplied(Buffer.from(from).equals(before.bytes), isCovered, shown !== covered);
    if (why === undefined || options.quiet === true) continue;
    const where = shellWord(showPath(file, io.cwd));
    new Writer(io.stderr, io.env).line(`auditlint: ${where}: this hunk of the diff does not apply: ${why}`);
  }
}

const patchOf = (named: string, from: string, to: string): string =>
  createTwoFilesPatch(`a/${named}`, `b/${named}`, from, to, undefined, undefined, { headerOptions: FILE_HEADERS_ONLY });

/** The text as it may be shown. */
function coveredText(path: string, bytes: Uint8Array, { secrets, findings, suppressed, known }: ScanReport): string {
  const all = [...findings, ...suppressed.map(({ finding }) => finding), ...known];
  const start = { path, line: 1, column: 1, endLine: 1, endColumn: 1 };
  const text = new SourceLines(() => bytes, { secrets, findings: all }).find(start)?.content ?? '';
  return hasMark(bytes) ? `\ufeff${text}` : text;
}

/** What `git apply` stumbles over; undefined where it takes the diff. */
function whyNotApplied(isUtf8: boolean, isCovered: boolean, isEscaped: boolean): string | undefined {
  if (!isUtf8) return 'the file is not in UTF-8';
  if (isCovered) return 'a secret next to a change is masked';
  return isEscaped ? 'control sequences are shown as escapes' : undefined;
}

/** What is no tab, form feed or end of a line: those are in good files, and are as they are where the diff is applied. */
const NOT_LAYOUT = /(?:[^\t\f\r\n]|\r(?!\n))+/g;
const LINE = /[^\r\n]+/g;

/** The text with its byte order mark, which a diff of the first lines has to hold. */
function textOf(path: string, bytes: Uint8Array): string {
  const decoded = isPythonFileKind(fileKindOf(path) ?? 'python') ? decodePython(bytes) : undefined;
  const text = decoded?.kind === 'text' ? decoded.content : decodeText(bytes);
  return hasMark(bytes) ? `\ufeff${text}` : text;
}

const hasMark = (bytes: Uint8Array): boolean => Buffer.from(bytes).subarray(0, 3).equals(BYTE_ORDER_MARK);

const BYTE_ORDER_MARK = Buffer.from('\ufeff');

/** What is said on stderr of what was done, and of what was not. */
class FixPrinter {
  readonly #stderr: Writer;

  constructor(
    readonly plan: FixPlan,
    readonly options: CheckOptions,
    readonly root: string,
    readonly io: Io,
  ) {
    this.#stderr = new Writer(io.stderr, io.env);
  }

  print({ fixed, dropped, report }: FixOutcome, files: number): void {
    if (this.options.quiet === true) return;
    for (const each of dropped) this.#stderr.line(this.#dropped(each));
    const verb = this.plan.isPreview ? 'would fix' : 'fixed';
    const what = `${verb} ${counted(fixed.length, 'finding')} in ${counted(files, 'file')}`;
    this.#stderr.line(`auditlint: ${[what, ...this.#leftOver(report.findings)].join('; ')}`);
  }

  #dropped({ finding: { rule, location }, reason }: DroppedFix): string {
    const shown = shellWord(showPath(join(this.root, location.path), this.io.cwd));
    return `auditlint: ${shown}:${location.line}: the fix of \`${rule}\` is skipped: ${reason}`;
  }

  #leftOver(findings: readonly Finding[]): string[] {
    const unsafe = findings.filter(({ fix }) => fix?.safety === 'unsafe').length;
    const inCells = findings.filter(({ location }) => location.cell !== undefined).length;
    return [
      ...(unsafe > 0 && !this.plan.alsoUnsafe ? [`\`--unsafe-fixes\` could fix ${unsafe} more`] : []),
      ...(inCells > 0 ? [`notebooks are not changed (${counted(inCells, 'finding')})`] : []),
    ];
  }
}

const counted = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? '' : 's'}`;
