/** What is asked of a store for one item: by the code that has the item, by functions of its file that are given it, and by those of other modules. */
import { type Call, type Def, type Expression, holds, type Node, namesIn, parametersOf, withoutAwait } from '#ast';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import type { SemanticModel } from '#semantics';
import { callsWithin, nodesWithin } from '#semantics/effects/calls-within';
import { definitionCalled } from '#semantics/effects/definition-called';
import { queryGivenTo } from '#semantics/rows/database-rows';
import { isMapperQuery } from '#semantics/rows/mapper-queries';

export interface ItemRead {
  /** The call in the code that has the item. */
  readonly call: Call;
  /** What asks the store: the call itself, or one in a function of the file that it gives the item to. */
  readonly query: Call;
  /** What it does besides asking for one: it writes, or takes a list of which it gets one item. */
  readonly does?: 'write' | 'take-list';
}

/** A call that gives the item to a function which may be another module's, by the way to that. */
export interface ItemHand {
  readonly call: Call;
  readonly path: string;
}

/** A function that asks a store for something by what it is given. */
interface QueriesFact {
  readonly kind: 'asks';
  readonly fn: string;
  readonly place: PackedPlace;
}

/** A function that hands what it is given to functions of other modules. */
interface PassesFact {
  readonly kind: 'passes';
  readonly fn: string;
  readonly paths: readonly string[];
}

export type QueryingFact = QueriesFact | PassesFact;

/** How many calls within the file are followed. */
const DEPTH = 2;
/** Runs a function of the server, for what it does; aggregates read. */
const FUNCTION_CALL = /^\s*select\s+(?!(?:sum|count|avg|min|max)\()[\w.]+\(/i;
/** Asks for many at once, or keeps the row for whoever changes it. */
const FOR_MANY = /\b(?:in|any) ?\(? ?[?(%:$]|\bfor update\b/i;
/** Takes a text and runs nothing. */
const NO_RUN: ReadonlySet<string> = new Set(
  'text append debug info warning error exception format join write print split add strip'.split(' '),
);
/** Clients of stores of keys, and their methods that give what stands under one. */
const KEYED_STORES =
  /^(?:redis|aioredis|valkey|coredis|pymemcache|aiomcache)\.(?:\w+\.)*(?!Pipeline\b|\w*Pipeline\.)\w+\.(\w+)$/;
const KEYED_READS: ReadonlySet<string> = new Set(
  'get hget hgetall hmget exists ttl smembers lrange scard zscore zcard zrange llen sismember hexists hlen'.split(' '),
);
const RETURNS_MANY: ReadonlySet<string> = new Set(
  'keys scan_iter smembers lrange zrange zrevrange zrangebyscore zrevrangebyscore hkeys hvals hgetall'.split(' '),
);

/** The names of an item in code that has it: those given, and the locals made of them. */
export function itemNames(first: Iterable<string>, body: readonly Node[]): ReadonlySet<string> {
  const names = new Set(first);
  const made: { readonly target: Expression; readonly value: Expression }[] = [...nodesWithin(body, 'NamedExpr')];
  for (const { targets, value } of nodesWithin(body, 'Assign'))
    for (const target of targets) made.push({ target, value });
  made.sort((one, other) => one.value.start - other.value.start);
  for (const { target, value } of made) {
    if (target.kind === 'Name' && [...namesIn(value)].some((name) => names.has(name))) names.add(target.id);
  }
  return names;
}

/** The first of these calls that asks a store for the item, itself or by functions of this file that it gives it to. */
export function itemReadIn(
  calls: readonly Call[],
  names: ReadonlySet<string>,
  model: SemanticModel,
  isAlso: (call: Call, names: ReadonlySet<string>) => boolean = () => false,
): ItemRead | undefined {
  for (const call of calls) {
    const query = queryBehind(call, names, model, isAlso, DEPTH);
    if (query !== undefined) return { call, query };
  }
  return undefined;
}

function queryBehind(
  call: Call,
  names: ReadonlySet<string>,
  model: SemanticModel,
  isAlso: (call: Call, names: ReadonlySet<string>) => boolean,
  depth: number,
): Call | undefined {
  if (isAlso(call, names) || queriesStore(call, names, model)) return call;
  const given = depth > 0 ? givenTo(call, names, model) : undefined;
  if (given === undefined) return undefined;
  for (const inner of callsWithin([given.fn])) {
    const query = queryBehind(inner, given.names, model, isAlso, depth - 1);
    if (query !== undefined) return query;
  }
  return undefined;
}

/** Calls by which the item comes to functions that may be of other modules, from here or from functions of this file. */
export function itemHandsIn(calls: readonly Call[], names: ReadonlySet<string>, model: SemanticModel): ItemHand[] {
  return calls.flatMap((call) => pathsBehind(call, names, model, DEPTH).map((path) => ({ call, path })));
}

function pathsBehind(call: Call, names: ReadonlySet<string>, model: SemanticModel, depth: number): readonly string[] {
  if (!passesAny(call, names)) return [];
  const given = depth > 0 ? givenTo(call, names, model) : undefined;
  if (given !== undefined)
    return callsWithin([given.fn]).flatMap((inner) => pathsBehind(inner, given.names, model, depth - 1));
  const effect = model.effects.of(call);
  const path = effect === 'project' || effect === 'unknown' ? model.effects.projectPath(call) : undefined;
  return path === undefined ? [] : [path];
}

/** Ways by which a function hands what it is given to functions of other modules. */
function passedOn(fn: Def, names: ReadonlySet<string>, model: SemanticModel): readonly string[] {
  return [...new Set(callsWithin([fn]).flatMap((call) => pathsBehind(call, names, model, 0)))];
}

/** The function of this file that a call hands the item to, with what that calls it. */
function givenTo(
  call: Call,
  names: ReadonlySet<string>,
  model: SemanticModel,
): { readonly fn: Def; readonly names: ReadonlySet<string> } | undefined {
  if (!passesAny(call, names)) return undefined;
  const fn = definitionCalled(model, call);
  // What a decorator makes of it may keep its answers; and a long one does more than to fetch.
  if (fn === undefined || fn.kind === 'ClassDef' || keepsAnswers(fn, model) || isLong(fn, model)) return undefined;
  const parameters = parametersOf(fn);
  const skipped = model.context.classOfMethod(fn) !== undefined && call.func.kind === 'Attribute' ? 1 : 0;
  const isGiven = (value: Expression): boolean => [...namesIn(value)].some((name) => names.has(name));
  const byPlace = call.args.flatMap((value, index) =>
    isGiven(value) ? (parameters[index + skipped]?.name ?? []) : [],
  );
  const byName = call.keywords.flatMap(({ arg, value }) => (arg !== undefined && isGiven(value) ? arg : []));
  const given = [...byPlace, ...byName];
  return given.length === 0 ? undefined : { fn, names: itemNames(given, fn.body) };
}

const keepsAnswers = (fn: Def, { names }: SemanticModel): boolean =>
  fn.decorator_list.length > 0 &&
  names.decoratorNames(fn).some((name) => name === undefined || /cache|memo/i.test(name));

/** Whether a function is so long that what it asks a store for is lost beside what else it does. */
function isLong({ body }: Def, { source: { text } }: SemanticModel): boolean {
  const [first] = body;
  const last = body.at(-1);
  if (first === undefined || last === undefined) return false;
  return text.positionAt(last.end).line - text.positionAt(first.start).line >= LONG;
}

const LONG = 30;

const passesAny = ({ args, keywords }: Call, names: ReadonlySet<string>): boolean =>
  [...args, ...keywords.map(({ value }) => value)].some((value) => [...namesIn(value)].some((name) => names.has(name)));

/** Whether a call asks a database, or a store of keys or documents, for something by these names. */
function queriesStore(call: Call, names: ReadonlySet<string>, model: SemanticModel): boolean {
  const { func } = call;
  if (func.kind !== 'Attribute') return false;
  if (isMapperQuery(call, model)) return queriesByName(call, names, model);
  if (KEYED_READS.has(func.attr) && keyedMethod(call, model) !== undefined) return passesAny(call, names);
  if (NO_RUN.has(func.attr) || call.args.length < 2) return false;
  const query = queryGivenTo(call, model);
  if (query === undefined || FUNCTION_CALL.test(query) || FOR_MANY.test(query)) return false;
  const given = [...call.args, ...call.keywords.map(({ value }) => value)]
    .slice(1)
    .map((each) => model.flow.whole(each));
  return [...namesIn(...given)].some((name) => names.has(name));
}

/** What a mapper is asked for, in all calls of the chain; the session that it is asked through is no part of it. */
function queriesByName(call: Call, names: ReadonlySet<string>, model: SemanticModel): boolean {
  const criteria: Expression[] = [];
  let at: Expression = call;
  while (at.kind === 'Call' || at.kind === 'Attribute' || at.kind === 'Await') {
    if (at.kind === 'Call') criteria.push(...at.args, ...at.keywords.map(({ value }) => value));
    at = at.kind === 'Call' ? at.func : at.value;
    if (at.kind === 'Name') at = withoutAwait(model.flow.whole(at));
    if (criteria.length > MAX_QUERIES) break;
  }
  const wholes = criteria.flatMap((each) => [each, model.flow.whole(each)]);
  return wholes.some((each) => holdsName(each, names) && !holds(each, isForMany));
}

const MAX_QUERIES = 30;
const holdsName = (node: Node, names: ReadonlySet<string>): boolean =>
  holds(node, (each) => each.kind === 'Name' && names.has(each.id));

/** `Order.id.in_(batch)`. */
const isForMany = (node: Node): boolean =>
  node.kind === 'Call' && node.func.kind === 'Attribute' && (node.func.attr === 'in_' || node.func.attr === 'any_');

function keyedMethod({ func }: Call, model: SemanticModel): string | undefined {
  return KEYED_STORES.exec(model.types.calleeName(func) ?? '')?.[1];
}

/** What a store of keys gives of many: `client.zrevrange(key, 0, 99)`. */
export function holdsKeyedRows(expression: Expression, model: SemanticModel): boolean {
  return [expression, ...model.flow.origins(expression)].some((origin) => {
    const call = withoutAwait(origin);
    return call.kind === 'Call' && RETURNS_MANY.has(keyedMethod(call, model) ?? '');
  });
}

/** A function that asks a store for something by its parameters, which other modules may call for each of many. */
export function queriesOrPasses(fn: Def, file: FactsContext): QueryingFact[] {
  const skipped = file.context.classOfMethod(fn) === undefined ? 0 : 1;
  const given = parametersOf(fn).slice(skipped);
  if (given.length === 0 || isLong(fn, file)) return [];
  const names = itemNames(
    given.map(({ name }) => name),
    fn.body,
  );
  const call = callsWithin([fn]).find((each) => queriesStore(each, names, file));
  const name = file.names.fullNameOf(fn);
  if (call !== undefined) return [{ kind: 'asks', fn: name, place: packPlace(file, call) }];
  const paths = passedOn(fn, names, file);
  return paths.length === 0 || paths.length > MAX_PASSED ? [] : [{ kind: 'passes', fn: name, paths }];
}

/** What hands its arguments on to more than these works with them. */
const MAX_PASSED = 4;
