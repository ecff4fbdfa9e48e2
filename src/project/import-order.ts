/** Plays Python's import of a module, to see whether an import meets a module that is not finished. */
import type { ModuleSummary, SummaryImport } from '../semantics/index.ts';
import type { ImportEdge } from './project-model.ts';
import type { Resolver } from './resolver.ts';

/** What goes wrong when `first` is the first module of a cycle to be imported. */
export interface FailingOrder {
  readonly first: ModuleSummary;
  /** The imports that lead from the unfinished module back to it; the last one takes what is not there yet. */
  readonly steps: readonly ImportEdge[];
}

/** One import statement's effect: which modules run, and what is then taken from where. */
interface ImportEvent {
  readonly imported: SummaryImport;
  readonly edges: readonly ImportEdge[];
  readonly target: ModuleSummary | undefined;
}

export class ImportOrder {
  readonly #events = new Map<ModuleSummary, readonly ImportEvent[]>();
  readonly #edges = new Map<ModuleSummary, Map<SummaryImport, ImportEdge[]>>();

  constructor(
    edges: readonly ImportEdge[],
    readonly resolver: Resolver,
  ) {
    for (const edge of edges) {
      if (edge.imported.when !== 'import-time') continue;
      let own = this.#edges.get(edge.from);
      if (own === undefined) {
        own = new Map();
        this.#edges.set(edge.from, own);
      }
      const known = own.get(edge.imported);
      if (known === undefined) own.set(edge.imported, [edge]);
      else known.push(edge);
    }
  }

  /**
   * Imports `first` into a fresh interpreter; `alone` without what the packages above it import before. Only modules of
   * `relevant` are played: the others cannot lead back.
   */
  findFailure(first: ModuleSummary, relevant: ReadonlySet<ModuleSummary>, alone: boolean): FailingOrder | undefined {
    const run = new ImportRun(relevant, (module) => this.#eventsOf(module));
    for (const module of this.#packagesOf(first)) {
      const steps = alone ? run.skip(module) : run.load(module);
      if (steps !== undefined) return { first, steps };
    }
    const steps = run.load(first);
    return steps === undefined ? undefined : { first, steps };
  }

  #packagesOf(module: ModuleSummary): ModuleSummary[] {
    const segments = module.module.split('.');
    return segments.slice(1).flatMap((_, index) => {
      const found = this.resolver.index.byCanonicalName(segments.slice(0, index + 1).join('.'));
      return found === undefined ? [] : [found];
    });
  }

  #eventsOf(module: ModuleSummary): readonly ImportEvent[] {
    let events = this.#events.get(module);
    if (events === undefined) {
      const own = [...(this.#edges.get(module) ?? [])];
      events = own
        .map(([imported, edges]) => ({ imported, edges, target: this.resolver.moduleNamed(imported.module, module) }))
        .sort((a, b) => a.imported.place.line - b.imported.place.line);
      this.#events.set(module, events);
    }
    return events;
  }
}

/** Deeper chains of imports than this are given up; nothing fails then. */
const MAX_DEPTH = 1000;

class ImportRun {
  /** Line that a module has reached; finished modules are at the end. */
  readonly #reached = new Map<ModuleSummary, number>();
  readonly #stack: ImportEdge[] = [];

  constructor(
    readonly relevant: ReadonlySet<ModuleSummary>,
    readonly eventsOf: (module: ModuleSummary) => readonly ImportEvent[],
  ) {}

  /** Takes a module for finished. */
  skip(module: ModuleSummary): undefined {
    this.#reached.set(module, Number.POSITIVE_INFINITY);
  }

  /** Runs a module unless it has begun already; the imports that lead to a failure, when there is one. */
  load(module: ModuleSummary): readonly ImportEdge[] | undefined {
    if (this.#reached.has(module) || !this.relevant.has(module) || this.#stack.length > MAX_DEPTH) return undefined;
    this.#reached.set(module, 0);
    for (const event of this.eventsOf(module)) {
      this.#reached.set(module, event.imported.place.line);
      const failure = this.#play(event);
      if (failure !== undefined) return failure;
    }
    this.#reached.set(module, Number.POSITIVE_INFINITY);
    return undefined;
  }

  #play({ imported, edges, target }: ImportEvent): readonly ImportEdge[] | undefined {
    for (const edge of edges) {
      this.#stack.push(edge);
      const failure = this.load(edge.to);
      this.#stack.pop();
      // A handler of ImportError around this import hides whatever failed below it.
      if (failure !== undefined) return imported.guarded ? undefined : failure;
    }
    const [last] = edges.slice(-1);
    if (target === undefined || last === undefined || imported.guarded) return undefined;
    const isTaken = imported.name === undefined || last.to !== target || this.#has(target, imported.name);
    return isTaken ? undefined : this.#chainTo(target, last);
  }

  /** Whether a module has bound a name by now. What cannot be seen counts as bound. */
  #has(module: ModuleSummary, name: string): boolean {
    const reached = this.#reached.get(module);
    if (reached === undefined || reached === Number.POSITIVE_INFINITY || name === '*' || module.hasDynamicNames)
      return true;
    const line = module.names[name]?.line;
    // What is imported there itself is bound when its module has run.
    return line === undefined || line < reached;
  }

  #chainTo(unfinished: ModuleSummary, last: ImportEdge): readonly ImportEdge[] | undefined {
    let start = this.#stack.length - 1;
    while (start >= 0 && this.#stack[start]?.from !== unfinished) start--;
    return start < 0 ? undefined : [...this.#stack.slice(start), last];
  }
}
