import { join, resolve } from 'node:path';
import { CacheFolder, CacheRefusal, DEFAULT_FOLDER, ScanCache, userKey } from '../cache/index.ts';
import type { Configurations } from '../config/index.ts';
import { DiskTree, isProjectTree } from '../discover/index.ts';
import type { ScanRequest } from '../engine/index.ts';
import { DEFAULT_LIMITS, maxBytesAt } from '../engine/scan-options.ts';
import { CACHE_USER } from './cache-user.ts';
import type { CheckOptions } from './check-options.ts';
import type { Io } from './io.ts';
import { reasonOf } from './output/output-file.ts';
import { Writer } from './output/writer.ts';
import type { ScanInputs } from './scan-inputs.ts';
import { isFolder, showPath } from './scan-root.ts';
import { UsageError } from './usage-error.ts';

export type CacheOptions = Pick<CheckOptions, 'cache' | 'cacheDir' | 'quiet'>;

/** A folder for what scans found, and whether someone typed its name. */
export interface CachePlace {
  /** Absolute path. */
  readonly folder: string;
  /** Folders whose content someone else may have written. */
  readonly untrustedFolders: readonly string[];
  readonly shownAs: string;
  readonly isNamed: boolean;
}

/** The folder that a configuration names, absolute. */
export function configuredCache(configurations: Configurations): string | undefined {
  const { folder, cacheDir } = configurations.nearest('cacheDir') ?? {};
  return folder === undefined || cacheDir === undefined ? undefined : join(folder, cacheDir.value);
}

/** Where what a scan finds is kept; undefined where nothing is. */
export function placeCache(
  { root, paths, stdin }: Pick<ScanRequest, 'root' | 'paths' | 'stdin'>,
  { cache, cacheDir }: CacheOptions,
  configured: string | undefined,
  { cwd, env }: Pick<Io, 'cwd' | 'env'>,
): CachePlace | undefined {
  if (cache === false) {
    if (cacheDir === undefined) return undefined;
    throw new UsageError('`--no-cache` and `--cache-dir` contradict each other');
  }
  if (cacheDir === '') throw new UsageError('`--cache-dir` needs a folder name');
  if (cacheDir === undefined && isSet(env.AUDITLINT_NO_CACHE)) return undefined;
  const untrustedFolders = [cwd, root];
  const named = cacheDir ?? (isSet(env.AUDITLINT_CACHE_DIR) ? env.AUDITLINT_CACHE_DIR : undefined);
  if (named !== undefined) {
    return { folder: resolve(cwd, named), untrustedFolders, shownAs: named, isNamed: true };
  }
  // Anyone who has a look at one file somewhere wants no folder beside it.
  const [only, ...others] = paths;
  const isOfFolder = only === undefined || (others.length === 0 && isFolder(only));
  const isLook = stdin !== undefined || !isOfFolder;
  if (configured === undefined && isLook && !isProjectTree(new DiskTree(root))) return undefined;
  const folder = configured ?? join(root, DEFAULT_FOLDER);
  return { folder, untrustedFolders, shownAs: showPath(folder, cwd), isNamed: false };
}

/** A cache that scans go by. */
export interface OpenedCache {
  readonly cache: ScanCache;
  /** Writes what is new; never throws. */
  save(): void;
}

/**
 * The cache of a scan. Where it cannot be used a folder that someone typed is an error, and any other is reported in one sentence
 * that goes to `tell`.
 */
export function openCache(
  place: CachePlace,
  inputs: ScanInputs,
  { env, today }: Io,
  report: (sentence: string) => void,
): ScanCache | undefined {
  const { shownAs, isNamed } = place;
  const { root, digest } = inputs;
  try {
    const cacheFolder = new CacheFolder(place.folder, place.untrustedFolders, CACHE_USER.uid);
    const limitOf = (path: string): number => maxBytesAt(path, DEFAULT_LIMITS);
    const context = { root, today, maxBytesOf: limitOf, scan: digest };
    return new ScanCache(cacheFolder, userKey(env, root, CACHE_USER), context);
  } catch (error) {
    if (!(error instanceof CacheRefusal)) throw error;
    const reason = error.cause === undefined ? error.message : `${error.message}: ${reasonOf(error.cause)}`;
    if (isNamed) throw new UsageError(`the cache folder \`${shownAs}\` cannot be used: ${reason}`);
    report(`no cache in \`${shownAs}\`: ${reason}`);
    return undefined;
  }
}

/** Writes what is new. What cannot be written is reported, and fails nothing. */
export function saveCache(cache: ScanCache, { shownAs }: CachePlace, report: (sentence: string) => void): void {
  try {
    cache.save();
  } catch (error) {
    const remedy = error instanceof CacheRefusal ? '' : '; use `--cache-dir` for another folder, or `--no-cache`';
    report(`the cache \`${shownAs}\` could not be written: ${reasonOf(error)}${remedy}`);
  }
}

/** Where sentences about a cache go. */
export function cacheReporter({ quiet }: CacheOptions, io: Io): (sentence: string) => void {
  return (sentence) => {
    if (quiet !== true) new Writer(io.stderr, io.env).line(`auditlint: ${sentence}`);
  };
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';
