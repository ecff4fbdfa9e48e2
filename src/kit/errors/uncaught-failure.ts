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
import type { Effect, SemanticModel } from '../../semantics/index.ts';

export interface UncaughtFailure {
  readonly call: Call;
  /** It reaches network, files, databases or processes itself; otherwise another module does what may fail. */
  readonly isKnown: boolean;
}

/** The call whose failure would end a loop of the function: work that reaches further. Waiting alone does not fail. */
export function uncaughtFailureIn(loop: While, fn: Def, model: SemanticModel): UncaughtFailure | undefined {
  if (isCovered(loop, fn, model)) return undefined;
  const calls = model.effects
    .newsworthy(loop.body)
    .filter((call) => mayFail(call, model) && !isCovered(call, fn, model));
  const known = calls.find((call) => reachesOut(call, model));
  const call = known ?? calls[0];
  return call === undefined ? undefined : { call, isKnown: known !== undefined };
}

function mayFail(call: Call, model: SemanticModel): boolean {
  if (WAITS.test(lastName(call.func) ?? '')) return false;
  if (reachesOut(call, model)) return true;
  if (call.parent?.kind !== 'Await') return false;
  const called = model.context.functionRun(call.func);
  if (called === undefined || called.kind === 'Lambda') return true;
  // What handles its own failures does not end the loop of its caller.
  return model.effects.newsworthy(called.body).some((inner) => !isCovered(inner, called, model));
}

/** `await self.queue.get()`, `await self.wake.wait()`, `await asyncio.sleep(1)`. */
const WAITS = /^(get|wait|sleep|join|acquire|wait_for|gather)$/;

const reachesOut = (call: Call, model: SemanticModel): boolean => REACHING.has(model.effects.of(call));

const REACHING: ReadonlySet<Effect> = new Set<Effect>(['network', 'database', 'file', 'process']);

/** In a handler, or in the body of a `try` whose handlers took thought for its failures. */
function isCovered(node: Node, fn: Def, model: SemanticModel): boolean {
  const handlers = model.context.triesAround(node).flatMap((around) => around.handlers);
  if (handlers.some((handler) => isForFailures(handler, model))) return true;
  for (const around of ancestors(node)) {
    if (around === fn) break;
    // Who tidies up at the end tells those who wait.
    if (around.kind === 'ExceptHandler' || (around.kind === 'Try' && around.finalbody.length > 0)) return true;
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
