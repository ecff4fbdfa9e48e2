/** Dicts that calls give for a parameter, whatever its annotation says. */
import { type Expression, nodesOf } from '../../ast/index.ts';
import type { ModuleSummary, ProjectModel } from '../../project/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { functionKey, targetKey } from '../facts-by-function.ts';

/** The way to what is called, and where among its arguments the dict stands. */
type GivenDict = readonly [path: string, at: number | string];

export function givenDicts({ source, effects, flow }: SemanticModel): readonly GivenDict[] {
  const isDict = (value: Expression): boolean => flow.whole(value).kind === 'Dict';
  return nodesOf(source.module, 'Call').flatMap((call) => {
    const places = [
      ...call.args.flatMap((value, index) => (isDict(value) ? index : [])),
      ...call.keywords.flatMap(({ arg, value }) => (arg !== undefined && isDict(value) ? arg : [])),
    ];
    const path = places.length === 0 ? undefined : effects.projectPath(call);
    return path === undefined ? [] : places.map((at) => [path, at] as const);
  });
}

/** The function of whose parameter a member is read, and the places at which calls give it. */
export type OfParameter = readonly [fn: string, ...places: (number | string)[]];

export function parameterOf(value: Expression, { names, context }: SemanticModel): OfParameter | undefined {
  const parameter = value.kind === 'Name' ? names.parameterOf(value) : undefined;
  const fn = parameter?.parent?.parent;
  if (parameter === undefined || (fn?.kind !== 'FunctionDef' && fn?.kind !== 'AsyncFunctionDef')) return undefined;
  const index = [...fn.args.posonlyargs, ...fn.args.args].indexOf(parameter);
  const isBound = context.classOfMethod(fn) !== undefined;
  return [names.fullNameOf(fn), parameter.arg, isBound ? index - 1 : index];
}

/** What is given by some call, as keys of function and place. */
export const dictsGiven = (
  facts: readonly { readonly path: string; readonly fact: { readonly dicts: readonly GivenDict[] } }[],
  project: ProjectModel,
): ReadonlySet<string> =>
  new Set(
    facts.flatMap(({ path, fact: { dicts } }) => {
      const from = project.moduleByPath(path);
      return dicts.map(([way, at]) => `${from && targetKey(project.follow(way, from))} ${at}`);
    }),
  );

export function guessByDicts(
  { ofParameter = [''] }: { readonly ofParameter?: OfParameter },
  { path }: ModuleSummary,
  given: ReadonlySet<string>,
): string | undefined {
  const [fn, ...places] = ofParameter;
  return places.some((at) => given.has(`${functionKey(path, fn)} ${at}`))
    ? 'a call gives a dict, whatever the annotation says'
    : undefined;
}
