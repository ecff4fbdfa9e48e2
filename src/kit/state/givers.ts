/** Objects that a function gives, where a name or an annotation says another class. */
import { defsOf, type Expression, isCapWords, namesIn, withoutAwait } from '../../ast/index.ts';
import type { DoubtId } from '../../findings/doubts.ts';
import { CONSTRUCTOR_METHODS } from '../../knowledge/object-classes.ts';
import { STANDARD_LIBRARY_MODULES } from '../../knowledge/standard-library.ts';
import type { ModuleSummary, ProjectModel } from '../../project/index.ts';
import { memoizeByFile } from '../../semantics/by-file.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { dependencyOf } from '../../semantics/types/dependencies.ts';
import type { MemberUse } from './member-uses.ts';

/** The path to what gives it: `user: UserIn = Depends(current_user)`, `settings = Store.from_env()`, awaited too. */
export function giverOf(value: Expression, model: SemanticModel): string | undefined {
  const { names, flow, types } = model;
  const parameter = value.kind === 'Name' ? names.parameterOf(value) : undefined;
  const called = parameter?.annotation === undefined ? undefined : dependencyOf(parameter, names);
  if (called !== undefined) return `${types.pathOf(called) ?? ''}^`;
  const whole = value.kind === 'Name' ? flow.whole(value) : value;
  const call = whole.kind === 'Await' ? whole.value : whole;
  const name = call.kind === 'Call' ? names.qualifiedName(call.func) : undefined;
  if (name === undefined || !CONSTRUCTOR_METHODS.has(name.slice(name.lastIndexOf('.') + 1)))
    return makerBehind(value, model);
  return `${name}()${call === whole ? '' : '~'}`;
}

/** Of what only an annotation says what it is: the class whose method makes it, and a mark. */
function makerBehind(value: Expression, model: SemanticModel): string | undefined {
  const makers = makersBehind(model);
  if (makers.size === 0) return undefined;
  const [only] = (value.kind === 'Name' && model.names.resolve(value)?.definitions) || [];
  const isTarget = only?.statement.kind === 'For' && only.statement.target === only.node;
  const call = withoutAwait(model.flow.whole(isTarget && only.statement.kind === 'For' ? only.statement.iter : value));
  return call.kind === 'Call' ? makers.get(model.types.calleeName(call.func) ?? '') : undefined;
}

/** `def lines(self) -> list[Line]: return self.soup.find_all("li")`: nothing tells the one who is called of the class. */
const makersBehind = memoizeByFile((model: SemanticModel): ReadonlyMap<string, string> => {
  const { names, flow, types, source } = model;
  const makers = new Map<string, string>();
  for (const fn of defsOf(source.module)) {
    for (const value of fn.returns === undefined ? [] : flow.returnValues(fn)) {
      const call = value && withoutAwait(flow.whole(value));
      if (call?.kind !== 'Call' || call.func.kind !== 'Attribute' || types.classOf(call) !== undefined) continue;
      const maker = [...namesIn(call)].some(isCapWords) ? undefined : types.classOf(call.func.value);
      // What holds objects of anybody gives them back.
      if (maker !== undefined && !STANDARD_LIBRARY_MODULES.has(maker.split('.', 1)[0] ?? ''))
        makers.set(names.fullNameOf(fn), `${maker}!`);
    }
  }
  return makers;
});

/** Of what the giver gives, where that is known. */
export function asGiven(use: MemberUse, importer: ModuleSummary, project: ProjectModel): MemberUse {
  const isObject = use.given !== undefined && project.follow(use.given, importer).kind === 'object';
  return isObject ? { ...use, owner: use.given } : use;
}

/** What speaks against a use, wherever its member lacks. */
export function doubtAgainstUse(
  { given, owner }: MemberUse,
  importer: ModuleSummary,
  home: ModuleSummary | undefined,
  project: ProjectModel,
): DoubtId | undefined {
  if (given !== undefined && project.follow(given, importer).kind !== 'object') {
    const maker = project.follow(
      given.slice(0, /[!^]$/.test(given) ? -1 : given.endsWith('~') ? -3 : -2),
      importer,
    ).kind;
    const isOther = given.endsWith('^') ? maker !== 'class' : maker === 'function';
    if (isOther || (given.endsWith('!') && maker === 'unknown')) return 'type-from-annotation';
  }
  return project.isFarFetched(owner, importer, home) ? 'ambiguous-module' : undefined;
}
