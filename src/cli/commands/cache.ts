import { configurableRules } from '../../audit/index.ts';
import { CacheFolder, CacheRefusal, MAX_BYTES } from '../../cache/index.ts';
import { Configurations, readConfiguration } from '../../config/index.ts';
import { CACHE_USER } from '../cache-user.ts';
import { oneOf } from '../check-plan.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { loadRules } from '../known-rules.ts';
import { findNamedConfiguration } from '../named-configuration.ts';
import { type CachePlace, configuredCache, placeCache } from '../open-cache.ts';
import { reasonOf } from '../output/output-file.ts';
import { Writer } from '../output/writer.ts';
import { findScanRoot, showPath } from '../scan-root.ts';
import { UsageError } from '../usage-error.ts';

export interface CacheCommandOptions {
  readonly cacheDir?: string;
  readonly config?: string;
}

const ACTIONS = ['info', 'clean'] as const;

/** `auditlint cache info|clean [FOLDER]`. */
export async function runCacheCommand(
  action: string,
  folder: string,
  options: CacheCommandOptions,
  io: Io,
): Promise<ExitCode> {
  const wanted = oneOf('cache', action, ACTIONS);
  return wanted === 'info' ? printCacheInfo(folder, options, io) : cleanCache(folder, options, io);
}

/** `auditlint cache info [FOLDER]`: what is kept of earlier scans of a folder. */
async function printCacheInfo(folder: string, options: CacheCommandOptions, io: Io): Promise<ExitCode> {
  const place = await findPlace(folder, options, io);
  const files = openFolder(place).files();
  const stdout = new Writer(io.stdout, io.env);
  if (files.length === 0) {
    stdout.line(`no cache in \`${place.shownAs}\``);
    return EXIT.clean;
  }
  const used = new Date(Math.max(...files.map(({ usedAt }) => usedAt))).toISOString().slice(0, 10);
  const many = files.length === 1 ? 'one file' : `${files.length} files`;
  stdout.line(
    `${place.shownAs}: ${many}, ${megabytes(bytesOf(files))} of at most ${megabytes(MAX_BYTES)}, used ${used}`,
  );
  return EXIT.clean;
}

/** `auditlint cache clean [FOLDER]`: removes it. */
async function cleanCache(folder: string, options: CacheCommandOptions, io: Io): Promise<ExitCode> {
  const place = await findPlace(folder, options, io);
  const cache = openFolder(place);
  const files = cache.files();
  const stdout = new Writer(io.stdout, io.env);
  if (files.length === 0) stdout.line(`no cache in \`${place.shownAs}\``);
  try {
    cache.clean();
  } catch (cause) {
    throw new UsageError(`the cache \`${place.shownAs}\` cannot be removed: ${reasonOf(cause)}`, { cause });
  }
  if (files.length > 0) stdout.line(`removed ${megabytes(bytesOf(files))} from \`${place.shownAs}\``);
  return EXIT.clean;
}

async function findPlace(folder: string, options: CacheCommandOptions, io: Io): Promise<CachePlace> {
  const { root } = findScanRoot([folder], io.cwd);
  const show = (path: string): string => showPath(path, io.cwd);
  const file = options.config === undefined ? undefined : findNamedConfiguration(options.config, io);
  const rules = configurableRules(await loadRules(options, undefined, io));
  const configurations =
    file === undefined
      ? Configurations.inFolders(root, show, rules)
      : Configurations.only(root, readConfiguration(file, { showPath: show, within: undefined }, rules));
  const env = { ...io.env, AUDITLINT_NO_CACHE: undefined };
  const place = placeCache({ root, paths: [] }, options, configuredCache(configurations), { cwd: io.cwd, env });
  if (place === undefined) throw new UsageError('no location for a cache');
  return place;
}

function openFolder({ folder, untrustedFolders, shownAs }: CachePlace): CacheFolder {
  try {
    return new CacheFolder(folder, untrustedFolders, CACHE_USER.uid);
  } catch (error) {
    if (!(error instanceof CacheRefusal)) throw error;
    throw new UsageError(`\`${shownAs}\` is not a cache: ${error.message}`);
  }
}

const bytesOf = (files: readonly { readonly bytes: number }[]): number =>
  files.reduce((sum, { bytes }) => sum + bytes, 0);

const megabytes = (bytes: number): string => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
