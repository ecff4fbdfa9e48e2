/** Which synchronous functions of the project run on the thread of an event loop, because coroutine functions call them. */
import type { RelatedLocation } from '../findings/index.ts';
import type { ModuleSummary, SummaryFunction } from '../semantics/index.ts';
import type { Resolution } from './project-model.ts';
import { isProduction } from './reachability.ts';
import type { Resolver } from './resolver.ts';

/** How far calls are followed from a coroutine function: further than that, paths are guesses. */
const MAX_DEPTH = 3;

type Located = Extract<Resolution, { kind: 'function' }>;

export class EventLoop {
  #reached: ReadonlyMap<string, RelatedLocation> | undefined;

  constructor(
    readonly modules: readonly ModuleSummary[],
    readonly resolver: Resolver,
  ) {}

  /** The coroutine function that calls this one, itself or to depth three; undefined when none is seen. */
  callerOf(qualifiedName: string): RelatedLocation | undefined {
    this.#reached ??= this.#spread();
    return this.#reached.get(qualifiedName);
  }

  /** Breadth first, so that the evidence is the nearest coroutine; order of modules makes it deterministic. */
  #spread(): ReadonlyMap<string, RelatedLocation> {
    const reached = new Map<string, RelatedLocation>();
    let frontier = this.modules.filter(isProduction).flatMap((module) =>
      module.functions
        .filter((fn) => fn.isAsync)
        .map((fn) => ({
          at: { kind: 'function', module, function: fn } satisfies Located,
          evidence: witness(module, fn),
        })),
    );
    for (let depth = 0; depth < MAX_DEPTH; depth++) {
      frontier = frontier.flatMap(({ at, evidence }) =>
        this.#runBy(at).flatMap((callee) => {
          if (reached.has(callee.function.qualifiedName)) return [];
          reached.set(callee.function.qualifiedName, evidence);
          return [{ at: callee, evidence }];
        }),
      );
    }
    return reached;
  }

  /** The synchronous functions that a function calls itself. What stands in a lambda runs where the lambda is called. */
  #runBy({ module, function: fn }: Located): Located[] {
    const deferred = new Set(fn.deferred);
    const elsewhere = new Set(fn.starts.map(({ target }) => target));
    const called = fn.calls
      .filter((call) => !deferred.has(call) && !elsewhere.has(call))
      .map((call) => this.resolver.resolve(call, module));
    const made = fn.constructs.flatMap(({ class: name }) => {
      const resolved = this.resolver.resolve(name, module);
      return resolved.kind === 'class' ? [this.resolver.methodOf(resolved, '__init__')] : [];
    });
    return [...called, ...made]
      .filter((callee) => callee.kind === 'function')
      .filter((callee) => this.#runsHere(callee));
  }

  /** Its code runs when it is called, on the same thread, and without a look whether a loop runs there. */
  #runsHere({ module, function: fn }: Located): boolean {
    if (fn.isAsync || fn.isGenerator || !fn.decorators.every((name) => TRANSPARENT_DECORATORS.has(name))) return false;
    if (asksForLoop(fn)) return false;
    return !fn.calls.some((call) => {
      const callee = this.resolver.resolve(call, module);
      return callee.kind === 'function' && !callee.function.isAsync && asksForLoop(callee.function);
    });
  }
}

/** Whoever asks whether a loop runs does something else where one does. */
function asksForLoop({ calls }: SummaryFunction): boolean {
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
const TRANSPARENT_DECORATORS: ReadonlySet<string> = new Set([
  'builtins.staticmethod',
  'builtins.classmethod',
  'builtins.property',
  'abc.abstractmethod',
  'contextlib.contextmanager',
  'functools.cache',
  'functools.cached_property',
  'functools.lru_cache',
  'typing.final',
  'typing.override',
]);

function witness(module: ModuleSummary, fn: SummaryFunction): RelatedLocation {
  const { qualifiedName, place } = fn;
  const name = qualifiedName.slice(qualifiedName.lastIndexOf('.') + 1);
  return { path: module.path, ...place, message: `\`async def ${name}\` calls it on the event loop` };
}
