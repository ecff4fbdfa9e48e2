/** Which synchronous functions of the project run on the thread of an event loop, because coroutine functions call them. */
import type { RelatedLocation } from '../findings/index.ts';
import type { SummaryFunction } from '../semantics/index.ts';
import { CALL_DEPTH, type CallEdge, type CallGraph, runsInPlace } from './call-graph.ts';
import { CACHES, PROPERTIES, TRANSPARENT_DECORATORS } from './decorators.ts';
import { isProduction } from './production.ts';
import type { LocatedFunction } from './project-model.ts';

export class EventLoop {
  #reached: ReadonlyMap<string, RelatedLocation> | undefined;

  constructor(readonly calls: CallGraph) {}

  /** The coroutine function that calls this one, itself or to depth three; undefined when none is seen. */
  callerOf(qualifiedName: string): RelatedLocation | undefined {
    this.#reached ??= this.#spread();
    return this.#reached.get(qualifiedName);
  }

  #spread(): ReadonlyMap<string, RelatedLocation> {
    const coroutines = this.calls.modules
      .filter(isProduction)
      .flatMap((module) => module.functions.filter((fn) => fn.isAsync).map((fn) => ({ module, function: fn })));
    const reached = new Map<string, RelatedLocation>();
    for (const { at, root } of this.calls.reachFrom(coroutines, CALL_DEPTH, (edge) => this.#runsHere(edge))) {
      if (!at.function.isAsync) reached.set(at.function.qualifiedName, witness(root));
    }
    return reached;
  }

  /** It runs where it is called, and without a look whether a loop runs there. */
  #runsHere(edge: CallEdge): boolean {
    const { to } = edge;
    if (!runsInPlace(edge) || !to.function.decorators.every((name) => RUNNING_DECORATORS.has(name))) return false;
    return (
      !checksForLoop(to.function) &&
      !this.calls.callsFrom(to).some((next) => runsInPlace(next) && checksForLoop(next.to.function))
    );
  }
}

/** Anyone who asks whether a loop runs does something else where one does. */
function checksForLoop({ calls }: SummaryFunction): boolean {
  return calls.some((call) => LOOP_QUESTIONS.has(call) || /(^|\.)nest_asyncio\d?\./.test(call));
}

const LOOP_QUESTIONS: ReadonlySet<string> = new Set([
  'asyncio.get_running_loop',
  'asyncio.events.get_running_loop',
  'asyncio._get_running_loop',
  'asyncio.current_task',
  'asyncio.AbstractEventLoop.is_running',
  'sniffio.current_async_library',
]);

/** Others may run the function in a thread, or not at all. */
const RUNNING_DECORATORS: ReadonlySet<string> = new Set([
  ...TRANSPARENT_DECORATORS,
  ...PROPERTIES,
  ...CACHES,
  'contextlib.contextmanager',
]);

function witness({ module, function: fn }: LocatedFunction): RelatedLocation {
  const { qualifiedName, place } = fn;
  const name = qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1);
  return { path: module.path, ...place, message: `\`async def ${name}\` calls it on the event loop` };
}
