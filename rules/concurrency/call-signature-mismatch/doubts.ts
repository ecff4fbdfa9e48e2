/** What a file says about its calls, and why a call that fits no signature may still work. */
import type { DoubtId, ProjectProblem } from '#kit';
import { isTakenBesideInPython2 } from '#kit/names';
import { mayBeOtherwise } from '#kit/state';
import type { ProjectModel, Target } from '#project';
import type { ModuleSummary } from '#semantics';
import type { ClassesGiven } from '../_shared/classes-handed.ts';
import type { ProjectCall } from '../_shared/project-calls.ts';
import type { BareDecorator } from './bare-decorators.ts';
import type { KnownCall } from './known-calls.ts';
import type { replacementOf } from './replaced-members.ts';
import type { CallMismatch } from './twin-mismatches.ts';

export interface Fact extends ClassesGiven {
  readonly calls: readonly ProjectCall[];
  readonly known: readonly KnownCall[];
  /** Names that it sets in modules, classes and objects (`namesSet`). */
  readonly set: readonly string[];
  /** Functions that make decorators (`decoratorMakers`). */
  readonly makers: readonly string[];
  readonly bare: readonly BareDecorator[];
  readonly back: readonly string[];
}

export type CallProblem = ProjectProblem & Pick<CallMismatch, 'callee' | 'says'>;

export function doubtAgainst(
  call: ProjectCall,
  module: ModuleSummary,
  target: Extract<Target, { kind: 'function' | 'class' }>,
  replaced: ReturnType<typeof replacementOf>,
  project: ProjectModel,
): DoubtId | undefined {
  if (project.isFarFetched(call.path, module, target.module)) return 'ambiguous-module';
  if (target.module !== module && isTakenBesideInPython2(call.path, module, project)) return 'unknown-version';
  if (isPlaceholder(target)) return 'external-definition';
  if (replaced === 'guessed') return 'dynamic-binding';
  const isExact = target.kind === 'class' ? call.isOwnClass !== true : target.isExact;
  return isExact || !mayBeOtherwise(target, project) ? undefined : 'uncertain-dispatch';
}

/** `class Settings: ...` in an example. */
const isPlaceholder = (target: Target): boolean =>
  target.kind === 'class' &&
  target.module.roles.includes('example') &&
  [target.class.methods, target.class.bases, target.class.decorators].every(({ length }) => length === 0) &&
  Object.keys(target.class.attributes).length === 0;
