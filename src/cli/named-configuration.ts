import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Io } from './io.ts';
import { UsageError } from './usage-error.ts';

/** Absolute path of what `--config` names. */
export function findNamedConfiguration(file: string, { cwd }: Pick<Io, 'cwd'>): string {
  const absolute = resolve(cwd, file);
  if (!existsSync(absolute)) throw new UsageError(`no such configuration file: \`${file}\``);
  if (!statSync(absolute).isFile()) throw new UsageError(`\`${file}\` is not a configuration file`);
  return absolute;
}
