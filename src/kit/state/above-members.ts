/** Members that `super()` leads to, and lacks. */
import type { Expression } from '../../ast/index.ts';
import type { LocatedClass, ProjectModel, Target } from '../../project/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import type { MembersSet } from '../names/members-set.ts';
import { familyOf, lacksItself } from './class-families.ts';
import type { ResultWithout } from './result-members.ts';

/** `super().close()`, where no class above has it. */
export function memberAbove(
  member: string,
  target: Target,
  set: MembersSet,
  project: ProjectModel,
): ResultWithout | undefined {
  const above = target.kind === 'class' ? lineWithout(member, target, project) : undefined;
  const [base] = above ?? [];
  if (target.kind !== 'class' || base === undefined || above === undefined) return undefined;
  if (above.some((each) => set.find(each.class.qualifiedName, member) !== undefined)) return undefined;
  const name = base.class.qualifiedName.slice(base.module.module.length + 1);
  return {
    says: `neither \`${name}\` nor its bases have \`${member}\`, so \`super()\` cannot find it`,
    of: base.class.qualifiedName,
    related: [{ path: base.module.path, ...base.class.place, message: 'the base class' }],
  };
}

/**
 * The classes above one, where none of them has such an attribute: what `super().attribute` reads there. Where objects of a derived
 * class have further bases behind it, those may.
 */
function lineWithout(
  attribute: string,
  found: LocatedClass,
  project: ProjectModel,
): readonly LocatedClass[] | undefined {
  const isLackingAbove = (each: LocatedClass): boolean => {
    const line = project.lineOf(each);
    const at = line.findIndex((ancestor) => typeof ancestor !== 'string' && ancestor.class === found.class);
    return at >= 0 && line.slice(at + 1).every((ancestor) => lacksItself(attribute, ancestor));
  };
  const above = project
    .lineOf(found)
    .flatMap((each) => (typeof each === 'string' || each.class === found.class ? [] : each));
  // What has no base of its own is made to be before others.
  if (above.length === 0) return undefined;
  return familyOf(found, project).every(isLackingAbove) ? above : undefined;
}

/** The class whose method says `super()`. */
export function classBelow(value: Expression, { names, context }: SemanticModel): string | undefined {
  if (value.kind !== 'Call' || value.args.length > 0 || names.qualifiedName(value.func) !== 'builtins.super')
    return undefined;
  const fn = context.defAround(value);
  const classDef = fn === undefined ? undefined : context.classOfMethod(fn);
  return classDef && names.fullNameOf(classDef);
}
