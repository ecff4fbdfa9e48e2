/** Dicts and objects of other classes that calls give for a parameter, whatever its annotation says. */
import { type Expression, isCapWords, lastName, type Name, namesIn, nodesOf, withoutAwait } from '../../ast/index.ts';
import type { DoubtId } from '../../findings/doubts.ts';
import { lacksValueMember } from '../../knowledge/value-members.ts';
import type { ModuleSummary, ProjectModel } from '../../project/index.ts';
import { definitionCalled } from '../../semantics/effects/definition-called.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { functionKey, targetKey } from '../facts-by-function.ts';
import type { MemberUse } from './member-uses.ts';

/** The path to what is called, where among its arguments the value stands (`0[]` where it is a list of them), and the path to its class: none of a dict. */
type GivenValue = readonly [path: string, ...at: GivenAt];
type GivenAt = readonly [at: number | string, of?: string];

export function givenDicts(model: SemanticModel): readonly GivenValue[] {
  const said = [...nodesOf(model.source.module, 'FunctionDef'), ...nodesOf(model.source.module, 'AsyncFunctionDef')]
    .filter((fn) => fn.returns !== undefined && model.flow.returnValues(fn).some((value) => isUnseen(value, model)))
    .map((fn) => [model.names.fullNameOf(fn), SAID] as const);
  return [...said, ...givenByCalls(model)];
}

/** In the place of an argument: only the annotation of the function says of what class its result is. */
const SAID = '->';

/** What something else than a class gives, as a driver of a database does, or a list of that. */
function isUnseen(value: Expression | undefined, model: SemanticModel): boolean {
  const call = value && withoutAwait(model.flow.whole(value));
  if (call?.kind !== 'Call') return false;
  if (model.names.qualifiedName(call.func) === 'builtins.list') return isUnseen(call.args[0], model);
  const isOfClass = [...namesIn(call.func), lastName(call.func) ?? ''].some(
    (name) => name === 'cls' || isCapWords(name),
  );
  return call.func.kind === 'Attribute' && !isOfClass && model.types.classOf(call) === undefined;
}

function givenByCalls(model: SemanticModel): readonly GivenValue[] {
  return nodesOf(model.source.module, 'Call').flatMap((call) => {
    const given = [
      ...call.args.flatMap((value, index) => givenAt(index, value, model)),
      ...call.keywords.flatMap(({ arg, value }) => (arg === undefined ? [] : givenAt(arg, value, model))),
    ];
    const path = given.length === 0 ? undefined : model.effects.projectPath(call);
    return path === undefined ? [] : given.map((each) => [path, ...each] as const);
  });
}

function givenAt(at: number | string, value: Expression, model: SemanticModel): readonly GivenAt[] {
  const whole = model.flow.whole(value);
  if (whole.kind === 'Dict') return [[at]];
  const made = classMade(whole, model);
  if (made !== undefined) return [[at, made]];
  const call = withoutAwait(whole);
  const giver = call.kind === 'Call' ? model.effects.projectPath(call) : undefined;
  if (giver !== undefined) return [[at, giver]];
  if (whole.kind !== 'List' || whole.elts.length > 0 || value.kind !== 'Name') return [];
  return appendedTo(value, model).flatMap((each) => {
    const of = classMade(model.flow.whole(each), model);
    return of === undefined ? [] : [[`${at}[]`, of]];
  });
}

function classMade(value: Expression, { effects }: SemanticModel): string | undefined {
  if (value.kind !== 'Call' || !isCapWords(lastName(value.func) ?? '')) return undefined;
  return effects.projectPath(value);
}

const appendedTo = (list: Name, { names }: SemanticModel): readonly Expression[] =>
  names.resolve(list)?.references.flatMap(({ parent }) => {
    const call = parent?.kind === 'Attribute' && parent.attr === 'append' ? parent.parent : undefined;
    return call?.kind === 'Call' && call.func === parent ? call.args.slice(0, 1) : [];
  }) ?? [];

/** The function of whose parameter a member is read, and the places at which calls give it. */
export type OfParameter = readonly [fn: string, ...places: (number | string)[]];

/** Also where a loop goes over the parameter; of what a function of this file gives that function. */
export function parameterOf(value: Expression, model: SemanticModel): OfParameter | undefined {
  const { names, context } = model;
  const call = withoutAwait(model.flow.whole(value));
  const giver = call.kind === 'Call' ? definitionCalled(model, call) : undefined;
  if (giver !== undefined) return [names.fullNameOf(giver), SAID];
  const [only, other] = value.kind === 'Name' ? (names.resolve(value)?.definitions ?? []) : [];
  const isTarget = only?.statement.kind === 'For' && only.statement.target === only.node && other === undefined;
  const given = isTarget && only.statement.kind === 'For' ? only.statement.iter : value;
  const parameter = given.kind === 'Name' ? names.parameterOf(given) : undefined;
  const fn = parameter?.parent?.parent;
  if (parameter === undefined || (fn?.kind !== 'FunctionDef' && fn?.kind !== 'AsyncFunctionDef')) return undefined;
  const index = [...fn.args.posonlyargs, ...fn.args.args].indexOf(parameter);
  const place = context.classOfMethod(fn) === undefined ? index : index - 1;
  const places = [parameter.arg, place];
  return [names.fullNameOf(fn), ...(isTarget ? places.map((each) => `${each}[]`) : places)];
}

interface Given {
  readonly project: ProjectModel;
  /** The classes of what calls give, by keys of function and place: an empty name of a dict, `?` where only an annotation says it. */
  readonly classes: ReadonlyMap<string, ReadonlySet<string>>;
  /** Functions of whose results only an annotation says what they are. */
  readonly said: ReadonlySet<string | undefined>;
}

export function dictsGiven(
  facts: readonly { readonly path: string; readonly fact: { readonly dicts: readonly GivenValue[] } }[],
  project: ProjectModel,
): Given {
  const said = new Set<string | undefined>(
    facts.flatMap(({ path, fact }) => fact.dicts.flatMap(([fn, at]) => (at === SAID ? functionKey(path, fn) : []))),
  );
  const classes = new Map<string, Set<string>>();
  const note = (key: string, name: string): unknown =>
    classes.set(key, (classes.get(key) ?? new Set<string>()).add(name));
  for (const { path, fact } of facts) {
    const from = project.moduleByPath(path);
    for (const [accessPath, at, of] of from === undefined ? [] : fact.dicts) {
      const target = of === undefined || from === undefined ? undefined : project.follow(of, from);
      const isSaid = target?.kind === 'function' && said.has(targetKey(target));
      if (from === undefined || at === SAID || (target !== undefined && target.kind !== 'class' && !isSaid)) continue;
      const key = `${targetKey(project.follow(accessPath, from))} ${at}`;
      for (const each of isSaid ? [key, `${key}[]`] : [key])
        note(each, isSaid ? '?' : target?.kind === 'class' ? target.class.qualifiedName : '');
    }
  }
  return { project, classes, said };
}

/** Why the object may be another than an annotation says. */
export function doubtByDicts(
  { ofParameter = [''], owner: accessPath, member }: Pick<MemberUse, 'ofParameter' | 'owner' | 'member'>,
  importer: ModuleSummary,
  { project, classes, said }: Given,
  owner: string,
): DoubtId | undefined {
  const [fn, ...places] = ofParameter;
  const given = places.flatMap((at) => [...(classes.get(`${functionKey(importer.path, fn)} ${at}`) ?? [])]);
  if (given.includes('')) return 'type-from-annotation';
  if (!lacksValueMember('dict', member) && !member.startsWith('_')) {
    const giver = /\(\)~?$/.test(accessPath) ? project.follow(accessPath.replace(/\(\)~?$/, ''), importer) : undefined;
    const isOwn = places.includes(SAID) && said.has(functionKey(importer.path, fn));
    if (isOwn || given.includes('?') || (giver?.kind === 'function' && said.has(targetKey(giver))))
      return 'type-from-annotation';
  }
  const known = given.filter((each) => each !== '?');
  return known.length > 0 && !known.includes(owner) ? 'type-from-annotation' : undefined;
}
