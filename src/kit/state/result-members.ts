/** What calls of the project's functions give, and lack. */
import type { RelatedLocation } from '../../findings/index.ts';
import { lacksValueMember } from '../../knowledge/value-members.ts';
import type { ModuleSummary, ProjectModel, Target } from '../../project/index.ts';
import type { MembersSet } from '../names/members-set.ts';
import type { MemberUse } from './member-uses.ts';

type FunctionTarget = Extract<Target, { kind: 'function' }>;

/** As a finding tells it. */
export interface ResultWithout {
  readonly says: string;
  readonly of: string;
  readonly related: readonly RelatedLocation[];
}

/** The function that a path calls (`shop.find()`, awaited `shop.find()~`), of whose results all are known and none has the member. */
export function resultWithout(
  accessPath: string,
  member: string,
  importer: ModuleSummary,
  project: ProjectModel,
): ResultWithout | undefined {
  const isAwaited = accessPath.endsWith('()~');
  const called = isAwaited ? accessPath.slice(0, -3) : accessPath.endsWith('()') ? accessPath.slice(0, -2) : undefined;
  const target = called === undefined ? undefined : project.follow(called, importer);
  if (target?.kind !== 'function') return undefined;
  const isLacking = (each: Target): boolean =>
    each.kind === 'function' &&
    each.function.isAsync === isAwaited &&
    !each.function.isGenerator &&
    each.function.decorators.length === 0 &&
    shapesWithout(each, member).length > 0;
  if (!isLacking(target) || !project.holdsForOverrides(target, isLacking)) return undefined;
  const [shape = ''] = shapesWithout(target, member);
  const { module, function: fn } = target;
  return {
    says: `\`${fn.qualifiedName.slice(module.module.length + 1)}\` returns a ${shape}, which has no \`${member}\``,
    of: fn.qualifiedName,
    related: [{ path: module.path, ...fn.place, message: 'the function that returns it' }],
  };
}

/** The shapes of its results but None, where none of them has the member. */
function shapesWithout({ function: { shapes } }: FunctionTarget, member: string): readonly string[] {
  const kinds = (shapes ?? []).map((shape) => shape.split(' ')[0] ?? '');
  return kinds.every((kind) => lacksValueMember(kind, member)) ? kinds.filter((kind) => kind !== 'None') : [];
}

/** A plain function of the project, of whose results all are known: text, numbers, collections or nothing. */
export function awaitedPlain(written: string, target: Target, project: ProjectModel): ResultWithout | undefined {
  const isPlain = (each: Target): boolean =>
    each.kind === 'function' &&
    !each.function.isAsync &&
    !each.function.isGenerator &&
    each.function.shapes !== undefined &&
    project.signatureOf(each) !== undefined;
  if (target.kind !== 'function' || !isPlain(target) || !project.holdsForOverrides(target, isPlain)) return undefined;
  const { module, function: fn } = target;
  return {
    says: `\`${written}\` is a plain function, so its result cannot be awaited`,
    of: fn.qualifiedName,
    related: [{ path: module.path, ...fn.place, message: 'defined here without `async`' }],
  };
}

/** The function itself: without a call it has what is set on it, and nothing else that is public. */
export function functionWithout(
  { owner, member, written }: Pick<MemberUse, 'owner' | 'member' | 'written'>,
  target: FunctionTarget,
  set: MembersSet,
  project: ProjectModel,
): ResultWithout | undefined {
  const isPlain = (each: Target): boolean =>
    each.kind === 'function' && each.function.decorators.length === 0 && project.signatureOf(each) !== undefined;
  const { module, function: fn } = target;
  if (!isPlain(target) || !project.holdsForOverrides(target, isPlain)) return undefined;
  if (
    set.isSetOnSomething(member) ||
    [owner, fn.qualifiedName].some((accessPath) => set.find(accessPath, member) !== undefined)
  )
    return undefined;
  return {
    says: `\`${written}\` is read from a function object, which has no \`${member}\`: the function is not called`,
    of: fn.qualifiedName,
    related: [{ path: module.path, ...fn.place, message: 'the function' }],
  };
}
