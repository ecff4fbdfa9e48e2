/** Ways in which the failure of a check is ignored, in words. */
import type { PackedPlace } from '#kit';
import type { CiTolerance } from '#project';
import type { CheckRun } from '../_shared/check-commands.ts';
import type { DroppedResult } from './dropped-results.ts';

export interface Dropped extends Omit<DroppedResult, 'at'> {
  readonly at: PackedPlace;
}

export function describe(tolerance: CiTolerance): string {
  switch (tolerance.kind) {
    case 'step':
      return 'runs with `continue-on-error: true` in its step, so the job succeeds whatever it finds';
    case 'job':
      return 'runs with `continue-on-error: true` in its job, so the workflow succeeds whatever it finds';
    case 'make':
      return 'can fail without failing the target, as make ignores its exit code';
    case 'nox':
      return 'can fail without failing the session, as `success_codes` lists its failure code';
    case 'tox':
      return 'can fail without failing the environment, as tox ignores its exit code';
    case 'shell':
      return HIDINGS[tolerance.hiding];
  }
}

const HIDINGS = {
  'or-true': 'can fail without failing the step, as the command after `||` always succeeds',
  'exit-zero': 'can fail without failing the script, which always exits with 0',
  'set-plus-e': 'can fail without failing the script, which runs with `set +e`',
  pipe: 'can fail without failing the step, as the shell runs without `pipefail` and only the last command of the pipe counts',
} as const;

export function coversFiles({ paths }: CheckRun, check: CheckRun): boolean {
  const isCovered = (path: string): boolean =>
    paths.some((folder) => path === folder || path.startsWith(`${folder.replace(/\/$/, '')}/`));
  if (paths.length === 0 || paths.includes('.')) return true;
  return check.paths.every(isCovered) && check.words.some(isCovered);
}
