import type { ProjectModel, Target } from '#project';

export type FunctionTarget = Extract<Target, { kind: 'function' }>;

/** A function itself, and for a method what classes derived from its own define in its place. */
export function overridesOf(target: FunctionTarget, project: ProjectModel): readonly FunctionTarget[] {
  const name = target.function.qualifiedName.split('.').at(-1) ?? '';
  const derived = target.owner === undefined ? [] : project.derivedFrom(target.owner);
  const others = derived.flatMap((owner): FunctionTarget[] => {
    const own = owner.module.functions.find((fn) => fn.qualifiedName === `${owner.class.qualifiedName}.${name}`);
    return own === undefined ? [] : [{ kind: 'function', module: owner.module, function: own, owner, isBound: true }];
  });
  return [target, ...others];
}
