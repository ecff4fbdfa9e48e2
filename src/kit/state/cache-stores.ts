/** Where a function keeps an answer under a key and gives it back to who asks again: in an object that outlives the call, or in a file. */
import {
  ancestors,
  type Call,
  type Def,
  dottedName,
  type Expression,
  findNode,
  holds,
  isWithin,
  lastName,
  type Node,
  parametersOf,
} from '../../ast/index.ts';
import { holdsInOwnCode } from '../../semantics/effects/calls-within.ts';
import { fileAccessOf } from '../../semantics/files/file-access.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { partsWithin } from '../../semantics/values/key-parts.ts';
import { filesMadeIn, rowsKeptIn } from './cached-rows.ts';

export interface CacheStore {
  /** The object as it is written; of a file its path. */
  readonly cache: string;
  readonly key: Expression;
  readonly value: Expression;
  readonly at: Node;
  /** What is given where the key is known. */
  readonly given: Node;
  /** `cache.set(text, answer, language)` and `cache.get(text, language)`: what the cache is told beside the key, each time. */
  readonly beside?: readonly Expression[];
  /** What makes the value, where that is no expression: the arguments of what writes a file, the rest of a row. */
  readonly makers?: readonly Expression[];
}

/** `CACHE[key] = value`, `self.cache.set(key, value)`, `frame.to_parquet(path)`, in a function that asks for what is kept first. */
export function cacheStoresIn(fn: Def, model: SemanticModel): CacheStore[] {
  const lasting = [...assignedIn(fn, model), ...putIn(fn, model)].filter(({ cache }) => outlives(cache, fn, model));
  const entry = ({ cache, key }: Store): string => `${cache}[${model.source.text.slice(key)}]`;
  // What is written anew from what is there is kept up to date, and computed from all that ever came.
  const states = new Set(lasting.filter((store) => isMadeOfEntry(store, fn, model)).map(entry));
  const inObjects = lasting.flatMap((store) => {
    const given = states.has(entry(store)) ? undefined : (givenBack(store, fn, model) ?? usedInstead(store, fn, model));
    return given === undefined ? [] : [{ ...store, given, beside: givenBeside(store, given, model) }];
  });
  const inFiles = filesIn(fn, model);
  return [
    ...inObjects,
    ...madeIfMissing(fn, model),
    ...inFiles,
    ...rowsKeptIn(fn, model),
    ...(inFiles.length > 0 ? [] : filesMadeIn(fn, model)),
  ];
}

type Store = Omit<CacheStore, 'given'>;

function assignedIn(fn: Def, { context }: SemanticModel): Store[] {
  return context.nodesOfFunction(fn, 'Subscript').flatMap((target): Store[] => {
    const statement = target.parent;
    const cache = dottedName(target.value);
    if (target.ctx !== 'Store' || statement?.kind !== 'Assign' || cache === undefined) return [];
    return [{ cache, key: target.slice, value: statement.value, at: target.slice }];
  });
}

function putIn(fn: Def, { context }: SemanticModel): Store[] {
  return context.nodesOfFunction(fn, 'Call').flatMap(({ func, args }): Store[] => {
    const place = func.kind === 'Attribute' ? SETTERS.get(func.attr) : undefined;
    const cache = func.kind === 'Attribute' && place !== undefined ? dottedName(func.value) : undefined;
    const [key] = args;
    const value = place === undefined ? undefined : args[place];
    return cache === undefined || key === undefined || value === undefined ? [] : [{ cache, key, value, at: key }];
  });
}

/** `cache.get_or_set(key, lambda: build(slot), 60)`: both in one call. */
const madeIfMissing = (fn: Def, model: SemanticModel): CacheStore[] =>
  model.context.nodesOfFunction(fn, 'Call').flatMap((given): CacheStore[] => {
    const cache =
      given.func.kind === 'Attribute' && MAKERS.test(given.func.attr) ? dottedName(given.func.value) : undefined;
    const [key, maker] = given.args;
    if (cache === undefined || key === undefined || maker === undefined || !outlives(cache, fn, model)) return [];
    const made = model.names.definitionOf(maker);
    const isFunction = made?.kind === 'FunctionDef' || made?.kind === 'AsyncFunctionDef';
    const value = (isFunction ? model.flow.returnValues(made)[0] : undefined) ?? maker;
    return [{ cache, key, value, at: key, given }];
  });

const MAKERS = /^get_or_(?:set|create|compute|make)(?:_async)?$/;

function givenBeside({ at, key, value }: Store, given: Node, { source }: SemanticModel): Expression[] {
  const [put, got] = [at.parent, given];
  if (put?.kind !== 'Call' || got.kind !== 'Call') return [];
  const keys = new Set(argumentsOf(got).map((each) => source.text.slice(each)));
  return argumentsOf(put).filter((each) => each !== key && each !== value && keys.has(source.text.slice(each)));
}

const argumentsOf = ({ args, keywords }: Call): Expression[] => [...args, ...keywords.map((each) => each.value)];

/** With the position of the value. */
const SETTERS: ReadonlyMap<string, number> = new Map([
  ['set', 1],
  ['put', 1],
  ['setdefault', 1],
  ['setex', 2],
]);

/** What the caller hands in has been there before, and stays. */
function outlives(cache: string, fn: Def, { names, context }: SemanticModel): boolean {
  const [root = ''] = cache.split('.', 1);
  const binding = names.lookup(root, fn.body[0] ?? fn);
  if (binding === undefined) return false;
  if (binding.scope.node !== fn) return true;
  return cache === root
    ? binding.definitions.every(({ kind, value }) => kind === 'parameter' || isPlace(value))
    : context.classOfMethod(fn) !== undefined && root === parametersOf(fn)[0]?.name;
}

/** `redis = request.app["redis"]` */
const isPlace = (value: Expression | undefined): boolean =>
  (value?.kind === 'Subscript' || value?.kind === 'Attribute') && dottedName(chainRoot(value)) !== undefined;

function chainRoot(of: Expression): Expression {
  let at = of;
  while (at.kind === 'Subscript' || at.kind === 'Attribute') at = at.value;
  return at;
}

/** `CACHE[key]`, `CACHE.get(key)`. */
function isLookUpOf(
  { cache, key, value: stored }: Store,
  value: Expression,
  { source: { text } }: SemanticModel,
): boolean {
  const keyText = text.slice(key);
  if (value.kind === 'Subscript') return dottedName(value.value) === cache && text.slice(value.slice) === keyText;
  if (value.kind !== 'Call' || value.func.kind !== 'Attribute' || value.func.attr !== 'get') return false;
  const [first, second] = value.args;
  // `cache.get(text, language)`: what is put second is a part of the key as well.
  if (second !== undefined && text.slice(second) === text.slice(stored)) return false;
  return dottedName(value.func.value) === cache && first !== undefined && text.slice(first) === keyText;
}

/** `MOMENTS[key] = decay * MOMENTS[key] + change`. */
function isMadeOfEntry(store: Store, fn: Def, model: SemanticModel): boolean {
  const { value } = store;
  const bound = value.kind === 'Name' ? model.flow.reachingDefinitions(value).flatMap((each) => each.value ?? []) : [];
  // A name that held what was found, and holds what is made by then.
  const made = bound.length > 0 ? bound : [value];
  return made.some((each) => partsWithin(each, fn, model).some((part) => isLookUpOf(store, part, model)));
}

/** A `return` gives what is under the same key. */
function givenBack(store: Store, fn: Def, model: SemanticModel): Expression | undefined {
  const { cache, at, value: stored } = store;
  // `if key not in CACHE: CACHE[key] = …`, and then `return CACHE[key]`; of objects one for each key is meant.
  const isMade = model.flow
    .origins(stored)
    .every((each) => each.kind === 'Call' && /^(?:[A-Z]|cls$)/.test(lastName(each.func) ?? ''));
  const isStoredOnce = !isMade && isTested(at, cache);
  return returned(fn, model).find(
    (part) =>
      isLookUpOf(store, part, model) &&
      (part.kind === 'Subscript' ? isStoredOnce || isTested(part, cache) : isDecidedBy(part, at, fn, model)),
  );
}

/** A test of what was found leads to a `return`, or past the store: what replaces an entry whatever is there keeps no answers. */
function isDecidedBy(lookUp: Expression, at: Node, fn: Def, model: SemanticModel): boolean {
  const isFound = (node: Node): boolean =>
    node === lookUp ||
    (node.kind === 'Name' &&
      (model.names.resolve(node)?.definitions ?? []).some(
        ({ value }) => value !== undefined && holds(value, (each) => each === lookUp),
      ));
  return model.context
    .nodesOfFunction(fn, 'If')
    .some(
      (each) =>
        holds(each.test, isFound) &&
        (isWithin(at, each) || holdsInOwnCode([...each.body, ...each.orelse], ({ kind }) => kind === 'Return')),
    );
}

/** `if key in CACHE: found.extend(CACHE[key]); continue`: what is kept stands for what the rest of the turn makes. */
function usedInstead(store: Store, fn: Def, model: SemanticModel): Expression | undefined {
  const { cache, at } = store;
  const isFound = (node: Node): node is Expression =>
    ((node.kind === 'Subscript' || node.kind === 'Call') && isLookUpOf(store, node, model)) ||
    (node.kind === 'Name' &&
      node.ctx === 'Load' &&
      model.flow.origins(node).some((each) => each.kind === 'Call' && isLookUpOf(store, each, model)));
  const isCache = (node: Node): boolean =>
    (node.kind === 'Name' || node.kind === 'Attribute') && dottedName(node) === cache;
  for (const { test, body, end } of model.context.nodesOfFunction(fn, 'If')) {
    const last = body.at(-1);
    const isPassed = last?.kind === 'Continue' || (last?.kind === 'Return' && last.value === undefined);
    if (!isPassed || end > at.start || !holds(test, (node) => isCache(node) || isFound(node))) continue;
    for (const statement of body) {
      const used = findNode(statement, isFound);
      if (used !== undefined) return used;
    }
  }
  return undefined;
}

const returned = (fn: Def, model: SemanticModel): readonly Expression[] =>
  model.flow.returnValues(fn).flatMap((value) => (value === undefined ? [] : partsWithin(value, fn, model)));

/** Under a test of it: not the `return CACHE[key]` that only gives what was stored above. */
function isTested(place: Node, cache: string): boolean {
  for (const outer of ancestors(place)) {
    if (outer.kind === 'FunctionDef' || outer.kind === 'AsyncFunctionDef') return false;
    if (outer.kind === 'Try') return true;
    if (outer.kind !== 'If') continue;
    const isCache = (node: Node): boolean =>
      (node.kind === 'Name' || node.kind === 'Attribute') && dottedName(node) === cache;
    if (holds(outer.test, isCache)) return true;
  }
  return false;
}

/** `if path.exists(): return read(path)`, and behind it what is made is written to `path`. */
function filesIn(fn: Def, model: SemanticModel): CacheStore[] {
  const calls = model.context.nodesOfFunction(fn, 'Call');
  const writes = calls.flatMap((call) => writtenBy(call, model) ?? []);
  if (writes.length === 0) return [];
  const given = returned(fn, model);
  return writes.flatMap(({ path, value, at }): CacheStore[] => {
    const name = model.source.text.slice(path);
    const isPath = (node: Expression): boolean => model.source.text.slice(node) === name;
    const read = given.find(
      (part) =>
        part.kind === 'Call' &&
        isReadOf(part, isPath, model) &&
        [part, at].some((place) => isWhereThere(place, isPath)),
    );
    return read === undefined ? [] : [{ cache: name, key: path, value, at, given: read }];
  });
}

interface Written {
  readonly path: Expression;
  readonly value: Expression;
  readonly at: Call;
}

/** `frame.to_parquet(path)`, `path.write_bytes(content)`, `numpy.save(path, array)`. */
function writtenBy(call: Call, model: SemanticModel): Written | undefined {
  const { func, args } = call;
  const [first] = args;
  if (first !== undefined && func.kind === 'Attribute' && TABLE_WRITERS.test(func.attr))
    return { path: first, value: func.value, at: call };
  const access = fileAccessOf(call, model);
  const value = access?.how === 'overwrite' ? args.find((each) => each !== access.path) : undefined;
  return access === undefined || value === undefined || lastName(func) === 'open'
    ? undefined
    : { path: access.path, value, at: call };
}

const TABLE_WRITERS = /^(?:to|write)_(?:csv|parquet|pickle|feather|json|hdf)$/;
const TABLE_READERS = /^read_(?:csv|parquet|pickle|feather|json|hdf)$/;

function isReadOf(call: Call, isPath: (node: Expression) => boolean, model: SemanticModel): boolean {
  const access = fileAccessOf(call, model);
  if (access?.how === 'read') return isPath(access.path);
  const [first] = call.args;
  return first !== undefined && TABLE_READERS.test(lastName(call.func) ?? '') && isPath(first);
}

/** Under a test that asks of the path whether it is there. */
function isWhereThere(read: Call, isPath: (node: Expression) => boolean): boolean {
  return [...ancestors(read)].some(
    (outer) =>
      outer.kind === 'If' &&
      holds(
        outer.test,
        (node) =>
          node.kind === 'Call' &&
          /^(?:exists|is_?file)$/.test(lastName(node.func) ?? '') &&
          [...node.args, ...(node.func.kind === 'Attribute' ? [node.func.value] : [])].some(isPath),
      ),
  );
}
