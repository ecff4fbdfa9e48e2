import type { ModuleSummary } from '../semantics/index.ts';
import { shortestCycle, stronglyConnected } from './components.ts';
import { isWithin } from './import-graph.ts';
import { type FailingOrder, ImportOrder } from './import-order.ts';
import { isProduction } from './production.ts';
import type { ImportCycle, ImportEdge } from './project-model.ts';
import type { Resolver } from './resolver.ts';

/** Modules that import each other, one cycle for each strongly connected component, in path order. */
export function findImportCycles(
  modules: readonly ModuleSummary[],
  edges: readonly ImportEdge[],
  resolver: Resolver,
): readonly ImportCycle[] {
  const own = modules.filter(isProduction);
  const eager = new EdgeTable(edges.filter(({ imported }) => imported.when === 'import-time'));
  const all = new EdgeTable(edges.filter(({ imported }) => imported.when !== 'type-checking'));
  const order = new ImportOrder(edges, resolver);
  const cycles = eager.components(own).map((component) => eager.cycleOf(component, 'import-time', order));
  const inCycle = new Set(cycles.flatMap((cycle) => cycle.modules));
  const lazy = all.components(own).filter((component) => !component.some((module) => inCycle.has(module)));
  const rest = own.filter((module) => !inCycle.has(module));
  return [
    ...cycles,
    ...lazy.map((component) => all.cycleOf(component, 'lazy', undefined)),
    ...rest.flatMap((module) => fromItself(module, resolver)),
    ...eager.fromPackages(rest, order),
  ];
}

/** `from shop.orders import Order` in `shop.orders`, above what it takes: its own file may be another module by a name without a dot. */
function fromItself(module: ModuleSummary, resolver: Resolver): ImportCycle[] {
  if (module.hasDynamicNames) return [];
  const taken = module.imports.find((imported) => {
    const { module: named, name = '*', when, guarded, relativeLevel, place } = imported;
    return (
      when === 'import-time' &&
      !guarded &&
      (relativeLevel > 0 || named === module.module) &&
      (module.names[name]?.line ?? 0) >= place.line &&
      resolver.moduleNamed(named, module) === module &&
      resolver.resolveImport(imported, module).kind !== 'module'
    );
  });
  return taken === undefined ? [] : [failing([{ from: module, to: module, imported: taken }], module)];
}

const failing = (steps: readonly ImportEdge[], first: ModuleSummary): ImportCycle => ({
  modules: [...new Set(steps.map(({ from }) => from))],
  when: 'import-time',
  steps,
  failsWhenFirst: first,
  savedByPackage: undefined,
});

/** Entries tried for one component: of big ones, the rest would say the same. */
const MAX_ENTRIES = 100;

class EdgeTable {
  /** The first import of each pair, in source order. */
  readonly #first = new Map<ModuleSummary, Map<ModuleSummary, ImportEdge>>();
  readonly #importers = new Map<ModuleSummary, ModuleSummary[]>();

  constructor(edges: readonly ImportEdge[]) {
    for (const edge of edges) {
      const { from, to } = edge;
      let targets = this.#first.get(from);
      if (targets === undefined) {
        targets = new Map();
        this.#first.set(from, targets);
      }
      const known = targets.get(to);
      if (known === undefined || edge.imported.place.line < known.imported.place.line) targets.set(to, edge);
      if (known !== undefined) continue;
      const importers = this.#importers.get(to);
      if (importers === undefined) this.#importers.set(to, [from]);
      else importers.push(from);
    }
  }

  components(modules: readonly ModuleSummary[]): ModuleSummary[][] {
    const wanted = new Set(modules);
    return stronglyConnected(modules, (module) => this.#successorsIn(module, wanted));
  }

  /** A module that takes from the package around it what the package binds only after it has imported the module. */
  fromPackages(modules: readonly ModuleSummary[], order: ImportOrder): ImportCycle[] {
    const found = new Map<ImportEdge | undefined, ImportCycle>();
    for (const module of modules) {
      const above = [...(this.#first.get(module)?.keys() ?? [])].filter((to) => isWithin(module, to));
      const failure =
        above.length === 0 ? undefined : order.findFailure(module, this.#leadingTo([module, ...above]), false);
      const last = failure?.steps.at(-1);
      // The others of the package fail by the same import, or by one of a cycle that is reported.
      if (failure === undefined || last?.from !== module || !above.includes(last.to)) continue;
      found.set(last, failing(failure.steps, module));
    }
    return [...found.values()];
  }

  cycleOf(modules: readonly ModuleSummary[], when: ImportCycle['when'], order: ImportOrder | undefined): ImportCycle {
    const failing = order === undefined ? undefined : this.#failureIn(modules, order, false);
    const hidden = failing !== undefined || order === undefined ? undefined : this.#failureIn(modules, order, true);
    const members = new Set(modules);
    const shortest = shortestCycle(modules, (module) => this.#successorsIn(module, members));
    const around = shortest.map((module, index) =>
      this.#edge(module, shortest[(index + 1) % shortest.length] ?? module),
    );
    return {
      modules,
      when,
      steps: (failing ?? hidden)?.steps ?? around.filter((step) => step !== undefined),
      failsWhenFirst: failing?.first,
      savedByPackage: hidden?.first,
    };
  }

  /** The shortest failure that some member, imported first, leads to. */
  #failureIn(modules: readonly ModuleSummary[], order: ImportOrder, alone: boolean): FailingOrder | undefined {
    const relevant = this.#leadingTo(modules);
    let best: FailingOrder | undefined;
    for (const module of modules.slice(0, MAX_ENTRIES)) {
      const failure = order.findFailure(module, relevant, alone);
      if (failure !== undefined && (best === undefined || failure.steps.length < best.steps.length)) best = failure;
    }
    return best;
  }

  #leadingTo(modules: readonly ModuleSummary[]): ReadonlySet<ModuleSummary> {
    const found = new Set(modules);
    for (const module of found) for (const importer of this.#importers.get(module) ?? []) found.add(importer);
    return found;
  }

  /** A package that is above the importer is running already, and its own modules come with it. */
  #successorsIn(module: ModuleSummary, wanted: ReadonlySet<ModuleSummary>): ModuleSummary[] {
    const successors = [...(this.#first.get(module)?.keys() ?? [])];
    return successors.filter((to) => wanted.has(to) && !(to.isPackage && module.module.startsWith(`${to.module}.`)));
  }

  #edge(from: ModuleSummary, to: ModuleSummary): ImportEdge | undefined {
    return this.#first.get(from)?.get(to);
  }
}
