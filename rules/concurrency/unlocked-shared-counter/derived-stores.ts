/** What a store has under a key is read, changed and written back, so that what others write in between is lost. */
import {
  ancestors,
  argumentValues,
  type Call,
  type Def,
  type Expression,
  holds,
  isWithin,
  type Name,
  type Node,
  walk,
} from '#ast';
import { firstIndex } from '#collections';
import type { Binding, Definition, SemanticModel } from '#semantics';
import { memoizeInFile } from '#semantics/by-file';
import { callsWithin, walkOwnCode } from '#semantics/effects/calls-within';
import { isDropped, rootName, storesBehind } from '#semantics/state/store-access';
import type { LostUpdate } from './lost-updates.ts';

/**
 * `left = await repo.seats(event)`, `await repo.save_seats(event, left - n)`; `state = load(batch)`, `state["done"] += 1`,
 * `save(batch, state)`: the same key of the same store, be it through functions of the file.
 */
export function derivedStore(write: Call, fn: Def, model: SemanticModel): LostUpdate | undefined {
  if (!isDropped(write) || argumentValues(write).length === 0) return undefined;
  const parts = partsBehind(write, fn, model);
  const written = parts.length === 0 ? [] : storesBehind(write, 'write', model);
  if (written.length === 0) return undefined;
  for (const part of parts) {
    for (const read of callsWithin([part])) {
      const store =
        read.end > write.start ? undefined : storesBehind(read, 'read', model).find((each) => written.includes(each));
      if (store === undefined) continue;
      const carriers = carriersOf(read, fn, model);
      const change = isOfKey(write, read, carriers, model) && changeOf(read, write, parts, carriers, fn, model);
      const isFile = store.startsWith('file ');
      // What is read without a key may be of the one who asks.
      if (!change || (change === 'part' && !isFile && argumentValues(read).length === 0)) continue;
      return { read, write, ...(isFile && { isFile }), ...(change === 'part' && { isRecord: true }) };
    }
  }
  return undefined;
}

/** What is given, and the values of the locals in it, in turn. */
function partsBehind(write: Call, fn: Def, model: SemanticModel): readonly Expression[] {
  const parts = new Set(argumentValues(write));
  for (const part of parts) {
    if (parts.size > MAX_PARTS) break;
    walk(part, (node) => {
      const binding = node.kind === 'Name' ? model.names.resolve(node) : undefined;
      if (binding?.scope.node !== fn) return;
      for (const { value } of nearest(binding.definitions, write)) if (value !== undefined) parts.add(value);
    });
  }
  return [...parts];
}

/** Of a name that is bound so often, the last before the write. */
function nearest(definitions: readonly Definition[], { start }: Call): readonly Definition[] {
  if (definitions.length <= MAX_PARTS) return definitions;
  const behind = firstIndex(definitions, ({ node }) => node.start >= start);
  return definitions.slice(Math.max(0, behind - MAX_PARTS), behind);
}

const MAX_PARTS = 40;

/** The locals that hold what was read, or are made of it. */
function carriersOf(read: Call, fn: Def, model: SemanticModel): ReadonlySet<Binding> {
  const carriers = new Set<Binding>();
  for (const around of ancestors(read)) {
    if (around === fn) break;
    const [target] = around.kind === 'Assign' && isWithin(read, around.value) ? around.targets : [];
    const binding = target?.kind === 'Name' ? model.names.resolve(target) : undefined;
    if (binding !== undefined) carriers.add(binding);
  }
  const made = madeOf(fn, model);
  // What is added is met as well.
  for (const carrier of carriers) for (const each of made.get(carrier) ?? []) carriers.add(each);
  return carriers;
}

/** The locals of a function that are made of each name. */
const madeOf = memoizeInFile((fn: Def, model: SemanticModel): ReadonlyMap<Binding, ReadonlySet<Binding>> => {
  const made = new Map<Binding, Set<Binding>>();
  for (const { targets, value } of model.context.nodesOfFunction(fn, 'Assign')) {
    const [target] = targets;
    const binding = target?.kind === 'Name' ? model.names.resolve(target) : undefined;
    if (binding === undefined) continue;
    walk(value, (node) => {
      const from = node.kind === 'Name' ? model.names.resolve(node) : undefined;
      if (from !== undefined) made.set(from, (made.get(from) ?? new Set()).add(binding));
    });
  }
  return made;
});

function isCarrier(node: Node, carriers: ReadonlySet<Binding>, model: SemanticModel): boolean {
  const binding = node.kind === 'Name' ? model.names.resolve(node) : undefined;
  return binding !== undefined && carriers.has(binding);
}

/** Both are given the same, or the row that was read says which is written; a write that is given what was read compares by itself. */
function isOfKey(write: Call, read: Call, carriers: ReadonlySet<Binding>, model: SemanticModel): boolean {
  const [first] = write.args.map((arg) => model.flow.whole(arg));
  const isRead = (node: Node): boolean => isCarrier(node, carriers, model);
  if (first?.kind === 'Dict' && first.values.length > 1 && first.values.some((each) => holds(each, isRead)))
    return false;
  const keys = keysOf(argumentValues(read), carriers, model);
  const built = keysOf(argumentValues(write), carriers, model);
  if (keys.size === 0) return write.args.length === 1 || built.size === 0;
  return (
    [...keys].some((each) => built.has(each)) || (write.args.length > 1 && first !== undefined && holds(first, isRead))
  );
}

/** Names, attributes and texts in what is given, without what was read. */
function keysOf(
  given: readonly Expression[],
  carriers: ReadonlySet<Binding>,
  model: SemanticModel,
): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const each of given)
    walk(isCarrier(each, carriers, model) ? each : model.flow.whole(each), (node) => {
      if (node.kind === 'Call' && node.func.kind === 'Name') for (const arg of argumentValues(node)) add(arg);
      else add(node);
      function add(at: Node): void {
        const isText = at.kind === 'Constant' && at.value.kind === 'str' && at.parent?.kind !== 'JoinedStr';
        if (at.kind !== 'Name' && !isText) return;
        const isCalled = at.parent?.kind === 'Call' && at.parent.func === at;
        if (!isCalled && !isCarrier(at, carriers, model)) keys.add(model.source.text.slice(at));
      }
    });
  return keys;
}

/** `left - n`, `left -= n`, `state["done"] += 1` on the way; or a part that is set, added or taken out. */
function changeOf(
  read: Call,
  write: Call,
  parts: readonly Expression[],
  carriers: ReadonlySet<Binding>,
  fn: Def,
  model: SemanticModel,
): 'sum' | 'part' | undefined {
  const isOfRead = (node: Node): boolean => node === read || isCarrier(node, carriers, model);
  const isSum = (node: Node): boolean =>
    node.kind === 'BinOp' && CHANGING.has(node.op) && [node.left, node.right].some((side) => holds(side, isOfRead));
  if (parts.some((part) => holds(part, isSum))) return 'sum';
  const written = argumentValues(write);
  const goesIn = (target: Expression): boolean =>
    isCarried(target, carriers, (binding) => parts.some((part) => mentions(part, binding, model)), model);
  const goesInWhole = (target: Expression): boolean =>
    isCarried(target, carriers, (binding) => written.some((each) => isWhole(each, binding, model)), model);
  let found = false;
  let isPart = false;
  walkOwnCode(fn.body, (node) => {
    if (node.start < read.end || node.end > write.start) return undefined;
    if (node.kind === 'AugAssign' && CHANGING.has(node.op)) found ||= goesIn(node.target);
    if (node.kind === 'Assign' && node.targets.some(({ kind }) => kind !== 'Name'))
      found ||= node.targets.some(goesIn) && holds(node.value, isSum);
    const changed =
      node.kind === 'Subscript' && node.ctx !== 'Load'
        ? node
        : node.kind === 'Call' && node.func.kind === 'Attribute' && CHANGES_PART.test(node.func.attr)
          ? node.func.value
          : undefined;
    isPart ||= changed !== undefined && goesInWhole(changed);
    return undefined;
  });
  return found ? 'sum' : isPart ? 'part' : undefined;
}

/** What is changed was read, and goes into what is written: itself, or as a part of that (`jobs` of `state["jobs"]`). */
function isCarried(
  target: Expression,
  carriers: ReadonlySet<Binding>,
  isGiven: (binding: Binding) => boolean,
  model: SemanticModel,
): boolean {
  const root: Name | undefined = rootName(target);
  const [binding] = root === undefined ? [] : [model.names.resolve(root)];
  if (root === undefined || binding === undefined || !carriers.has(binding)) return false;
  const behind = model.flow.whole(root);
  const others = new Set([...carriers].filter((each) => each !== binding));
  return isGiven(binding) || (behind !== root && isCarried(behind, others, isGiven, model));
}

const mentions = (part: Expression, binding: Binding, model: SemanticModel): boolean =>
  holds(part, (node) => node.kind === 'Name' && model.names.resolve(node) === binding);

/** It is what the local holds, or all of that in another form: `json.dumps(cart)`, `cart.model_dump()`, `{"cart": cart}`. */
function isWhole(given: Expression, binding: Binding, model: SemanticModel, seen = new Set<Binding>()): boolean {
  const isIt = (each: Expression | undefined): boolean => each !== undefined && isWhole(each, binding, model, seen);
  switch (given.kind) {
    case 'Name': {
      const own = model.names.resolve(given);
      if (own === undefined || own === binding || seen.has(own)) return own === binding;
      seen.add(own);
      return own.definitions.some(({ value }) => isIt(value as Expression | undefined));
    }
    case 'Await':
      return isIt(given.value);
    case 'Dict':
      return given.values.some(isIt);
    case 'List':
    case 'Tuple':
      return given.elts.some(isIt);
    case 'Call':
      return argumentValues(given).some(isIt) || (given.func.kind === 'Attribute' && isIt(given.func.value));
    default:
      return false;
  }
}

const CHANGES_PART = /^(?:append|insert|extend|add|remove|discard|update|pop|popitem|setdefault|clear)$/;
const CHANGING: ReadonlySet<string> = new Set(['Add', 'Sub']);
