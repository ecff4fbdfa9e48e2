import type { ComparisonWish } from '../audit/index.ts';
import type { CheckOptions } from './check-options.ts';
import { UsageError } from './usage-error.ts';

/** Reads `--diff` and `--staged`; undefined without either. */
export function planComparison(paths: readonly string[], { diff, staged }: CheckOptions): ComparisonWish | undefined {
  if (diff === undefined && staged !== true) return undefined;
  const option = diff === undefined ? '--staged' : '--diff';
  if (diff !== undefined && staged === true) throw new UsageError('`--diff` and `--staged` compare different things');
  if (paths.includes('-')) throw new UsageError(`\`${option}\` compares files and cannot read standard input`);
  if (diff === '') throw new UsageError('`--diff` needs a commit');
  return diff === undefined ? { kind: 'staged' } : { kind: 'diff', base: diff };
}
