/** Objects that a function gives, where a name or an annotation says another class. */
import type { Expression } from '../../ast/index.ts';
import { CONSTRUCTOR_METHODS } from '../../knowledge/object-classes.ts';
import type { ModuleSummary, ProjectModel } from '../../project/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { dependencyOf } from '../../semantics/types/dependencies.ts';
import { FAR_FETCHED } from '../names/far-fetched.ts';
import type { MemberUse } from './member-uses.ts';

/** The way to what gives it: `user: UserIn = Depends(current_user)`, `settings = Store.from_env()`, awaited too. */
export function giverOf(value: Expression, { names, flow, types }: SemanticModel): string | undefined {
  const parameter = value.kind === 'Name' ? names.parameterOf(value) : undefined;
  const called = parameter?.annotation === undefined ? undefined : dependencyOf(parameter, names);
  if (called !== undefined) return `${types.pathOf(called) ?? ''}^`;
  const whole = value.kind === 'Name' ? flow.whole(value) : value;
  const call = whole.kind === 'Await' ? whole.value : whole;
  const name = call.kind === 'Call' ? names.qualifiedName(call.func) : undefined;
  if (name === undefined || !CONSTRUCTOR_METHODS.has(name.slice(name.lastIndexOf('.') + 1))) return undefined;
  return `${name}()${call === whole ? '' : '~'}`;
}

/** Of what the giver gives, where that is known. */
export function asGiven(use: MemberUse, importer: ModuleSummary, project: ProjectModel): MemberUse {
  const isObject = use.given !== undefined && project.follow(use.given, importer).kind === 'object';
  return isObject ? { ...use, owner: use.given } : use;
}

/** What speaks against a use, wherever its member lacks. */
export function guessAgainstUse(
  { isAsked, given, owner }: MemberUse,
  importer: ModuleSummary,
  home: ModuleSummary | undefined,
  project: ProjectModel,
): string | undefined {
  if (isAsked === true) return 'code beside it asks what kind of object it is';
  if (given !== undefined && project.follow(given, importer).kind !== 'object') {
    const maker = project.follow(
      given.slice(0, given.endsWith('^') ? -1 : given.endsWith('~') ? -3 : -2),
      importer,
    ).kind;
    if (given.endsWith('^') ? maker !== 'class' : maker === 'function')
      return 'what gives the object may give one of another class';
  }
  return project.isFarFetched(owner, importer, home) ? FAR_FETCHED : undefined;
}
