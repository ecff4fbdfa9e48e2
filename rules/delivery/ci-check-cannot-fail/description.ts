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
      return 'runs in a step with `continue-on-error: true`: whatever it finds, the job succeeds';
    case 'job':
      return 'runs in a job with `continue-on-error: true`: whatever it finds, the workflow succeeds';
    case 'make':
      return 'may fail and make goes on: it is told to ignore that';
    case 'nox':
      return 'may fail and nox goes on: `success_codes` names the code of a failure';
    case 'tox':
      return 'may fail and tox goes on: it is told to ignore that';
    case 'shell':
      return HIDINGS[tolerance.hiding];
  }
}

const HIDINGS = {
  'or-true': 'may fail and the step succeeds: what stands behind `||` always does',
  'exit-zero': 'may fail and the script succeeds: it ends with success whatever happened',
  'set-plus-e': 'may fail and the script goes on: `set +e` tells it to',
  pipe: 'may fail and the step succeeds: only the end of the pipe counts, as the shell runs without `pipefail`',
} as const;

export function coversFiles({ paths }: CheckRun, check: CheckRun): boolean {
  const isCovered = (path: string): boolean =>
    paths.some((folder) => path === folder || path.startsWith(`${folder.replace(/\/$/, '')}/`));
  if (paths.length === 0 || paths.includes('.')) return true;
  return check.paths.every(isCovered) && check.words.some(isCovered);
}
