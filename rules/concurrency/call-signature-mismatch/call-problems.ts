import type { DoubtId } from '#findings';
import type { PackedPlace } from '#kit';
import type { MembersSet } from '#kit/names';
import { refusedKeywords } from '#kit/state';
import type { ProjectModel, Signature, Target } from '#project';
import type { ModuleSummary } from '#semantics';
import { describeMismatch, type Mismatch, mismatchOf } from '#semantics/calls/call-binding';
import { fitsThroughClass } from '../_shared/classes-handed.ts';
import type { ProjectCall, ProjectResultUse } from '../_shared/project-calls.ts';
import { describeShape, describeUse, lacksWhatIsTaken } from './result-shapes.ts';

/** Why the target of a call cannot take it, or cannot give what the caller takes of the result. */
export const problemWithTarget = (
  call: ProjectCall,
  target: Target,
  known: KnownOfRows,
  project: ProjectModel,
): ProblemWithTarget | undefined =>
  bindingProblem(call, target, known, project) ?? resultProblem(call, target, project);

/** What else gives members to the classes of rows. */
export interface KnownOfRows {
  readonly set: MembersSet;
  /** `backReferences`. */
  readonly back: ReadonlySet<string>;
  /** `placesOfClasses` */
  readonly classes: ReadonlySet<string>;
  /** All calls of the project. */
  readonly facts: readonly { readonly path: string; readonly fact: { readonly calls: readonly ProjectCall[] } }[];
}

/** What is wrong with a call, for messages. */
export interface ProblemWithTarget {
  readonly of: 'arguments' | 'result';
  readonly kind: string;
  readonly place: PackedPlace;
  readonly says: string;
  /** What the finding has besides. */
  readonly more?: { readonly remedy: string };
  readonly endsPathAt?: number;
  readonly doubt?: DoubtId;
}

function bindingProblem(
  call: ProjectCall,
  target: Target,
  { set, back, classes, facts }: KnownOfRows,
  project: ProjectModel,
): ProblemWithTarget | undefined {
  const refused = target.kind === 'class' ? refusedKeywords(call.keywords, target, back, set, project) : undefined;
  const mismatch: Mismatch | undefined =
    refused === undefined ? mismatchWith(call, target, project) : { kind: 'unexpected', names: refused.names };
  if (mismatch === undefined) return undefined;
  const isOfClass = call.receiver?.some((place) => classes.has(place)) === true && fitsThroughClass(call, target);
  const isGiven = call.field !== undefined && !isLeftOut(call.field, facts, project);
  const doubt = refused?.doubt ?? (isOfClass ? 'uncertain-dispatch' : isGiven ? 'caller-precondition' : undefined);
  return {
    of: 'arguments',
    kind: mismatch.kind,
    place: call.place,
    ...(call.endsPathAt !== undefined && { endsPathAt: call.endsPathAt }),
    ...(doubt !== undefined && { doubt }),
    says: `${describeMismatch(mismatch)}${hiddenBy(call)}`,
  };
}

/** `Order()`, where `Order` or a class that derives from it has the field. */
const isLeftOut = ([owner, field]: readonly [string, string], facts: KnownOfRows['facts'], project: ProjectModel) =>
  facts.some(({ path, fact }) => {
    const module = project.moduleByPath(path);
    return fact.calls.some((call) => {
      // What is given by its place alone may be the field.
      if (module === undefined || call.positional !== 0 || call.keywords.includes(field)) return false;
      const made = project.follow(call.path, module);
      const line = made.kind === 'class' ? project.lineOf(made) : [];
      return line.some((each) => typeof each !== 'string' && each.class.qualifiedName === owner);
    });
  });

/** Why no candidate takes the call; undefined when one does or may. */
function mismatchWith(call: ProjectCall, target: Target, project: ProjectModel): Mismatch | undefined {
  if (call.positional < 0) return undefined;
  const against = (candidate: Target): Mismatch | undefined => {
    const signature = call.isTask === true ? taskSignature(candidate) : project.signatureOf(candidate);
    if (signature === undefined) return undefined;
    const mismatch = mismatchOf(call, signature.parameters, signature.takesMore);
    return call.isPartial === true && mismatch?.kind === 'missing' ? undefined : mismatch;
  };
  const mismatch = against(target);
  if (mismatch === undefined || (target.kind === 'class' && call.isOwnClass !== true)) return mismatch;
  return project.holdsForOverrides(target, (other) => against(other) !== undefined) ? mismatch : undefined;
}

/** Of a function that a decorator has made a task of; a bound one gets the task itself first. */
function taskSignature(target: Target): Signature | undefined {
  if (target.kind !== 'function' || target.owner !== undefined) return undefined;
  const { decorators, parameters, hasUnreadParameters, isConditional } = target.function;
  const [only, ...others] = decorators;
  if (only === undefined || others.length > 0 || !TASKS.test(only)) return undefined;
  if (hasUnreadParameters === true || isConditional === true) return undefined;
  return { parameters: parameters[0]?.name === 'self' ? parameters.slice(1) : parameters, takesMore: false };
}

const TASKS = /(?:^|\.)(?:shared_task|task|actor)$/;

/** What a path leads to, as a call sees it: what is called where an object is. */
export function calledBy(call: ProjectCall, module: ModuleSummary, project: ProjectModel): Target {
  const target = project.follow(call.path, module);
  if (target.kind !== 'object' || call.isTask === true) return target;
  const isLayer = project.lineOf(target).some((each) => typeof each === 'string' && LAYERS.has(each));
  return project.follow(`${call.path}.${isLayer ? 'forward' : '__call__'}`, module);
}

/** Calling one of these runs its `forward`. */
const LAYERS: ReadonlySet<string> = new Set(['torch.nn.Module', 'torch.nn.modules.module.Module']);

/** The first thing that the caller takes of the result and no candidate gives. */
function resultProblem(call: ProjectCall, target: Target, project: ProjectModel): ProblemWithTarget | undefined {
  if (target.kind !== 'function') return undefined;
  const isLost = (use: ProjectResultUse, candidate: Target): boolean =>
    candidate.kind === 'function' &&
    candidate.function.isAsync === (call.isAwaited === true) &&
    project.signatureOf(candidate) !== undefined &&
    candidate.function.shapes?.every((shape) => lacksWhatIsTaken(shape, use)) === true;
  const use = call.uses?.find(
    (each) => isLost(each, target) && project.holdsForOverrides(target, (other) => isLost(each, other)),
  );
  if (use === undefined) return undefined;
  return {
    of: 'result',
    kind: use.kind,
    place: use.place,
    says: `returns ${(target.function.shapes ?? []).map(describeShape).join(' or ')}, but ${describeUse(use)}`,
    more: { remedy: 'Use the result as the function returns it, or return what its callers expect' },
  };
}

/** What a handler around a call does with its failure, as the end of a sentence. */
export const hiddenBy = ({ swallowed }: { readonly swallowed?: string }): string =>
  swallowed === undefined ? '' : `, and the handler around it ${swallowed}`;
