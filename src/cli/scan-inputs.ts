import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { buildId, digest } from '../cache/index.ts';
import { CACHE_USER } from './cache-user.ts';
import type { CheckOptions } from './check-options.ts';
import type { Io } from './io.ts';
import { findScanRoot, type ScanRoot } from './scan-root.ts';
import { UsageError } from './usage-error.ts';

/** What a command line asks to be scanned, before anything of it was understood. */
export interface ScanInputs extends ScanRoot {
  /** All that decides on the report beside what is in the root, the configurations that hold there, and the day. */
  readonly digest: string;
}

/** Throws what is wrong with paths or with the place of the configuration, as one sentence. */
export function findInputs(paths: readonly string[], options: CheckOptions, io: Io): ScanInputs {
  const { root, paths: scanned } = findScanRoot(paths, io.cwd);
  const file = options.config === undefined ? undefined : findNamedConfiguration(options.config, io);
  const { select, ignore, profile, exclude, noIgnore } = options;
  const parser = io.env.AUDITLINT_PARSER ?? 'wasm';
  const place = [root, scanned, io.cwd, file ?? null];
  const words = [select, ignore, profile, exclude, noIgnore].map((word) => word ?? null);
  const made = digest('inputs', [buildId(CACHE_USER.runtime, parser), ...place, ...words]);
  return { root, paths: scanned, digest: made.toString('base64url') };
}

export function findNamedConfiguration(file: string, { cwd }: Pick<Io, 'cwd'>): string {
  const absolute = resolve(cwd, file);
  if (!existsSync(absolute)) throw new UsageError(`no such configuration file: \`${file}\``);
  if (!statSync(absolute).isFile()) throw new UsageError(`\`${file}\` is not a configuration file`);
  return absolute;
}
