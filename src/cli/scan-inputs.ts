import { buildId, digest } from '../cache/index.ts';
import type { LoadedPlugin } from '../kit/index.ts';
import { CACHE_USER } from './cache-user.ts';
import type { CheckOptions } from './check-options.ts';
import type { Io } from './io.ts';
import { findNamedConfiguration } from './named-configuration.ts';
import { findScanRoot, type ScanRoot } from './scan-root.ts';

/** What a command line asks to be scanned, before anything of it was understood. */
export interface ScanInputs extends ScanRoot {
  /** All that decides on the report beside what is in the root, the configurations that hold there, and the day. */
  readonly digest: string;
}

/** What stands for a plug-in: its module, and the content of its package. */
export type PluginInput = Pick<LoadedPlugin, 'entry' | 'digest'>;

/** Throws what is wrong with paths or with the place of the configuration, as one sentence. */
export function findInputs(
  paths: readonly string[],
  options: CheckOptions,
  named: readonly PluginInput[],
  io: Io,
): ScanInputs {
  const { root, paths: scanned } = findScanRoot(paths, io.cwd);
  const file = options.config === undefined ? undefined : findNamedConfiguration(options.config, io);
  const { select, ignore, profile, minSeverity, exclude, noIgnore } = options;
  const parser = io.env.AUDITLINT_PARSER ?? 'wasm';
  const place = [root, scanned, io.cwd, file ?? null];
  const plugins = named.map(({ entry, digest: content }) => [entry, content]);
  const words = [select, ignore, profile, minSeverity, exclude, noIgnore].map((word) => word ?? null);
  const made = digest('inputs', [buildId(CACHE_USER.runtime, parser), ...place, ...words, plugins]);
  return { root, paths: scanned, digest: made.toString('base64url') };
}
