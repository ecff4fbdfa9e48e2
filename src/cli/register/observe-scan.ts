/** A scan of today, as the register is held against it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describedScan, describeScan, judgedBy, type PreparedScan } from '../../audit/index.ts';
import { checkedOutCommit } from '../../audit/shards/tree-identity.ts';
import { findFiles, type ScanReport } from '../../engine/index.ts';
import type { Notice, NoticeKind } from '../../findings/index.ts';
import { type Sighting, sightingsOfScan } from '../../register/index.ts';
import { relativePath } from '../../text/index.ts';
import type { CheckOptions } from '../check-options.ts';
import { prepareCheck } from '../commands/prepare-check.ts';
import { runScan } from '../commands/run-scan.ts';
import type { Io } from '../io.ts';
import { isComplete } from '../scan-completeness.ts';
import { withMemory } from '../scan-memory.ts';
import { UsageError } from '../usage-error.ts';
import { committedFiles } from './committed-files.ts';
import { folderOf, type RegisterFile } from './register-file.ts';

export interface Observed {
  readonly sightings: readonly Sighting[];
  /** Undefined where git knows none. */
  readonly commit: string | undefined;
  /** Whether the commit holds a file as it is now, by its path as the register has it. */
  isCommitted(path: string): boolean;
  /** A path as the register has it. */
  wasJudged(path: string, rule: string | undefined): boolean;
  readonly isComplete: boolean;
  readonly isEmpty: boolean;
  /** A sentence for each file that was not read whole, such as one that a merge broke. */
  readonly unread: readonly string[];
}

/** Undefined when it was interrupted, which has been said then. */
export async function observeScan(
  paths: readonly string[],
  options: CheckOptions,
  target: RegisterFile,
  io: Io,
): Promise<Observed | undefined> {
  if (paths.includes('-')) throw new UsageError('`register` works on files, not on standard input');
  if (typeof options.baseline === 'string') {
    throw new UsageError('`--baseline` works only with `check`; a register also lists findings in the baseline');
  }
  // What it quotes is no code of the repository.
  const withoutRegister = { ...options, exclude: [...(options.exclude ?? []), ...ownFiles(target, io)] };
  const prepared = await prepareCheck(paths, withoutRegister, io);
  const { remembering, save } = withMemory(prepared, paths, withoutRegister, io);
  const report = await runScan(remembering, { ...options, timing: undefined }, io);
  if (report === undefined) return undefined;
  save();
  const folder = folderOf(target);
  const { root } = prepared.request;
  const scan = describedScan(report, prepared);
  const { readSource } = describeScan(report, scan, root);
  return {
    sightings: sightingsOfScan({ report, root, rules: prepared.resolution.rules, readSource, folder }),
    commit: checkedOutCommit(root, io.env),
    isCommitted: committedFiles(root, folder, io.env),
    wasJudged: await judgement(report, prepared, folder),
    isComplete: isComplete(report),
    isEmpty: report.statistics.scanned === 0,
    unread: report.notices.filter(({ kind }) => UNREAD.has(kind)).map(unreadSentence),
  };
}

const UNREAD: ReadonlySet<NoticeKind> = new Set(['not-parsed', 'partly-parsed']);

const unreadSentence = ({ path, message }: Notice): string =>
  `auditlint: \`${path}\` was not read completely (${message}), so no issue in it is marked as fixed`;

/** As patterns of `--exclude`, which are relative to the working directory. */
function ownFiles({ file, log }: RegisterFile, { cwd }: Io): string[] {
  return [file, log].map((each) => `/${relativePath(cwd, each).replace(/[\\*?[\]!{}#]/g, '\\$&')}`);
}

/** What `--exclude` or git leaves out was not looked at; a file that is not there any more was. */
async function judgement(report: ScanReport, prepared: PreparedScan, folder: string): Promise<Observed['wasJudged']> {
  const { root } = prepared.request;
  const judged = judgedBy(report, prepared);
  const found = await findFiles(prepared.request);
  const files = found.kind === 'found' ? found.discovery.files : [];
  const requested = new Set(files.filter((file) => file.requested).map(({ path }) => path));
  return (path, rule) => {
    const inRoot = relativePath(root, join(folder, path));
    if (rule === undefined || !judged(inRoot, rule)) return false;
    return requested.has(inRoot) || !existsSync(join(root, inRoot));
  };
}
