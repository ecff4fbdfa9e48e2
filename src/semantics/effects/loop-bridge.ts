/** Threads that wait for a coroutine which they hand to an event loop that someone gave them. */
import { type Call, holds, identifiersOf, lastName } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

/** `run_coroutine_threadsafe(work, self._loop).result()`, in code that neither makes a loop for a thread nor asks on which it runs. */
export function waitsForGivenLoop(call: Call, model: SemanticModel): boolean {
  const known = identifiersOf(model.source.module);
  if (!known.has('run_coroutine_threadsafe') || OTHER_THREADS.some((name) => known.has(name))) return false;
  if (call.func.kind !== 'Attribute' || call.func.attr !== 'result') return false;
  const fn = model.context.defAround(call);
  const checksLoop =
    fn !== undefined && holds(fn, (node) => node.kind === 'Call' && LOOP_CHECKS.has(lastName(node.func) ?? ''));
  return (
    !checksLoop &&
    model.flow
      .origins(call.func.value)
      .some((each) => each.kind === 'Call' && model.types.calleeName(each.func) === 'asyncio.run_coroutine_threadsafe')
  );
}

const OTHER_THREADS: readonly string[] = ['new_event_loop', 'run_forever', 'current_thread', 'get_ident', 'Thread'];
const LOOP_CHECKS: ReadonlySet<string> = new Set([
  'get_running_loop',
  '_get_running_loop',
  'get_event_loop',
  'is_running',
]);
