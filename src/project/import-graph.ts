import { groupBy } from '../collections/index.ts';
import type { ModuleSummary } from '../semantics/index.ts';
import type { ImportEdge } from './project-model.ts';
import type { Resolver } from './resolver.ts';

/** Which module imports which, in path order, each import once. */
export class ImportGraph {
  readonly edges: readonly ImportEdge[];
  readonly #importers: ReadonlyMap<ModuleSummary, readonly ImportEdge[]>;
  readonly #imports: ReadonlyMap<ModuleSummary, readonly ImportEdge[]>;

  constructor(modules: readonly ModuleSummary[], resolver: Resolver) {
    this.edges = modules.flatMap((from) => edgesOf(from, resolver));
    this.#importers = groupBy(this.edges, ({ to }) => to);
    this.#imports = groupBy(this.edges, ({ from }) => from);
  }

  importsOf(module: ModuleSummary): readonly ImportEdge[] {
    return this.#imports.get(module) ?? [];
  }

  importersOf(module: ModuleSummary): readonly ImportEdge[] {
    return this.#importers.get(module) ?? [];
  }
}

function edgesOf(from: ModuleSummary, resolver: Resolver): ImportEdge[] {
  const edges: ImportEdge[] = [];
  for (const imported of from.imports) {
    for (const to of importedModules(imported, from, resolver)) {
      if (to !== from) edges.push({ from, to, imported });
    }
  }
  return edges;
}

/** The modules whose code an import runs: the packages above, the module named, and the submodule taken from a package. */
function importedModules(imported: ImportEdge['imported'], from: ModuleSummary, resolver: Resolver): ModuleSummary[] {
  const target = resolver.moduleNamed(imported.module, from);
  if (target === undefined) {
    // A folder without `__init__.py` runs nothing itself.
    const inFolder = imported.name === undefined ? undefined : resolver.resolveImport(imported, from);
    return inFolder?.kind === 'module' ? [inFolder.module] : [];
  }
  const packages = packagesAbove(target, from, resolver);
  if (imported.name === undefined || imported.name === '*') return [...packages, target];
  const taken = resolver.resolveImport(imported, from);
  const submodule = taken.kind === 'module' && isWithin(taken.module, target) ? [taken.module] : [];
  return [...packages, target, ...submodule];
}

/** Packages that Python runs on the way to a module; those that hold the importer are running already. */
function packagesAbove(target: ModuleSummary, from: ModuleSummary, resolver: Resolver): ModuleSummary[] {
  const segments = target.module.split('.');
  const names = segments.slice(1).map((_, index) => segments.slice(0, index + 1).join('.'));
  return names.flatMap((name) => {
    const found = resolver.index.byCanonicalName(name);
    return found === undefined || isWithin(from, found) ? [] : [found];
  });
}

/** Whether a module is below another, which then is its package. */
export function isWithin(module: ModuleSummary, owner: ModuleSummary): boolean {
  return module.module.startsWith(`${owner.module}.`);
}
