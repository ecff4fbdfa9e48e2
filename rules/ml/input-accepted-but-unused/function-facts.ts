/** Parameters that functions take and never use. */
import { type Def, decoratorsOf, type Parameter, parametersOf } from '#ast';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import { fillsParameters, isFromClient, isInPath } from '#kit/web';
import type { ProjectModel } from '#project';
import { hasDemandedSignature, isIdle } from '#semantics/context/idle-function';
import { type Handed, handedTo, positionalNames } from '#semantics/effects/handed-on';
import { bodyGiven, type FieldHandedOn, fieldsHandedOn } from '../_shared/body-fields.ts';
import type { InputClass } from '../_shared/input-fields.ts';
import { keyedInputsHandedOn } from '../_shared/keyed-input.ts';
import { type OptionsGiven, readingsOf, type UnreadOptions, unreadOptions } from './options-given.ts';
import type { HandedWhole, WholeRead } from './whole-reads.ts';

export type Fact =
  /** Parameters that a function never reads. */
  | {
      readonly kind: 'deaf';
      readonly function: string;
      readonly names: readonly string[];
      readonly all: readonly string[];
    }
  | ({ readonly kind: 'options' } & UnreadOptions & { readonly function: string })
  | ({ readonly kind: 'given' } & OptionsGiven)
  /** A parameter of a route that is read nowhere, or only handed on. */
  | (Partial<Pick<FieldHandedOn, 'declared' | 'isEchoed'>> & {
      readonly kind: 'route';
      readonly route: string;
      readonly parameter: string;
      readonly place: PackedPlace;
      readonly handed: readonly Handed[];
    })
  /** A variable of the environment that is read outside of fields. */
  | { readonly kind: 'environment'; readonly variable: string }
  /** A class that a client fills, or whose objects are compared whole. */
  | { readonly kind: 'body'; readonly class: string }
  | { readonly kind: 'compared'; readonly class: string }
  | WholeRead
  | HandedWhole
  | (InputClass & { readonly kind: 'fields' });

export type Deaf = Extract<Fact, { kind: 'deaf' }>;

export function factsOfFunction(fn: Def, file: FactsContext): Fact[] {
  const parameters = parametersOf(fn).filter(({ name, kind }) => !name.startsWith('_') && !kind.startsWith('var-'));
  const readings = (parameter: Parameter) => readingsOf(parameter, fn, file);
  const unread = parameters.filter((parameter) => readings(parameter)?.length === 0).map(({ name }) => name);
  const route = file.context.routeOf(fn);
  if ((unread.length === 0 && route === undefined && fn.name !== '__init__') || isIdle(fn, file)) return [];
  const facts = deafFacts(fn, unread, unreadOptions(fn, parameters, readings, file), file);
  if (route === undefined) return facts;
  for (const input of keyedInputsHandedOn(fn, file)) facts.push({ kind: 'route', route: fn.name, ...input });
  if (!fillsParameters(route)) return facts;
  // What takes every path that is left takes it for nothing.
  if (decoratorsOf(fn).some(({ node }) => /:path\}|<path:/.test(file.text.slice(node)))) return facts;
  for (const parameter of parameters) {
    const body = bodyGiven(parameter, file);
    const fields = body === undefined ? [] : fieldsHandedOn(parameter, readings(parameter) ?? [], fn, file);
    if (body !== undefined) facts.push({ kind: 'body', class: body }, ...fields);
    const uses = readings(parameter);
    // Flask fills from the path alone; what else a view takes a decorator hands it.
    if (route.framework === 'flask' && route.path !== undefined && !isInPath(parameter.name, route.path)) continue;
    if (uses === undefined || !isFromClient(parameter, file)) continue;
    const handed = uses.flatMap((use) => handedTo(use, file) ?? []);
    if (handed.length < uses.length) continue;
    const place = packPlace(file, parameter.node);
    facts.push({ kind: 'route', route: fn.name, parameter: parameter.name, place, handed });
  }
  return facts;
}

function deafFacts(fn: Def, unread: string[], options: UnreadOptions, file: FactsContext): Fact[] {
  if ((unread.length === 0 && options.options.length === 0) || hasDemandedSignature(fn, file)) return [];
  const of = { function: file.names.fullNameOf(fn) };
  const deaf: Fact = { kind: 'deaf', ...of, names: unread, all: positionalNames(fn, file) };
  return [...(unread.length === 0 ? [] : [deaf]), { kind: 'options', ...of, ...options }];
}

/** The function that takes the value and never reads it. */
export function deafTaker(
  { path, parameter }: Handed,
  from: string,
  deaf: ReadonlyMap<string, Deaf>,
  project: ProjectModel,
): string | undefined {
  const importer = project.moduleByPath(from);
  const target = importer === undefined ? undefined : project.follow(path, importer);
  if (target?.kind !== 'function') return undefined;
  const fact = deaf.get(`${target.module.path} ${target.function.qualifiedName}`);
  const name = typeof parameter === 'string' ? parameter : fact?.all[parameter];
  if (fact === undefined || name === undefined || !fact.names.includes(name)) return undefined;
  const isAlone = project.holdsForOverrides(
    target,
    (other) => other.kind === 'function' && deaf.has(`${other.module.path} ${other.function.qualifiedName}`),
  );
  return isAlone ? fact.function.slice(fact.function.lastIndexOf('.') + 1) : undefined;
}
