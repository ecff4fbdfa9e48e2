/** Which coroutines have an event loop for themselves: a loop is started for them, and nothing else is set going on it. */

import { groupBy } from '../collections/index.ts';
import { LOOP_RUNNERS, STEP_OF_FLOW } from '../knowledge/loop-runners.ts';
import type { SummaryBody } from '../semantics/index.ts';
import { CALL_DEPTH, type CallEdge, type CallGraph } from './call-graph.ts';
import { isProduction } from './production.ts';
import type { LocatedFunction } from './project-model.ts';
import type { Reachability } from './reachability.ts';

export class LoopSharing {
  #callers: ReadonlyMap<string, readonly Caller[]> | undefined;
  #starters: ReadonlyMap<string, readonly Caller[]> | undefined;

  constructor(
    readonly calls: CallGraph,
    readonly reachability: Reachability,
  ) {}

  /** As far as calls show: what an object of an unknown class is asked for may set more going. */
  isAlone(found: LocatedFunction): boolean {
    const roots = this.#rootsOf(found);
    if (roots.length === 0) return false;
    const shared = roots.filter(({ isOfJob }) => !isOfJob).map(({ module }) => module);
    const near = shared.length === 0 ? [] : [found.module, ...shared];
    if (near.some((module) => module.serves || [module.body, ...module.functions].some(setsGoing))) return false;
    for (const { at } of this.calls.reachFrom(roots, Number.POSITIVE_INFINITY, () => true)) {
      if (setsGoing(at.function)) return false;
    }
    return true;
  }

  /** As `isAlone`, with company that is of the same job: whatever waits there is a part of it. */
  isOfJob(found: LocatedFunction): boolean {
    const seen = new Set<string>();
    for (const open = [found]; ; ) {
      const at = open.pop();
      if (at === undefined) return true;
      const { entry, qualifiedName, hasEndlessLoop, isAsync } = at.function;
      if (seen.has(qualifiedName)) continue;
      seen.add(qualifiedName);
      const callers = [...this.#callersOf(at), ...this.#startersOf(at)];
      const isOfFlow = isStepOfFlow(at);
      if ((callers.length === 0 && !isOfFlow) || hasEndlessLoop || at.module.serves) return false;
      if ((entry !== undefined && entry !== 'command' && !isOfFlow) || at.function.calls.some(serves)) return false;
      for (const { by, body, how, start } of callers) {
        // Synchronous code has to start a loop for a coroutine; what it only hands on runs on the loop that is there.
        const isStarted = by?.function.isAsync !== true && isAsync && how === 'called';
        if (isStarted ? setsGoing(body) : by === undefined || (start !== undefined && start !== 'task')) return false;
        if (!isStarted && by !== undefined) open.push(by);
      }
    }
  }

  /** What the first coroutine of a loop awaits before it does anything else, itself or by what it awaits so. */
  isFirst(found: LocatedFunction, depth = CALL_DEPTH): boolean {
    const [caller, another] = this.#callersOf(found);
    const by = caller?.by;
    const { awaitsFirst: first } = by?.function ?? {};
    if (by === undefined || first === undefined || another !== undefined || this.#isCalledByOthers(found)) return false;
    const awaited = this.calls.resolver.resolve(first, by.module);
    const isIt = awaited.kind === 'function' && awaited.function.qualifiedName === found.function.qualifiedName;
    return isIt && (this.#beginsLoop(by) || (depth > 0 && this.isFirst(by, depth - 1)));
  }

  /** Synchronous code runs it, or makes a task of it and of nothing else. */
  #beginsLoop(at: LocatedFunction): boolean {
    const { entry } = at.function;
    const entries = [...this.#callersOf(at), ...this.#startersOf(at)];
    const isOnLoop = ({ by }: Caller): boolean => by?.function.isAsync === true;
    return (
      (entry === undefined || entry === 'command') &&
      entries.length > 0 &&
      entries.every((entry) => {
        const tasks = entry.body.starts.filter(({ how }) => how === 'task');
        const isTask = entry.how !== 'deferred' || entry.start === undefined || entry.start === 'task';
        return (
          isTask && tasks.length <= 1 && !isOnLoop(entry) && !(entry.by && this.#callersOf(entry.by).some(isOnLoop))
        );
      })
    );
  }

  /** Who makes a task of it, or hands it to a framework. */
  #startersOf({ function: { qualifiedName } }: LocatedFunction): readonly Caller[] {
    this.#starters ??= groupBy(
      this.calls.modules.flatMap((module) =>
        [undefined, ...module.functions].flatMap((fn) => {
          const body = fn ?? module.body;
          const by = fn && { module, function: fn };
          return body.starts.flatMap(({ target, how: start }) => {
            const to = this.calls.resolver.resolve(target, module);
            return to.kind === 'function' ? [{ to, how: 'deferred' as const, start, by, body }] : [];
          });
        }),
      ),
      ({ to }) => to.function.qualifiedName,
    );
    return this.#starters.get(qualifiedName) ?? [];
  }

  /** The coroutines that a loop is started for, on all paths to this one; none where a path begins otherwise. */
  #rootsOf(found: LocatedFunction): readonly LoopRoot[] {
    const roots: LoopRoot[] = [];
    const seen = new Set<string>();
    for (const open = [found]; ; ) {
      const at = open.pop();
      if (at === undefined) return roots;
      if (seen.has(at.function.qualifiedName)) continue;
      seen.add(at.function.qualifiedName);
      const callers = this.#callersOf(at);
      if (callers.length === 0 || this.#isCalledByOthers(at)) return [];
      for (const { by, body, how } of callers) {
        if (how === 'deferred') return [];
        if (by?.function.isAsync === true) open.push(by);
        else if (body.calls.some((call) => LOOP_RUNNERS.has(call)))
          roots.push({ ...at, isOfJob: by !== undefined && this.#isJob(by) });
        else return [];
      }
    }
  }

  /** Its thread makes a loop for what it does, and gives it up afterwards: what the module does besides is on other loops. */
  #isJob({ function: fn }: LocatedFunction): boolean {
    const makesLoop = fn.calls.some((call) => OWN_LOOPS.has(call));
    const isOnThread = fn.entry === 'task' || this.reachability.runByThreads(fn.qualifiedName) !== undefined;
    return makesLoop && isOnThread && !setsGoing(fn);
  }

  /** A framework, or whatever it is handed to. */
  #isCalledByOthers(at: LocatedFunction): boolean {
    const { entry } = at.function;
    return (entry !== undefined && entry !== 'command') || this.#startersOf(at).length > 0;
  }

  #callersOf({ function: { qualifiedName } }: LocatedFunction): readonly Caller[] {
    this.#callers ??= groupBy(
      this.calls.modules.filter(isProduction).flatMap((module) => [
        ...this.calls.calledByModule(module, 'run').map((edge) => ({ ...edge, by: undefined, body: module.body })),
        ...module.functions.flatMap((fn) => {
          const by = { module, function: fn };
          return this.calls.callsFrom(by).map((edge) => ({ ...edge, by, body: fn }));
        }),
      ]),
      ({ to }) => to.function.qualifiedName,
    );
    return this.#callers.get(qualifiedName) ?? [];
  }
}

interface LoopRoot extends LocatedFunction {
  /** One thread makes a loop for this alone. */
  readonly isOfJob: boolean;
}

const OWN_LOOPS: ReadonlySet<string> = new Set(['asyncio.run', 'asyncio.new_event_loop', 'anyio.run', 'uvloop.run']);

interface Caller extends CallEdge {
  /** Absent for a module's own code. */
  readonly by: LocatedFunction | undefined;
  readonly body: SummaryBody;
  /** What it is started as. */
  readonly start?: SummaryBody['starts'][number]['how'];
}

const serves = (call: string): boolean =>
  /\.(?:(?:start|run)_polling|serve(?:_forever)?|start_(?:unix_)?server|create_server|run_forever|add_job)$|^asyncio\.Event\.wait$/.test(
    call,
  );

/** Each run of a flow of Prefect has a process of its own, whose steps wait for each other where its file sets nothing going. */
const isStepOfFlow = ({ module, function: { decorators } }: LocatedFunction): boolean =>
  decorators.some((each) => STEP_OF_FLOW.test(each)) && ![module.body, ...module.functions].some(setsGoing);

function setsGoing({ starts, calls, constructs }: SummaryBody): boolean {
  if (starts.some(({ how }) => how === 'task')) return true;
  return [...calls, ...constructs.map((made) => made.class)].some(
    (name) =>
      name === 'asyncio.wait' ||
      // Threads are no company on the loop.
      (!name.startsWith('concurrent.') && RUNS_CONCURRENTLY.has(name.slice(name.lastIndexOf('.') + 1))),
  );
}

/** Last names of what has several things on one loop, in asyncio, anyio, trio and what wraps them. */
const RUNS_CONCURRENTLY: ReadonlySet<string> = new Set([
  ...['gather', 'as_completed', 'create_task', 'ensure_future', 'run_coroutine_threadsafe', 'start_soon'],
  ...['TaskGroup', 'create_task_group', 'open_nursery', 'start_server', 'start_unix_server', 'create_server'],
  ...['call_soon', 'call_later', 'call_at', 'add_reader', 'start_polling', 'run_forever', 'serve_forever'],
]);
