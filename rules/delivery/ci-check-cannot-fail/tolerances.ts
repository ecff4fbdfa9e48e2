/** Ways in which the failure of a check is ignored, in words. */
import type { PackedPlace } from '#kit';
import type { CiTolerance } from '#project';
import type { CheckRun } from '../_shared/check-commands.ts';
import type { DroppedResult } from './dropped-results.ts';

export interface Dropped extends Omit<DroppedResult, 'at'> {
  readonly at: PackedPlace;
}

type Ignored = Readonly<Record<'message' | 'remedy', string>>;

export function describe(tolerance: CiTolerance): Ignored {
  return tolerance.kind === 'shell' ? HIDINGS[tolerance.hiding] : TOLERANCES[tolerance.kind];
}

export const withoutOption = (option: string): Ignored => ({
  message: `runs with \`${option}\`, so the job succeeds whatever it finds`,
  remedy: `Remove \`${option}\`; if there is too much to fix, select the rules that pass today`,
});

const LET_FAIL = 'Remove `continue-on-error: true`; if there is too much to fix, check only the rules that pass today';

const TOLERANCES: Readonly<Record<Exclude<CiTolerance['kind'], 'shell'>, Ignored>> = {
  step: {
    message: 'runs with `continue-on-error: true` in its step, so the job succeeds whatever it finds',
    remedy: LET_FAIL,
  },
  job: {
    message: 'runs with `continue-on-error: true` in its job, so the workflow succeeds whatever it finds',
    remedy: LET_FAIL,
  },
  make: {
    message: 'can fail without failing the target, as make ignores its exit code',
    remedy: 'Remove the `-` before the command, and `-i` or `.IGNORE`',
  },
  nox: {
    message: 'can fail without failing the session, as `success_codes` lists its failure code',
    remedy: 'Remove the failure code from `success_codes`',
  },
  tox: {
    message: 'can fail without failing the environment, as tox ignores its exit code',
    remedy: 'Remove the `-` before the command, and `ignore_errors` or `ignore_outcome`',
  },
};

const HIDINGS = {
  'or-true': {
    message: 'can fail without failing the step, as the command after `||` always succeeds',
    remedy: 'Remove the `||` and the command after it',
  },
  'exit-zero': {
    message: 'can fail without failing the script, which always exits with 0',
    remedy: 'Exit with the exit code of the check',
  },
  'set-plus-e': {
    message: 'can fail without failing the script, which runs with `set +e`',
    remedy: 'Remove `set +e`, or exit with the exit code of the check',
  },
  pipe: {
    message:
      'can fail without failing the step, as the shell runs without `pipefail` and only the last command of the pipe counts',
    remedy: 'Set `shell: bash` for the step, or run `set -o pipefail` before the pipe',
  },
} as const;

export function coversFiles({ paths }: CheckRun, check: CheckRun): boolean {
  const isCovered = (path: string): boolean =>
    paths.some((folder) => path === folder || path.startsWith(`${folder.replace(/\/$/, '')}/`));
  if (paths.length === 0 || paths.includes('.')) return true;
  return check.paths.every(isCovered) && check.words.some(isCovered);
}
