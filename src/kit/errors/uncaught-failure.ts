/** Failures that leave a loop, because nothing in its function takes them. */
import {
  ancestors,
  type Call,
  type Def,
  type ExceptHandler,
  lastName,
  type Node,
  type While,
  type Withitem,
} from '../../ast/index.ts';
import { callsWithin } from '../../semantics/effects/calls-within.ts';
import type { Effect, SemanticModel } from '../../semantics/index.ts';

export interface UncaughtFailure {
  readonly call: Call;
  /** It reaches network, files, databases or processes itself; otherwise another module does what may fail. */
  readonly isKnown: boolean;
}

/** The call whose failure would end a loop of the function: work that reaches further, or that another coroutine does. Waiting alone does not fail. */
export function uncaughtFailureIn(loop: While, fn: Def, model: SemanticModel): UncaughtFailure | undefined {
  if (isCovered(loop, fn, model)) return undefined;
  const calls = failuresIn(loop.body, fn, model, 0);
  const known = calls.find((call) => reachesOut(call, model));
  const call = known ?? calls[0];
  return call === undefined ? undefined : { call, isKnown: known !== undefined };
}

const MAX_DEPTH = 2;

function failuresIn(body: readonly Node[], fn: Def, model: SemanticModel, depth: number): readonly Call[] {
  const news = new Set(model.effects.newsworthy(body));
  return callsWithin(body).filter(
    (call) => (news.has(call) || isAwaited(call, model)) && mayFail(call, model, depth) && !isCovered(call, fn, model),
  );
}

function mayFail(call: Call, model: SemanticModel, depth: number): boolean {
  if (isWait(call, model)) return false;
  if (reachesOut(call, model)) return true;
  if (!isAwaited(call, model)) return false;
  const called = model.context.functionRun(call.func);
  if (called === undefined || called.kind === 'Lambda') return true;
  // What handles its own failures does not end the loop of its caller.
  return depth < MAX_DEPTH && failuresIn(called.body, called, model, depth + 1).length > 0;
}

/** By itself, or in `await asyncio.wait_for(self.turn(), 30)`; `gather(…, return_exceptions=True)` takes what fails. */
function isAwaited({ parent }: Call, model: SemanticModel): boolean {
  if (parent?.kind !== 'Call') return parent?.kind === 'Await';
  const takesFailures = model.values.givenArgument(parent, 'return_exceptions', undefined) !== undefined;
  return HANDING_ON.has(model.types.calleeName(parent.func) ?? '') && !takesFailures && isAwaited(parent, model);
}

const HANDING_ON: ReadonlySet<string> = new Set(['asyncio.wait_for', 'asyncio.shield', 'asyncio.gather']);

/** `await self.queue.get()`, `await self.wake.wait()`, `await asyncio.sleep(1)`; `await client.get(url)` is told something to do. */
function isWait(call: Call, { types }: SemanticModel): boolean {
  const name = lastName(call.func) ?? '';
  return (
    WAITS.test(name) ||
    (name === 'get' && call.args.length === 0) ||
    /^asyncio\.(?!to_thread$)/.test(types.calleeName(call.func) ?? '')
  );
}

const WAITS = /^(put|wait|sleep|join|acquire|wait_for|gather)$/;

const reachesOut = (call: Call, model: SemanticModel): boolean => REACHING.has(model.effects.of(call));

const REACHING: ReadonlySet<Effect> = new Set<Effect>(['network', 'database', 'file', 'process']);

/** In a handler, or in the body of a `try` whose handlers took thought for its failures. */
function isCovered(node: Node, fn: Def, model: SemanticModel): boolean {
  const handlers = model.context.triesAround(node).flatMap((around) => around.handlers);
  if (handlers.some((handler) => isForFailures(handler, model))) return true;
  for (const around of ancestors(node)) {
    if (around === fn) break;
    // Work that a time-out starts is done like any other.
    if (around.kind === 'ExceptHandler' && isForFailures(around, model)) return true;
    // Who tidies up at the end tells those who wait.
    if (around.kind === 'Try' && around.finalbody.length > 0) return true;
    if ((around.kind === 'With' || around.kind === 'AsyncWith') && around.items.some(suppresses)) return true;
  }
  return false;
}

/** Being cancelled, timed out or out of work is no failure. */
const ORDINARY = /(^|\.)(CancelledError|Cancelled|TimeoutError|TimeoutException|QueueEmpty|QueueShutDown|Empty)$/;

function isForFailures(handler: ExceptHandler, { handlers }: SemanticModel): boolean {
  const { catches } = handlers.describe(handler);
  return catches.length === 0 || catches.some((name) => !ORDINARY.test(name));
}

/** `with suppress(…)`, `async with self.catching_errors()`. */
function suppresses({ context_expr: item }: Withitem): boolean {
  return item.kind === 'Call' && /suppress|catch|log_exc|guard/i.test(lastName(item.func) ?? '');
}
