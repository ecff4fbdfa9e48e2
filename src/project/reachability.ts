/** Which functions of the project are run by routes, threads, tasks, worker loops and commands. */
import type { RelatedLocation } from '../findings/index.ts';
import type { ModuleSummary, SummaryBody, SummaryFunction, SummaryPlace, SummaryStart } from '../semantics/index.ts';
import type { Resolution } from './project-model.ts';
import type { ReachEntry } from './question.ts';
import type { Resolver } from './resolver.ts';

/** How far calls are followed from an entry: further than that, paths are guesses. */
const MAX_DEPTH = 3;

interface Root {
  readonly function: SummaryFunction;
  readonly module: ModuleSummary;
  readonly evidence: RelatedLocation;
}

type RootKind = ReachEntry | 'concurrent-threads';

export class Reachability {
  readonly #reached = new Map<RootKind, ReadonlyMap<string, RelatedLocation>>();

  constructor(
    readonly modules: readonly ModuleSummary[],
    readonly resolver: Resolver,
  ) {}

  /** Why a function is run by an entry of this kind (itself or to depth three); undefined when no way is seen. */
  reachedFrom(qualifiedName: string, entry: ReachEntry): RelatedLocation | undefined {
    return this.#reachedBy(entry).get(qualifiedName);
  }

  /** Why threads run a function: thread target, executor job, sync route or sync dependency. */
  runByThreads(qualifiedName: string): RelatedLocation | undefined {
    return this.#reachedBy('concurrent-threads').get(qualifiedName);
  }

  #reachedBy(kind: RootKind): ReadonlyMap<string, RelatedLocation> {
    let reached = this.#reached.get(kind);
    if (reached === undefined) {
      reached = this.#spread(this.#roots(kind));
      this.#reached.set(kind, reached);
    }
    return reached;
  }

  #roots(kind: RootKind): Root[] {
    return this.modules.filter(isProduction).flatMap((module) => {
      const own = module.functions.flatMap((fn) => {
        const why = entryReason(fn, module, kind);
        return why === undefined ? [] : [{ function: fn, module, evidence: locate(module, fn.place, why) }];
      });
      const started = [module.body, ...module.functions].flatMap((body) => this.#started(body, module, kind));
      return [...own, ...started, ...this.#threadSubclasses(module, kind)];
    });
  }

  #started(body: SummaryBody, module: ModuleSummary, kind: RootKind): Root[] {
    return body.starts.flatMap((start) => {
      const why = startReason(start, module, kind);
      if (why === undefined) return [];
      const evidence = locate(module, start.place, why);
      return this.#runBy(start, module, kind).map((target) => ({ ...target, evidence }));
    });
  }

  /** The function started; of a class that is a dependency, what making an object of it runs. */
  #runBy(start: SummaryStart, module: ModuleSummary, kind: RootKind): Omit<Root, 'evidence'>[] {
    const target = this.resolver.resolve(start.target, module);
    const made = target.kind === 'class' ? this.#constructorsOf(target) : [target];
    return made.flatMap((resolved) => {
      if (resolved.kind !== 'function') return [];
      // Coroutine functions given to a thread pool or named as dependencies run on the event loop.
      if (resolved.function.isAsync && (kind === 'concurrent-threads' || kind === 'thread')) return [];
      return [{ function: resolved.function, module: resolved.module }];
    });
  }

  #threadSubclasses(module: ModuleSummary, kind: RootKind): Root[] {
    if (kind !== 'thread' && kind !== 'concurrent-threads') return [];
    return module.classes
      .filter((cls) => cls.bases.includes('threading.Thread'))
      .flatMap((cls) => {
        const run = module.functions.find((fn) => fn.qualifiedName === `${cls.qualifiedName}.run`);
        return run === undefined
          ? []
          : [
              {
                function: run,
                module,
                evidence: locate(module, cls.place, `\`${nameWithin(module, cls.qualifiedName)}\` is a thread`),
              },
            ];
      });
  }

  /** The functions that a function calls, and the constructors of what it makes. */
  #runFrom({ function: fn, module }: Root): Resolution[] {
    const called = fn.calls.map((call) => this.resolver.resolve(call, module));
    const made = fn.constructs.flatMap(({ class: name }) => {
      const resolved = this.resolver.resolve(name, module);
      return resolved.kind === 'class' ? this.#constructorsOf(resolved) : [];
    });
    return [...called, ...made];
  }

  #constructorsOf(made: Extract<Resolution, { kind: 'class' }>): Resolution[] {
    return CONSTRUCTORS.map((method) => this.resolver.methodOf(made, method));
  }

  /** Breadth first, so that the evidence is that of the nearest entry; order of modules makes it deterministic. */
  #spread(roots: readonly Root[]): ReadonlyMap<string, RelatedLocation> {
    const reached = new Map<string, RelatedLocation>();
    let frontier = [...roots];
    for (let depth = 0; depth <= MAX_DEPTH; depth++) {
      const next: Root[] = [];
      for (const root of frontier) {
        if (reached.has(root.function.qualifiedName)) continue;
        reached.set(root.function.qualifiedName, root.evidence);
        for (const callee of this.#runFrom(root)) {
          if (callee.kind === 'function') {
            next.push({ function: callee.function, module: callee.module, evidence: root.evidence });
          }
        }
      }
      frontier = next;
    }
    return reached;
  }
}

/** Methods that making an object runs. */
const CONSTRUCTORS: readonly string[] = ['__new__', '__init__', '__post_init__'];

/** Code that runs in production: threads of tests and examples prove nothing. */
export function isProduction(module: ModuleSummary): boolean {
  return (
    module.role === 'library' || module.role === 'entry-point' || module.role === 'script' || module.role === 'notebook'
  );
}

function entryReason(fn: SummaryFunction, module: ModuleSummary, kind: RootKind): string | undefined {
  const { entry } = fn;
  const name = `\`${nameWithin(module, fn.qualifiedName)}\``;
  switch (kind) {
    case 'concurrent-threads':
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
      return how === 'task' ? `${name} is started as a task` : undefined;
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
