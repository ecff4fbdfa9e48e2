import { resolve } from 'node:path';
import {
  checkedOutCommit,
  filesOfShard,
  hashOfFiles,
  PART_FORMAT,
  type PartHead,
  type PreparedScan,
  partLines,
  pluginsOf,
  type Shard,
  type ShardWish,
  sizesBelow,
  TOOL,
} from '../../audit/index.ts';
import type { DiscoveredFile } from '../../discover/index.ts';
import { FILE_REPORT_SCHEMA_VERSION, mapFiles, Timing } from '../../engine/index.ts';
import { relativePath } from '../../text/index.ts';
import type { CheckOptions } from '../check-options.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { checkWritable, writePrivateLines } from '../output/output-file.ts';
import { timingLines } from '../output/timing-lines.ts';
import { Writer } from '../output/writer.ts';
import { UsageError } from '../usage-error.ts';
import { prepareCheck } from './prepare-check.ts';
import { runInterruptible } from './run-scan.ts';

/** `auditlint --shard i/n -o FILE`: maps one part of the files, and writes what `auditlint merge` makes the report of. */
export async function writeShard(paths: readonly string[], options: CheckOptions, io: Io): Promise<ExitCode> {
  const shard = planShard(options);
  refuseOthers(paths, options);
  const { file, shownAs } = planFile(options, io);
  const wish = wishOf(paths, options);
  const prepared = await prepareCheck(paths, options, io);
  const { request } = prepared;
  const untrustedFolders = [io.cwd, request.root];
  checkWritable(file, shownAs, untrustedFolders);
  const sizeOf = sizesBelow(request.root);
  let files: readonly DiscoveredFile[] = [];
  const timing = options.timing === true ? new Timing() : undefined;
  const outcome = await runInterruptible(request, { ...options, timing }, io, (interruptible) =>
    mapFiles(interruptible, (discovery) => {
      files = filesOfShard(withoutFile(discovery.files, file, request.root), sizeOf, shard);
      return files;
    }),
  );
  if (outcome?.kind !== 'mapped') return EXIT.interrupted;
  const all = withoutFile(outcome.discovery.files, file, request.root);
  const head = { ...headOf(prepared, shard, io), wish, files: hashOfFiles(all, sizeOf) };
  writePrivateLines(file, shownAs, partLines(head, { ...outcome, files }), untrustedFolders);
  const stderr = new Writer(io.stderr, io.env);
  if (timing !== undefined) await stderr.lines(timingLines(timing));
  if (options.quiet !== true) {
    const part = `part ${shard.index} of ${shard.count}, ${files.length} of ${all.length} files`;
    stderr.line(`auditlint: wrote ${shownAs}: ${part}; \`auditlint merge\` merges all parts into a report`);
  }
  return EXIT.clean;
}

/** The most jobs that a scan is split into. */
const MAX_SHARDS = 10_000;

function planShard({ shard = '' }: CheckOptions): Shard {
  const [, i = '', n = ''] = /^(\d{1,9})\/(\d{1,9})$/.exec(shard) ?? [];
  const [index, count] = [Number(i), Number(n)];
  if (n === '') throw new UsageError(`--shard: \`${shard}\` is not a shard; use \`1/4\` to \`4/4\``);
  if (count < 1 || count > MAX_SHARDS) {
    throw new UsageError(`--shard: \`${shard}\`: a scan has 1 to ${MAX_SHARDS} shards`);
  }
  if (index < 1 || index > count) {
    throw new UsageError(`--shard: no shard ${index} of ${count}; use \`1/${count}\` to \`${count}/${count}\``);
  }
  return { index, count };
}

/** What is said of a report, and a part is none. */
const OF_MERGE: readonly (readonly [keyof CheckOptions, string])[] = [
  ['format', '--format'],
  ['failOn', '--fail-on'],
  ['groupBy', '--group-by'],
  ['all', '--all'],
  ['statistics', '--statistics'],
  ['sarifIncludeSuppressed', '--sarif-include-suppressed'],
  ['category', '--category'],
  ['baseline', '--baseline'],
  ['allowEmpty', '--allow-empty'],
];

function refuseOthers(paths: readonly string[], options: CheckOptions): void {
  const ofMerge = OF_MERGE.find(([option]) => options[option] !== undefined);
  if (ofMerge !== undefined) {
    const [option, flag] = ofMerge;
    const shown = option === 'baseline' && options.baseline === false ? '--no-baseline' : flag;
    throw new UsageError(`\`--shard\` writes no report; pass \`${shown}\` to \`auditlint merge\``);
  }
  const compared = options.staged === true ? '--staged' : options.diff === undefined ? undefined : '--diff';
  if (compared !== undefined) throw new UsageError(`\`--shard\` and \`${compared}\` cannot be combined`);
  if (options.cacheDir !== undefined) throw new UsageError('`--shard` uses no cache, so `--cache-dir` has no effect');
  if (options.watch === true) throw new UsageError('`--shard` and `--watch` cannot be combined');
  if (paths.includes('-') || options.stdinFilename !== undefined) {
    throw new UsageError('`--shard` cannot read standard input');
  }
}

function planFile({ output }: CheckOptions, { cwd }: Io): { readonly file: string; readonly shownAs: string } {
  if (output === undefined || output === '' || output === '-') {
    throw new UsageError('`--shard` needs `-o FILE`, the file for `auditlint merge`');
  }
  return { file: resolve(cwd, output), shownAs: output };
}

function wishOf(
  paths: readonly string[],
  { select, ignore, profile, minSeverity, config, exclude, noIgnore }: CheckOptions,
): ShardWish {
  return {
    paths: [...paths],
    ...(select !== undefined && { select: [...select] }),
    ...(ignore !== undefined && { ignore: [...ignore] }),
    ...(profile !== undefined && { profile }),
    ...(minSeverity !== undefined && { minSeverity }),
    ...(config !== undefined && { config }),
    ...(exclude !== undefined && { exclude: [...exclude] }),
    ...(noIgnore !== undefined && { noIgnore }),
  };
}

/** A part that an earlier run left is no part of the scan. */
function withoutFile(files: readonly DiscoveredFile[], file: string, root: string): readonly DiscoveredFile[] {
  const own = relativePath(root, file);
  return files.filter(({ path }) => path !== own);
}

function headOf(prepared: PreparedScan, shard: Shard, { env }: Io): Omit<PartHead, 'wish' | 'files'> {
  const commit = checkedOutCommit(prepared.request.root, env);
  const plugins = pluginsOf(prepared.request.rules);
  return {
    format: PART_FORMAT,
    tool: TOOL,
    fileReports: FILE_REPORT_SCHEMA_VERSION,
    shard: { ...shard },
    configuration: prepared.configurations.digest,
    ...(plugins.length > 0 && { plugins }),
    ...(commit !== undefined && { commit }),
  };
}
