import { groupBy } from '../collections/index.ts';
import type { ModuleSummary } from '../semantics/index.ts';
import type { ImportEdge } from './project-model.ts';
import type { Resolver } from './resolver.ts';

/** Which module imports which, in path order, each import once. */
export class ImportGraph {
  readonly edges: readonly ImportEdge[];
  readonly #importers: ReadonlyMap<ModuleSummary, readonly ImportEdge[]>;

  constructor(modules: readonly ModuleSummary[], resolver: Resolver) {
    const follower = new ImportFollower(resolver);
    this.edges = modules.flatMap((from) => follower.edgesOf(from));
    this.#importers = groupBy(this.edges, ({ to }) => to);
  }

  importersOf(module: ModuleSummary): readonly ImportEdge[] {
    return this.#importers.get(module) ?? [];
  }
}

/** What the imports of a file run, as far as it is the project's. */
class ImportFollower {
  readonly #above = new Map<ModuleSummary, readonly ModuleSummary[]>();

  constructor(readonly resolver: Resolver) {}

  edgesOf(from: ModuleSummary): ImportEdge[] {
    const edges: ImportEdge[] = [];
    for (const imported of from.imports) {
      for (const to of this.#importedModules(imported, from)) {
        if (to !== from) edges.push({ from, to, imported });
      }
    }
    return edges;
  }

  /** The modules whose code an import runs: the packages above, the module named, and the submodule taken from a package. */
  #importedModules(imported: ImportEdge['imported'], from: ModuleSummary): ModuleSummary[] {
    const target = this.resolver.moduleNamed(imported.module, from);
    if (target === undefined) return [];
    // Packages that hold the importer are running already.
    const packages = this.#packagesAbove(target).filter((owner) => !isWithin(from, owner));
    if (imported.name === undefined || imported.name === '*') return [...packages, target];
    const taken = this.resolver.resolveImport(imported, from);
    const submodule = taken.kind === 'module' && isWithin(taken.module, target) ? [taken.module] : [];
    return [...packages, target, ...submodule];
  }

  /** Packages that Python runs on the way to a module. */
  #packagesAbove(target: ModuleSummary): readonly ModuleSummary[] {
    let packages = this.#above.get(target);
    if (packages === undefined) {
      const segments = target.module.split('.');
      const names = segments.slice(1).map((_, index) => segments.slice(0, index + 1).join('.'));
      packages = names.flatMap((name) => this.resolver.index.byCanonicalName(name) ?? []);
      this.#above.set(target, packages);
    }
    return packages;
  }
}

/** Whether a module stands below another, which then is its package. */
export function isWithin(module: ModuleSummary, owner: ModuleSummary): boolean {
  return module.module.startsWith(`${owner.module}.`);
}
