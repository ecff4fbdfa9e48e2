/** Dicts and objects of other classes that calls give for a parameter, whatever its annotation says. */
import { type Expression, isCapWords, lastName, type Name, nodesOf } from '../../ast/index.ts';
import type { ModuleSummary, ProjectModel } from '../../project/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { functionKey, targetKey } from '../facts-by-function.ts';

/** The way to what is called, where among its arguments the value stands (`0[]` where it is a list of them), and the way to its class: none of a dict. */
type GivenValue = readonly [path: string, ...at: GivenAt];
type GivenAt = readonly [at: number | string, of?: string];

export function givenDicts(model: SemanticModel): readonly GivenValue[] {
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

/** Also where a loop goes over the parameter. */
export function parameterOf(value: Expression, { names, context }: SemanticModel): OfParameter | undefined {
  const [only, ...others] = value.kind === 'Name' ? (names.resolve(value)?.definitions ?? []) : [];
  const isTarget = only?.statement.kind === 'For' && only.statement.target === only.node && others.length === 0;
  const given = isTarget && only.statement.kind === 'For' ? only.statement.iter : value;
  const parameter = given.kind === 'Name' ? names.parameterOf(given) : undefined;
  const fn = parameter?.parent?.parent;
  if (parameter === undefined || (fn?.kind !== 'FunctionDef' && fn?.kind !== 'AsyncFunctionDef')) return undefined;
  const index = [...fn.args.posonlyargs, ...fn.args.args].indexOf(parameter);
  const place = context.classOfMethod(fn) === undefined ? index : index - 1;
  const places = [parameter.arg, place];
  return [names.fullNameOf(fn), ...(isTarget ? places.map((each) => `${each}[]`) : places)];
}

type Given = ReadonlyMap<string, ReadonlySet<string>>;

/** The classes of what calls give, by keys of function and place; of a dict an empty name. */
export function dictsGiven(
  facts: readonly { readonly path: string; readonly fact: { readonly dicts: readonly GivenValue[] } }[],
  project: ProjectModel,
): Given {
  const given = new Map<string, Set<string>>();
  for (const { path, fact } of facts) {
    const from = project.moduleByPath(path);
    for (const [way, at, of] of from === undefined ? [] : fact.dicts) {
      const target = of === undefined || from === undefined ? undefined : project.follow(of, from);
      if (from === undefined || (target !== undefined && target.kind !== 'class')) continue;
      const key = `${targetKey(project.follow(way, from))} ${at}`;
      const known = given.get(key) ?? new Set<string>();
      given.set(key, known.add(target?.class.qualifiedName ?? ''));
    }
  }
  return given;
}

export function guessByDicts(
  { ofParameter = [''] }: { readonly ofParameter?: OfParameter },
  { path }: ModuleSummary,
  given: Given,
  owner: string,
): string | undefined {
  const [fn, ...places] = ofParameter;
  const classes = places.flatMap((at) => [...(given.get(`${functionKey(path, fn)} ${at}`) ?? [])]);
  if (classes.includes('')) return 'a call gives a dict, whatever the annotation says';
  return classes.length > 0 && !classes.includes(owner)
    ? 'a call gives an object of another class, whatever the annotation says'
    : undefined;
}
