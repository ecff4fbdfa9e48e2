/** Where synchronous code runs a coroutine to its end, whether or not an event loop runs already. */
import type { Call } from '#ast';
import { LOOP_RUNNERS, SYNC_MAKERS } from '#knowledge/loop-runners';
import type { SemanticModel } from '#semantics';

export interface SynchronousBridge {
  /** As code writes it, for messages. */
  readonly name: string;
  /** It starts a loop, and so raises where one runs; otherwise it waits, without a limit, for a loop of another thread. */
  readonly startsLoop: boolean;
}

/** `asyncio.run(f())`, `loop.run_until_complete(f())`, `async_to_sync(f)()`, `run_coroutine_threadsafe(f(), loop).result()`. */
export function synchronousBridge(call: Call, model: SemanticModel): SynchronousBridge | undefined {
  const { func } = call;
  if (func.kind === 'Call') {
    const isMade = SYNC_MAKERS.has(model.types.calleeName(func.func) ?? '');
    return isMade ? { name: 'async_to_sync', startsLoop: true } : undefined;
  }
  const name = model.types.calleeName(func);
  if (name === undefined) return undefined;
  if (LOOP_RUNNERS.has(name)) return { name: shortName(name), startsLoop: true };
  if (name !== 'concurrent.futures.Future.result' || !waitsForLoop(call, model)) return undefined;
  return { name: 'run_coroutine_threadsafe(…).result()', startsLoop: false };
}

function waitsForLoop(call: Call, { flow, types, values }: SemanticModel): boolean {
  if (call.func.kind !== 'Attribute' || values.argument(call, 'timeout', 0).kind !== 'absent') return false;
  return flow
    .origins(call.func.value)
    .some((origin) => origin.kind === 'Call' && types.calleeName(origin.func) === 'asyncio.run_coroutine_threadsafe');
}

/** `asyncio.run`, but `run_until_complete`: nobody writes the class. */
function shortName(name: string): string {
  const parts = name.split('.');
  return parts.length > 2 ? (parts.at(-1) ?? name) : name;
}
