import { isAbsolute, relative, resolve } from 'node:path';
import { toPosixPath } from '../text/index.ts';
import type { CheckOptions } from './check-options.ts';
import type { Io } from './io.ts';
import { UsageError } from './usage-error.ts';

/** The path under which standard input is scanned, relative to the working directory; undefined without `-`. */
export function planStdin(
  paths: readonly string[],
  { stdinFilename }: Pick<CheckOptions, 'stdinFilename'>,
  { cwd }: Pick<Io, 'cwd'>,
): string | undefined {
  const readsStdin = paths.includes('-');
  if (!readsStdin && stdinFilename === undefined) return undefined;
  if (!readsStdin) throw new UsageError('`--stdin-filename` needs the path `-`');
  if (paths.length > 1) throw new UsageError('`-` cannot be scanned together with other paths');
  if (stdinFilename === undefined)
    throw new UsageError('`-` needs `--stdin-filename FILE`, which sets the path of the input');
  const path = relative(cwd, resolve(cwd, stdinFilename));
  if (path === '' || path.startsWith('..') || isAbsolute(path)) {
    throw new UsageError(`\`--stdin-filename ${stdinFilename}\` is outside the working directory`);
  }
  return toPosixPath(path);
}
