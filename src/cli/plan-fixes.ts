import type { CheckOptions } from './check-options.ts';
import { UsageError } from './usage-error.ts';

/** Which fixes are made, and whether they are written. */
export interface FixPlan {
  readonly alsoUnsafe: boolean;
  readonly isPreview: boolean;
}

/** Reads `--fix`, `--unsafe-fixes` and `--preview-fixes`; undefined without any. */
export function planFixes(paths: readonly string[], options: CheckOptions): FixPlan | undefined {
  const { fix, unsafeFixes, previewFixes } = options;
  if (fix === undefined && previewFixes === undefined) {
    if (unsafeFixes === undefined) return undefined;
    throw new UsageError('`--unsafe-fixes` has no effect alone; add `--fix` or `--preview-fixes`');
  }
  const flag = fix === true ? '--fix' : '--preview-fixes';
  if (fix === true && previewFixes === true)
    throw new UsageError('`--fix` and `--preview-fixes` contradict each other');
  if (paths.includes('-')) throw new UsageError(`\`${flag}\` changes files and cannot read standard input`);
  if (options.staged === true)
    throw new UsageError(
      `\`--staged\` scans the index, but \`${flag}\` changes files in the working tree; use \`--diff HEAD\``,
    );
  const other = AGAINST.find(([option]) => options[option] !== undefined);
  if (other !== undefined) throw new UsageError(`\`${flag}\` ${other[2]}, and \`${other[1]}\` ${other[3]}`);
  const report = previewFixes === true ? REPORTING.find(([option]) => options[option] !== undefined) : undefined;
  if (report !== undefined)
    throw new UsageError(`\`--preview-fixes\` prints a diff instead of a report, so \`${report[1]}\` has no effect`);
  return { alsoUnsafe: unsafeFixes === true, isPreview: previewFixes === true };
}

const AGAINST: readonly (readonly [keyof CheckOptions, string, string, string])[] = [
  ['watch', '--watch', 'changes files once', 'scans them again and again'],
  ['shard', '--shard', 'needs all files', 'scans a part of them'],
  ['timing', '--timing', 'scans several times', 'measures one scan'],
];

const REPORTING: readonly (readonly [keyof CheckOptions, string])[] = [
  ['format', '--format'],
  ['output', '-o'],
  ['statistics', '--statistics'],
  ['groupBy', '--group-by'],
  ['all', '--all'],
];
