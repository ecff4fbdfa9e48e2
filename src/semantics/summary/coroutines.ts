/** How a coroutine goes on once it is started, as far as its own code shows. */

import {
  type AsyncFor,
  type AsyncFunctionDef,
  type Await,
  ancestors,
  type Call,
  holds,
  isEndless,
  isSuspension,
  isWithin,
  lastName,
  type Node,
  type Raise,
  type While,
} from '../../ast/index.ts';
import { firstSuspension, holdsInOwnCode, walkOwnCode } from '../effects/calls-within.ts';
import { definitionCalled } from '../effects/definition-called.ts';
import { FOLLOWED } from '../limits.ts';
import type { SemanticModel } from '../model.ts';
import type { CoroutineTrait, SummaryFunction } from '../summary.ts';

export function coroutineTraits(
  fn: AsyncFunctionDef,
  model: SemanticModel,
): Pick<SummaryFunction, 'coroutine' | 'failsBy' | 'awaitsFirst'> {
  if (!holdsInOwnCode(fn.body, isSuspension)) return { coroutine: [] };
  const traits: CoroutineTrait[] = ['suspends'];
  const loops = loopsThatWait(fn);
  if (loops.length > 0) traits.push('runs-on');
  if (loops.length > 0 && loops.every((loop) => outlivesFailures(loop, fn, model))) traits.push('outlives-failures');
  const failsBy = openWaits(fn, model);
  if (failsBy?.size === 0) traits.push('ends-failures');
  return {
    coroutine: traits,
    ...awaitedFirst(fn, model),
    ...(failsBy !== undefined && failsBy.size > 0 && { failsBy: [...failsBy].sort() }),
  };
}

/** What it awaits first; what is logged before sets nothing going. */
function awaitedFirst(fn: AsyncFunctionDef, model: SemanticModel): Pick<SummaryFunction, 'awaitsFirst'> {
  const first = firstSuspension(fn.body);
  const call = first?.kind === 'Await' && first.value.kind === 'Call' ? first.value : undefined;
  if (call === undefined || model.context.loopAround(call) !== undefined) return {};
  const isBefore = (node: Node) => node.kind === 'Call' && node.start < call.start && model.effects.of(node) !== 'log';
  const name = holdsInOwnCode(fn.body, isBefore) ? undefined : model.types.calleeName(call.func);
  return name === undefined ? {} : { awaitsFirst: name };
}

/** Whatever may fail in a turn is caught in that turn. */
function outlivesFailures(loop: While | AsyncFor, fn: AsyncFunctionDef, model: SemanticModel): boolean {
  if (loop.kind !== 'While') return false;
  const isOpen = holdsInOwnCode(loop.body, (node) => {
    if (node.kind === 'Await' && isHarmless(node, fn, model)) return false;
    if (node.kind === 'Raise' && isCancelledAgain(node, model)) return false;
    return (node.kind === 'Raise' || isSuspension(node)) && !isEnded(node, loop, model);
  });
  if (isOpen) return false;
  return model.effects
    .newsworthy(loop.body)
    .every((call) => call.parent?.kind === 'Await' || isEnded(call, loop, model));
}

/**
 * The access paths to what it awaits outside of any `try` that takes every exception, where nothing else in it may fail: coroutines of this
 * file of which that is so are followed. Undefined where a failure gets out by something else.
 */
function openWaits(fn: AsyncFunctionDef, model: SemanticModel, depth = 0): ReadonlySet<string> | undefined {
  const accessPaths = new Set<string>();
  const isOpen = holdsInOwnCode(fn.body, (node) => {
    if (node.kind === 'Await') return !isHarmless(node, fn, model) && !isEnded(node, fn, model) && !isFollowed(node);
    if (node.kind === 'Raise') return !isEnded(node, fn, model) && !isCancelledAgain(node, model);
    return isSuspension(node) && !isEnded(node, fn, model);
  });
  // Most have shown by now that they let failures out; what its calls may do takes longer to ask.
  if (isOpen) return undefined;
  const isQuiet = (call: Call): boolean =>
    call.parent?.kind === 'Await' || isLazySession(call, model) || isEndOf(call) || isEnded(call, fn, model);
  return model.effects.newsworthy(fn.body).every(isQuiet) ? accessPaths : undefined;

  function isFollowed({ value }: Await): boolean {
    const called = value.kind === 'Call' ? definitionCalled(model, value) : undefined;
    if (called !== undefined && (called.kind !== 'AsyncFunctionDef' || depth >= FOLLOWED.calls)) return false;
    const path = called === undefined && value.kind === 'Call' ? model.effects.projectPath(value) : undefined;
    const further = called === undefined ? path && [path] : openWaits(called, model, depth + 1);
    for (const accessPath of further ?? []) accessPaths.add(accessPath);
    return further !== undefined && further !== '';
  }
}

/** `except CancelledError: raise`: who cancels a task wants that. */
function isCancelledAgain({ parent, exc }: Raise, { names }: SemanticModel): boolean {
  const type = parent?.kind === 'ExceptHandler' && exc === undefined ? parent.type : undefined;
  return type !== undefined && CANCELLED.has(names.qualifiedName(type) ?? '');
}

const CANCELLED: ReadonlySet<string> = new Set(['asyncio.CancelledError', 'asyncio.exceptions.CancelledError']);

/** `finally: session.close()` */
const isEndOf = (call: Call): boolean =>
  lastName(call.func) === 'close' &&
  [...ancestors(call)].some((at) => at.kind === 'Try' && at.finalbody.some((each) => isWithin(call, each)));

/** A session of SQLAlchemy connects where it is first asked. */
const isLazySession = ({ func }: Call, { types }: SemanticModel): boolean =>
  /^sqlalchemy\.(?:\w+\.)*(?:async_sessionmaker|sessionmaker|scoped_session)$/.test(types.classOf(func) ?? '');

/** A handler of the function (or of the turn of a loop) ends every error that is raised there; what is in a handler is outside of its `try`. */
function isEnded(node: Node, within: AsyncFunctionDef | While, { handlers }: SemanticModel): boolean {
  for (const around of ancestors(node)) {
    if (around === within) return false;
    if (around.kind !== 'Try' || !around.body.some((statement) => isWithin(node, statement))) continue;
    const broad = around.handlers.map((handler) => handlers.describe(handler)).find(({ isBroad }) => isBroad);
    if (broad !== undefined && !broad.mayRaise) return true;
  }
  return false;
}

/** `while` loops that wait in each turn and count nothing; `async for` over what someone else sends. */
function loopsThatWait(fn: AsyncFunctionDef): readonly (While | AsyncFor)[] {
  const loops: (While | AsyncFor)[] = [];
  walkOwnCode(fn.body, (node) => {
    if (node.kind === 'AsyncFor') loops.push(node);
    if (node.kind === 'While' && holdsInOwnCode(node.body, isSuspension) && (isEndless(node) || !counts(node)))
      loops.push(node);
    return undefined;
  });
  return loops;
}

/** `while attempt < 3:`, `while time() < deadline:`, `while rest:` come to an end by themselves. */
function counts({ test }: While): boolean {
  const isBound = (node: Node) => node.kind === 'Compare' && node.ops.some((op) => BOUNDS.has(op));
  const isLocal = test.kind === 'Name' || (test.kind === 'NamedExpr' && test.value.kind !== 'Await');
  return isLocal || holds(test, isBound);
}

const BOUNDS: ReadonlySet<string> = new Set(['Lt', 'LtE', 'Gt', 'GtE', 'Eq', 'NotEq']);

/** A wait that does not fail, for as long as it likes; or not so long, and that it was too long is caught. */
function isHarmless(wait: Await, fn: AsyncFunctionDef, model: SemanticModel): boolean {
  const { value } = wait;
  if (value.kind !== 'Call') return false;
  const name = model.types.calleeName(value.func) ?? '';
  const [waited] = value.args;
  if (name !== 'asyncio.wait_for') return HARMLESS.has(name);
  const inner = waited?.kind === 'Call' ? (model.types.calleeName(waited.func) ?? '') : '';
  return HARMLESS.has(inner) && hasHandler(wait, fn, model);
}

const HARMLESS: ReadonlySet<string> = new Set([
  ...['asyncio.sleep', 'asyncio.wait', 'asyncio.Event.wait', 'asyncio.Condition.wait', 'asyncio.Lock.acquire'],
  ...['asyncio.Queue.get', 'asyncio.PriorityQueue.get', 'asyncio.LifoQueue.get', 'asyncio.Queue.join'],
]);

function hasHandler(wait: Await, fn: AsyncFunctionDef, { flow }: SemanticModel): boolean {
  for (const around of ancestors(wait)) {
    if (around === fn) return false;
    if (around.kind !== 'Try' || !around.body.some((statement) => isWithin(wait, statement))) continue;
    if (around.handlers.length > 0 && around.handlers.every(({ body }) => !flow.exits(body).raises)) return true;
  }
  return false;
}
