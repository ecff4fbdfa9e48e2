/** What a function opens for itself, and whether every way out of it closes that again. */
import {
  type Assign,
  ancestors,
  boundTarget,
  type Call,
  type Def,
  dottedName,
  type ExceptHandler,
  holds,
  isInFinally,
  isWithin,
  lastName,
  type Name,
  type Node,
  presenceTested,
  type Raise,
  type Return,
  withoutAwait,
  type Yield,
} from '#ast';
import { firstIndex, memoize } from '#collections';
import {
  CLOSING_METHODS,
  ENDING_PROCESSES,
  ENTERED_FOR_TRANSACTION,
  RESOURCE_OPENERS,
  type ResourceKind,
  SESSION_CLASSES,
} from '#knowledge/resources';
import type { Effect, SemanticModel } from '#semantics';
import { callsWithin, nodesWithin, walkOwnCode } from '#semantics/effects/calls-within';
import { definitionCalled } from '#semantics/effects/definition-called';
import { GIVING_BACK, TAKING } from '#semantics/state/connections';
import { givenBy } from '#semantics/values/awaited-value';

/** Whether it asks a pool, whose own method takes back what it gives. */
export function isTakenFromPool({ func }: Call): boolean {
  return func.kind === 'Attribute' && TAKING.has(func.attr);
}

/** The kind of thing that a call opens; undefined where it opens none, or where only the project can say. */
export function resourceOpenedBy(call: Call, model: SemanticModel): ResourceKind | undefined {
  const callee = model.types.calleeName(call.func);
  const known = callee === undefined ? undefined : RESOURCE_OPENERS.get(callee);
  if (known !== undefined) return known;
  const type = model.types.classOf(call);
  if (type !== undefined && SESSION_CLASSES.has(type) && definitionCalled(model, call) === undefined) return 'session';
  return callee?.endsWith('.cursor') === true && call.func.kind === 'Attribute' ? 'cursor' : undefined;
}

/** `with sync_playwright() as driver: browser = driver.chromium.launch()`: the end of the `with` ends what came of it, as that of a browser ends its pages. */
export function isEndedByWith({ func }: Call, model: SemanticModel): boolean {
  const root = rootOf(func);
  const isPage = lastName(func)?.startsWith('new_') === true;
  if (root.kind !== 'Name') return false;
  if (isPage && model.names.parameterOf(root)?.arg !== 'self') return true;
  return model.names.resolve(root)?.definitions.some(({ kind }) => kind === 'with') ?? false;
}

/** `conn = connect()`, `conn = await connect()`: the name that alone holds it. */
export function localOpened(call: Call, model: SemanticModel): Name | undefined {
  // A coroutine that is kept has opened nothing yet.
  const given = givenBy(call, model);
  if (isStreamOpening(call) && given.kind !== 'Await') return undefined;
  const bound = boundTarget(withoutAwait(given) as Call);
  // `reader, writer = await asyncio.open_connection(…)`
  const target = bound?.kind === 'Tuple' && bound.elts.length === 2 && isStreamOpening(call) ? bound.elts[1] : bound;
  const statement = bound?.parent;
  if (target?.kind !== 'Name' || statement === undefined) return undefined;
  return statement.kind === 'Assign' && (statement as Assign).targets.length > 1 ? undefined : target;
}

const isStreamOpening = ({ func }: Call): boolean =>
  func.kind === 'Attribute' && /^open_(?:unix_)?connection$/.test(func.attr);

/** The statement that binds it, through a tuple as well. */
function bindingOf(local: Name): Node | undefined {
  return local.parent?.kind === 'Tuple' ? local.parent.parent : local.parent;
}

/** What stands between a local and its end. */
export interface ResourceLife {
  readonly closes: readonly Call[];
  /** Methods called on it, in source order. */
  readonly methods: readonly string[];
  /** Somebody else has it, or a `with` closes it. */
  readonly isHandedOn: boolean;
  /** Another function that is called with it, and may close it. */
  readonly lentTo: string | undefined;
  /** `await session.execute(…)`: whoever collects what is forgotten cannot await its end. */
  readonly isAwaited: boolean;
  readonly lent: readonly Call[];
}

/** What becomes of the object that a local holds from here on. */
export function lifeOfOpened(local: Name, fn: Def, model: SemanticModel): ResourceLife {
  const definition = model.names.resolve(local)?.definitions.find(({ node }) => node === local);
  const loads = definition === undefined ? [] : model.flow.usesOf(definition);
  const opening = withoutAwait((bindingOf(local) as Assign).value);
  const isOwn = (load: Name): boolean => model.context.functionAround(load) === fn;
  const own = loads.filter(isOwn).map((load) => useOf(load, opening as Call, model));
  // What the function closes itself, the functions within it only borrow.
  const isClosed = own.some(({ kind }) => kind === 'close');
  const uses = isClosed || loads.every(isOwn) ? own : [{ kind: 'handed-on' as const }];
  return {
    closes: uses.flatMap((use) => (use.kind === 'close' ? use.call : [])),
    methods: uses.flatMap((use) => (use.kind === 'method' ? use.name : [])),
    // Who gets it of a generator that closes it only borrows it.
    isHandedOn:
      definition === undefined || uses.some(({ kind }) => kind === 'handed-on' || (kind === 'yielded' && !isClosed)),
    isAwaited: loads.some(({ parent }) => parent?.kind === 'Attribute' && parent.parent?.parent?.kind === 'Await'),
    lentTo: uses.find((use) => use.kind === 'lent')?.to,
    lent: uses.flatMap((use) => (use.kind === 'lent' ? use.call : [])),
  };
}

type Use =
  | { readonly kind: 'close'; readonly call: Call }
  | { readonly kind: 'method'; readonly name: string }
  | { readonly kind: 'lent'; readonly to: string; readonly call: Call }
  | { readonly kind: 'handed-on' | 'yielded' | 'look' };

const LOOKS: ReadonlySet<Node['kind']> = new Set<Node['kind']>([
  'Compare',
  'If',
  'IfExp',
  'While',
  'BoolOp',
  'UnaryOp',
  'For',
  'AsyncFor',
  'comprehension',
  'Subscript',
  'FormattedValue',
  'Assert',
]);

function useOf(load: Name, opening: Call, model: SemanticModel): Use {
  const { parent } = load;
  if (parent?.kind === 'Attribute') {
    const call = parent.parent?.kind === 'Call' && parent.parent.func === parent ? parent.parent : undefined;
    if (call === undefined) return { kind: CLOSING_METHODS.has(parent.attr) ? 'handed-on' : 'look' };
    const isProcess = resourceOpenedBy(opening, model) === 'process';
    const ends = isProcess ? ENDING_PROCESSES : CLOSING_METHODS;
    return ends.has(parent.attr) ? { kind: 'close', call } : { kind: 'method', name: parent.attr };
  }
  if (parent?.kind === 'withitem') {
    const isForTransaction = ENTERED_FOR_TRANSACTION.has(model.types.calleeName(opening.func) ?? '');
    return { kind: isForTransaction ? 'look' : 'handed-on' };
  }
  const call = parent?.kind === 'keyword' ? parent.parent : parent;
  if (call?.kind === 'Call' && call.func !== load) return useInCall(load, call, model);
  if (parent?.kind === 'Yield') return { kind: 'yielded' };
  return { kind: parent !== undefined && LOOKS.has(parent.kind) ? 'look' : 'handed-on' };
}

/** Objects that are made with it keep it; functions have it for as long as they run. */
function useInCall(load: Name, call: Call, model: SemanticModel): Use {
  const name = lastName(call.func) ?? '';
  const isEnd = GIVING_BACK.includes(name) || model.names.qualifiedName(call.func) === 'os.close';
  if (isEnd && call.args[0] === load) return { kind: 'close', call };
  if (KEEPING.test(name) || definitionCalled(model, call)?.kind === 'ClassDef') return { kind: 'handed-on' };
  return model.effects.of(call) === 'pure' ? { kind: 'look' } : { kind: 'lent', to: name, call };
}

/** Makers of objects by their capitals, exit stacks, `closing`, containers. */
const KEEPING =
  /^[A-Z]|^(?:cls|closing|aclosing|enter_context|enter_async_context|push|callback|append|add|put|put_nowait|setdefault|register|finalize|fdopen)$/;

/** `lock.acquire()` as a statement of its own, or `self.lock = FileLock(path).acquire()`. */
export type LockTaken = Call;

/** How the function calls the lock that it takes. */
export function lockTakenBy(taken: Call): string | undefined {
  if (taken.func.kind !== 'Attribute' || taken.func.attr !== 'acquire') return undefined;
  const statement = taken.parent?.kind === 'Await' ? taken.parent.parent : taken.parent;
  if (statement?.kind === 'Expr' || refusalOf(taken) !== undefined) return dottedName(taken.func.value);
  const target = boundTarget(taken);
  return target === undefined ? undefined : dottedName(target);
}

/** The releases of the lock that a statement takes, in the same function. */
export function lockLife(taken: Call, fn: Def): Pick<ResourceLife, 'closes'> | undefined {
  const lock = lockTakenBy(taken);
  if (lock === undefined) return undefined;
  const closes = callsWithin([fn]).filter(
    ({ func, start }) => start > taken.end && dottedName(func) === `${lock}.release`,
  );
  return closes.length === 0 ? undefined : { closes };
}

/** What leaves the function, or skips the close, while it is open. */
export interface OpenExit {
  readonly at: Node;
  readonly how: 'fails' | 'returns';
  /** A handler of some exceptions leads back to the close. */
  readonly takenInPart?: ExceptHandler;
}

/** The first path past every close; undefined where each of them is seen to. */
export function openExit(
  local: Name | LockTaken,
  { closes }: Pick<ResourceLife, 'closes'>,
  fn: Def,
  model: SemanticModel,
): OpenExit | undefined {
  const last = Math.max(...closes.map(({ end }) => end));
  const guards = closes.flatMap((close) => (isInFinally(close) ? (tryAhead(close, local) ?? []) : []));
  const guard = guards.sort((one, other) => one.start - other.start)[0];
  const [from, to] = [endOfOpening(local), guard?.start ?? last];
  const isLeftOpen = (node: Node): boolean => !isClosedBefore(node, closes, model) && model.flow.mayComeTo(local, node);
  const { returns, others } = passingIn(fn);
  const back = stretchOf(returns, from, to).find(
    (node) => isLeftOpen(node) && !isWithoutIt(node, local) && !isInFinally(local) && !failedToOpen(node, local, model),
  );
  if (back !== undefined) return { at: back, how: 'returns' };
  // What fails on the way to the `try` is mostly the step that it is for.
  if (guard !== undefined) return undefined;
  let inPart: OpenExit | undefined;
  for (const node of stretchOf(others, from, to)) {
    if (closes.some((close) => close === node) || !mayFail(node, local, model) || !isLeftOpen(node)) continue;
    const exit = exitFrom(node, closes, model);
    if (exit !== undefined && exit.takenInPart === undefined) return exit;
    inPart ??= exit;
  }
  return inPart;
}

const endOfOpening = (local: Name | LockTaken): number =>
  local.kind === 'Name' ? (bindingOf(local)?.end ?? local.end) : (refusalOf(local) ?? local).end;

/** `if not lock.acquire(timeout=5): return`: what stands there has no lock. */
function refusalOf(taken: LockTaken): Node | undefined {
  const asked = taken.parent?.kind === 'Await' ? taken.parent : taken;
  const test = asked.parent?.kind === 'UnaryOp' && asked.parent.op === 'Not' ? asked.parent : undefined;
  const last = test?.parent?.kind === 'If' && test.parent.orelse.length === 0 ? test.parent.body.at(-1) : undefined;
  return last?.kind === 'Return' || last?.kind === 'Raise' ? test?.parent : undefined;
}

/** The `try` in whose `finally` it is closed; not one that is over by then. */
function tryAhead(close: Call, local: Name | LockTaken): Node | undefined {
  const around = [...ancestors(close)].find(
    (outer) =>
      (outer.kind === 'Try' || outer.kind === 'TryStar') && outer.finalbody.some((each) => isWithin(close, each)),
  );
  return around !== undefined && around.end > local.end ? around : undefined;
}

/** What may be left in a function's own code, or fail, in source order: whoever has what a `yield` gives may raise into it. */
const passingIn = memoize((fn: Def) => {
  const inOrder = <Kind extends Node>(nodes: readonly Kind[]): readonly Kind[] =>
    nodes.toSorted((one, other) => one.start - other.start || one.end - other.end);
  return {
    returns: inOrder(nodesWithin([fn], 'Return')),
    others: inOrder([...nodesWithin([fn], 'Call'), ...nodesWithin([fn], 'Yield')]),
  };
});

/** Those of some nodes in source order that begin in a stretch. */
const stretchOf = <Kind extends Node>(nodes: readonly Kind[], from: number, to: number): readonly Kind[] =>
  nodes.slice(
    firstIndex(nodes, ({ start }) => start >= from),
    firstIndex(nodes, ({ start }) => start >= to),
  );

function isClosedBefore(node: Node, closes: readonly Call[], model: SemanticModel): boolean {
  return closes.some((close) => close.end <= node.start && model.flow.precedes(close, node));
}

/** `if conn is None: return`. */
function isWithoutIt(node: Node, local: Name | LockTaken): boolean {
  for (const outer of ancestors(node)) {
    if (outer.kind !== 'If') continue;
    const tested = presenceTested(outer.test);
    if (tested?.subject.kind === 'Name' && local.kind === 'Name' && tested.subject.id === local.id && !tested.isPresent)
      return true;
  }
  return false;
}

/** It stands in a handler that only a failure of the opening itself leads to. */
function failedToOpen(node: Return, local: Name | LockTaken, model: SemanticModel): boolean {
  const handler = model.context.handlerAround(node);
  if (handler?.parent?.kind !== 'Try' || !handler.parent.body.some((each) => isWithin(local, each))) return false;
  const behind = callsWithin(handler.parent.body).filter(({ start }) => start > endOfOpening(local));
  return !behind.some((call) => mayFail(call, local, model));
}

/** It reaches further, or is asked of the thing itself or of what that gave. */
function mayFail(node: Call | Yield, local: Name | LockTaken, model: SemanticModel): boolean {
  if (node.kind === 'Yield' || node.parent?.kind === 'Await') return true;
  // A function of this file that gives back its argument, or always the same.
  if (model.flow.whole(node) !== node) return false;
  const effect = model.effects.of(node);
  if (FAILING.has(effect) || (effect === 'thread' && ANSWERS.has(lastName(node.func) ?? ''))) return true;
  if (local.kind !== 'Name') return false;
  return effect === 'unknown' && node.func.kind === 'Attribute' && comesFrom(node.func.value, local, model);
}

function comesFrom(receiver: Node, local: Name, model: SemanticModel): boolean {
  const root = rootOf(receiver);
  if (root.kind !== 'Name') return false;
  if (root.id === local.id) return true;
  const [only, other] = model.names.resolve(root)?.definitions ?? [];
  if (only === undefined || other !== undefined) return false;
  // `for number, page in enumerate(document)`.
  if (only.kind === 'for' || only.kind === 'comprehension')
    return only.partOf !== undefined && holds(only.partOf, (node) => node.kind === 'Name' && node.id === local.id);
  const from = only.value === undefined || only.value === root ? undefined : rootOf(only.value);
  return from?.kind === 'Name' && from.id === local.id;
}

/** `document[0].get_text()` begins with `document`. */
function rootOf(node: Node): Node {
  let at = node;
  while (at.kind === 'Call' || at.kind === 'Attribute' || at.kind === 'Await' || at.kind === 'Subscript')
    at = at.kind === 'Call' ? at.func : at.value;
  return at;
}

/** What a thread or a process gives back is its failure, too. */
const ANSWERS: ReadonlySet<string> = new Set(['result', 'map', 'starmap', 'apply', 'get']);

const FAILING: ReadonlySet<Effect> = new Set<Effect>(['network', 'database', 'file', 'process', 'project', 'parse']);

/** Where a failure of the call goes: past the close, or to a handler that leads to one. */
function exitFrom(call: Call | Yield, closes: readonly Call[], model: SemanticModel): OpenExit | undefined {
  let takenInPart: ExceptHandler | undefined;
  for (const around of model.context.triesAround(call)) {
    if (around.finalbody.some((each) => closes.some((close) => isWithin(close, each)))) return undefined;
    for (const handler of around.handlers) {
      const { isBroad, exits } = model.handlers.describe(handler);
      const leaves = exits.returns || (exits.raises && !(exits.falls && handsOnOnly(handler)));
      const closesHere = closes.some((close) => isWithin(close, handler));
      const isSeenTo = closesHere || (!leaves && closes.some((close) => close.start >= around.end));
      if (isBroad) return isSeenTo ? undefined : { at: call, how: 'fails' };
      if (isSeenTo) takenInPart ??= handler;
    }
  }
  return { at: call, how: 'fails', ...(takenInPart !== undefined && { takenInPart }) };
}

/** Of `except Exception: raise` around a step nothing is left: what fails in the step is asked of the step. */
function handsOnOnly(handler: ExceptHandler): boolean {
  const raises: Raise[] = [];
  walkOwnCode(handler.body, (node) => {
    if (node.kind === 'Raise') raises.push(node);
  });
  return (
    raises.length > 0 &&
    raises.every(
      (raise) => raise.exc === undefined && raise.parent?.kind === 'ExceptHandler' && raise.parent !== handler,
    )
  );
}

/** What is called there, for messages. */
export function nameOfExit({ at }: OpenExit): string {
  if (at.kind === 'Yield') return 'yield';
  const name = at.kind === 'Call' ? dottedName(at.func) : undefined;
  return name ?? (at.kind === 'Call' && at.func.kind === 'Attribute' ? `….${at.func.attr}` : 'a call');
}
