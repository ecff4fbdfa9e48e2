/** Which functions of the project are run by routes, threads, tasks, worker loops and commands. */
import type { RelatedLocation } from '../findings/index.ts';
import type { ModuleSummary, SummaryBody, SummaryFunction, SummaryPlace, SummaryStart } from '../semantics/index.ts';
import { CALL_DEPTH, type CallGraph } from './call-graph.ts';
import type { Lineages } from './lineages.ts';
import { isProduction } from './production.ts';
import type { LocatedFunction } from './project-model.ts';
import type { ReachEntry } from './question.ts';

export interface ReachRoot extends LocatedFunction {
  readonly evidence: RelatedLocation;
}

/** Why something is run; nothing where it is one of several methods that the code on the way may mean. */
type CallPath = readonly RelatedLocation[];

type RootKind = ReachEntry | 'concurrent-threads';

export class Reachability {
  readonly #reached = new Map<RootKind, ReadonlyMap<string, CallPath>>();
  readonly #rootsOf = new Map<RootKind, readonly ReachRoot[]>();

  constructor(
    readonly calls: CallGraph,
    readonly lineages: Lineages,
  ) {}

  /** The entry of this kind that runs a function (itself or to depth three); undefined when no path is seen. */
  reachedFrom(qualifiedName: string, entry: ReachEntry): CallPath | undefined {
    return this.#reachedBy(entry).get(qualifiedName);
  }

  /** Why threads run a function: thread target, executor job, sync route or sync dependency. */
  runByThreads(qualifiedName: string): CallPath | undefined {
    return this.#reachedBy('concurrent-threads').get(qualifiedName);
  }

  /** What is run by entries of a kind, with the reason. */
  rootsOf(entry: ReachEntry): readonly ReachRoot[] {
    return this.#roots(entry);
  }

  #reachedBy(kind: RootKind): ReadonlyMap<string, CallPath> {
    let reached = this.#reached.get(kind);
    if (reached === undefined) {
      // All that a call may run counts, no matter who runs it in the end: here a miss is a danger that nobody sees.
      const perhaps = this.calls.reachFrom(this.#roots(kind), CALL_DEPTH, () => true);
      const surely = this.calls.reachFrom(this.#roots(kind), CALL_DEPTH, (edge) => edge.isOneOfSeveral !== true);
      reached = new Map<string, CallPath>([
        ...[...perhaps].map(({ at }) => [at.function.qualifiedName, []] as const),
        ...[...surely].map(({ at, root }) => [at.function.qualifiedName, [root.evidence]] as const),
      ]);
      this.#reached.set(kind, reached);
    }
    return reached;
  }

  #roots(kind: RootKind): readonly ReachRoot[] {
    let roots = this.#rootsOf.get(kind);
    if (roots === undefined) {
      roots = this.#findRoots(kind);
      this.#rootsOf.set(kind, roots);
    }
    return roots;
  }

  #findRoots(kind: RootKind): ReachRoot[] {
    return this.calls.modules.filter(isProduction).flatMap((module) => {
      const own = module.functions.flatMap((fn) => {
        const why = entryReason(fn, module, kind);
        return why === undefined ? [] : [{ function: fn, module, evidence: locate(module, fn.place, why) }];
      });
      const started = [module.body, ...module.functions].flatMap((body) => this.#started(body, module, kind));
      return [...own, ...started, ...this.#threadSubclasses(module, kind)];
    });
  }

  #started(body: SummaryBody, module: ModuleSummary, kind: RootKind): ReachRoot[] {
    return body.starts.flatMap((start) => {
      const why = startReason(start, module, kind);
      if (why === undefined) return [];
      const evidence = locate(module, start.place, why);
      return this.#runBy(start, module, kind).map((target) => ({ ...target, evidence }));
    });
  }

  /** The function started; of a class that is a dependency, what making an object of it runs. */
  #runBy({ target, how }: SummaryStart, module: ModuleSummary, kind: RootKind): LocatedFunction[] {
    const started = this.calls.resolver.resolve(target, module);
    const run = started.kind === 'class' ? this.calls.makersOf(started) : started.kind === 'function' ? [started] : [];
    // Coroutine functions given to a thread pool or named as dependencies run on the event loop.
    return run.filter((found) => {
      if (kind === 'task') return how === 'task' || found.function.isAsync;
      return !found.function.isAsync || (kind !== 'concurrent-threads' && kind !== 'thread');
    });
  }

  #threadSubclasses(module: ModuleSummary, kind: RootKind): ReachRoot[] {
    if (kind !== 'thread' && kind !== 'concurrent-threads') return [];
    return module.classes.flatMap((cls) => {
      if (!this.lineages.of({ module, class: cls }).includes('threading.Thread')) return [];
      const evidence = locate(module, cls.place, `\`${nameWithin(module, cls.qualifiedName)}\` is a thread`);
      const run = this.calls.resolver.definitions.functions(`${cls.qualifiedName}.run`, module).at(-1);
      return run === undefined ? [] : [{ function: run, module, evidence }];
    });
  }
}

function entryReason(fn: SummaryFunction, module: ModuleSummary, kind: RootKind): string | undefined {
  const { entry } = fn;
  if (entry === undefined && !fn.hasEndlessLoop) return undefined;
  const name = `\`${nameWithin(module, fn.qualifiedName)}\``;
  switch (kind) {
    case 'concurrent-threads':
      if (fn.runsInPool) return `${name} is called by a pool of threads`;
      return entry === 'sync-route' ? `${name} is a synchronous route: requests run it in threads` : undefined;
    case 'route':
      return entry === 'route' || entry === 'sync-route' ? `${name} is a route` : undefined;
    case 'task':
      return entry === 'task' ? `${name} is a task` : undefined;
    case 'command':
      return entry === 'command' ? `${name} is a command` : undefined;
    case 'worker-loop':
      return fn.hasEndlessLoop ? `${name} loops for as long as the process runs` : undefined;
    case 'thread':
      return undefined;
  }
}

function startReason(start: SummaryStart, module: ModuleSummary, kind: RootKind): string | undefined {
  const { how } = start;
  const name = `\`${nameWithin(module, start.target)}\``;
  switch (kind) {
    case 'concurrent-threads':
      if (how === 'dependency') return `${name} is a synchronous dependency: requests run it in threads`;
      return how === 'thread' || how === 'executor' ? `${name} runs in a thread` : undefined;
    case 'thread':
      return how === 'thread' || how === 'executor' ? `${name} runs in a thread` : undefined;
    case 'route':
      return how === 'dependency' || how === 'route' || how === 'sync-route' ? `${name} serves requests` : undefined;
    case 'task':
      return how === 'task' || how === 'executor' ? `${name} is started as a task` : undefined;
    case 'command':
    case 'worker-loop':
      return undefined;
  }
}

/** The path is said beside it: what a module's own names share with it is left out. */
function nameWithin({ module }: ModuleSummary, qualifiedName: string): string {
  return qualifiedName.startsWith(`${module}.`) ? qualifiedName.slice(module.length + 1) : qualifiedName;
}

function locate(module: ModuleSummary, place: SummaryPlace, message: string): RelatedLocation {
  return { path: module.path, ...place, message };
}
