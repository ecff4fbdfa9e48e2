/** Threads that wait for what the work that they handed out has to touch. */
import { type Call, isWithin, type Name, type Node } from '#ast';
import type { SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';

/** `done.wait()`, `answers.get()` behind a call, of a local that nothing but these parts of the code sets or fills. */
export function waitForWork(call: Call, work: readonly Node[], model: SemanticModel): Call | undefined {
  const fn = model.context.functionAround(call);
  if (fn?.kind !== 'FunctionDef') return undefined;
  return callsWithin([fn]).find((later) => {
    if (later.start < call.end || !WAITS.has(model.effects.blocking(later) ?? '')) return false;
    if (later.func.kind !== 'Attribute' || later.func.value.kind !== 'Name') return false;
    const event = model.names.resolve(later.func.value);
    if (event === undefined || event.scope !== model.names.scopeOf(fn)) return false;
    const elsewhere = event.references.filter((use) => use.parent !== later.func);
    return elsewhere.length > 0 && elsewhere.every((use) => work.some((part) => isWithin(use, part)) || isRead(use));
  });
}

/** Waits of the thread for an object that someone has to set or fill. */
export const WAITS: ReadonlySet<string> = new Set(['threading.Event.wait', 'queue.Queue.get', 'queue.SimpleQueue.get']);

/** `event.is_set()`, `event.clear()`: nobody is woken by it. */
function isRead({ parent }: Name): boolean {
  return parent?.kind === 'Attribute' && READING.has(parent.attr);
}

const READING: ReadonlySet<string> = new Set(['is_set', 'clear', 'wait', 'get_nowait', 'empty']);
