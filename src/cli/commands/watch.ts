import { existsSync } from 'node:fs';
import { describeScan } from '../../audit/describe-scan.ts';
import { reportedOnce } from '../../audit/reported-once.ts';
import { ConfigurationError } from '../../config/configuration-error.ts';
import { DiskTree, fileKindOf, gitIgnoredIn } from '../../discover/index.ts';
import { type Report, styled } from '../../reporters/index.ts';
import type { CheckOptions } from '../check-options.ts';
import { planFullness, planGrouping } from '../check-plan.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { reasonOf } from '../output/output-file.ts';
import { Writer } from '../output/writer.ts';
import { findScanRoot, showPath } from '../scan-root.ts';
import { UsageError } from '../usage-error.ts';
import { changedText, changeText, compareReports } from '../watch/change.ts';
import { WatchedFiles } from '../watch/watch-files.ts';
import { WatchSession } from '../watch/watch-session.ts';
import type { ConcludedCheck } from './check.ts';
import { scanAnew } from './scan-anew.ts';

/** `auditlint --watch`: scans, and again whenever something is saved, until it is interrupted. */
export async function watchScan(paths: readonly string[], options: CheckOptions, io: Io): Promise<ExitCode> {
  refuseOthers(paths, options);
  const { root } = findScanRoot(paths, io.cwd);
  const files = watchRoot(root, options);
  const stopListening = io.onInterrupt(() => void files.close());
  try {
    // First, so that nothing is missed that is saved during the first scan.
    if (!(await orderly(files.ready(), root, io))) return EXIT.interrupted;
    return await new Watch(paths, options, io, files).run();
  } finally {
    stopListening();
    await files.close();
  }
}

/** What is shown is for a person who waits for it. */
function refuseOthers(paths: readonly string[], { format, output, diff, staged, timing }: CheckOptions): void {
  const refused = [
    format?.some((word) => word !== 'pretty') === true && '--format',
    output !== undefined && '-o',
    diff !== undefined && '--diff',
    staged === true && '--staged',
    timing === true && '--timing',
    paths.includes('-') && '-',
  ].find((word) => word !== false);
  if (refused !== undefined) throw new UsageError(`\`--watch\` and \`${refused}\` cannot be combined`);
}

function watchRoot(root: string, { noIgnore }: CheckOptions): WatchedFiles {
  return new WatchedFiles(root, noIgnore === true ? () => false : gitIgnoredIn(new DiskTree(root)));
}

/** What the system says, as a sentence. */
async function orderly<T>(work: Promise<T>, root: string, io: Io): Promise<T> {
  try {
    return await work;
  } catch (cause) {
    const isFull = cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC';
    const reason = isFull
      ? 'it has more folders than the system can watch (`fs.inotify.max_user_watches`)'
      : reasonOf(cause);
    throw new UsageError(`cannot watch \`${showPath(root, io.cwd)}\`: ${reason}`, { cause });
  }
}

class Watch {
  readonly #session = new WatchSession();
  readonly #stdout: Writer;
  #last: ConcludedCheck | undefined;

  constructor(
    readonly paths: readonly string[],
    readonly options: CheckOptions,
    readonly io: Io,
    readonly files: WatchedFiles,
  ) {
    this.#stdout = new Writer(io.stdout, io.env);
  }

  async run(): Promise<ExitCode> {
    try {
      return await this.#untilInterrupted();
    } finally {
      this.#session.save();
    }
  }

  async #untilInterrupted(): Promise<ExitCode> {
    const first = await this.#scan();
    if (first === 'interrupted') return EXIT.interrupted;
    if (first !== undefined) {
      await this.#show(describeScan(first.report, first.scan, '.'));
      await first.finish();
    }
    this.#last = first;
    this.#printWaiting();
    for (;;) {
      const changed = await orderly(this.files.next(), this.files.root, this.io);
      if (changed === undefined) break;
      if (!existsSync(this.files.root)) throw new UsageError('the watched folder was deleted');
      if ((await this.#follow(changed)) === 'interrupted') break;
    }
    return EXIT.clean;
  }

  /** Scans again, and shows what the change brought. */
  async #follow(changed: readonly string[]): Promise<'interrupted' | undefined> {
    const scanned = await this.#scan();
    if (scanned === 'interrupted') return scanned;
    if (scanned === undefined) return undefined;
    const before = this.#last?.report ?? { ...scanned.report, findings: [] };
    const change = compareReports(before, scanned.report, changed);
    this.#last = scanned;
    const isOfInterest = change.fresh + change.gone > 0 || changed.some((path) => fileKindOf(path) !== undefined);
    if (!isOfInterest) return undefined;
    const shown = new Set(change.shown);
    const others = scanned.report.findings.filter((finding) => !shown.has(finding));
    const report = describeScan({ ...scanned.report, findings: change.shown }, scanned.scan, '.');
    // A secret on a line beside them stays hidden.
    await this.#showFindings({ ...report, known: [...report.known, ...others] });
    const time = new Date().toTimeString().slice(0, 8);
    const counts = changeText(change, scanned.report.findings.length);
    this.#stdout.line([
      styled('faint', `${time}  `),
      styled('path', changedText(changed)),
      styled('faint', `: ${counts}`),
    ]);
    return undefined;
  }

  /** Undefined where the configuration is wrong, which is reported: anyone who edits it saves it again. */
  async #scan(): Promise<ConcludedCheck | 'interrupted' | undefined> {
    const { options, io, paths } = this;
    this.#session.trim(this.#last?.report.statistics.scanned ?? 0);
    try {
      const quiet = { ...options, quiet: true } as const;
      const scanned = await scanAnew(
        paths,
        this.#last === undefined ? options : quiet,
        io,
        undefined,
        () => undefined,
        { session: this.#session },
      );
      return scanned === undefined ? 'interrupted' : { ...scanned, report: reportedOnce(scanned.report) };
    } catch (error) {
      const isUserError = error instanceof ConfigurationError || error instanceof UsageError;
      // What was wrong from the start is wrong use.
      if (!isUserError || this.#last === undefined) throw error;
      new Writer(io.stderr, io.env).line(`auditlint: ${error.message}`);
      return undefined;
    }
  }

  async #show(report: Report): Promise<void> {
    const { formatPretty } = await import('../../reporters/pretty/report-pretty.ts');
    const options = { findings: planFullness(this.options), groupBy: planGrouping(this.options) };
    await this.#stdout.lines(formatPretty(report, options));
  }

  /** What a change brought, which is little. */
  async #showFindings(report: Report): Promise<void> {
    if (this.options.quiet === true) return;
    const { formatFindings } = await import('../../reporters/pretty/report-pretty.ts');
    await this.#stdout.lines(formatFindings(report, planGrouping(this.options)));
  }

  #printWaiting(): void {
    if (this.options.quiet !== true)
      new Writer(this.io.stderr, this.io.env).line('auditlint: watching for changes; press Ctrl-C to stop');
  }
}
