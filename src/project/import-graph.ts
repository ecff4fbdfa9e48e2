import type { ModuleSummary } from '../semantics/index.ts';
import type { ImportEdge } from './project-model.ts';
import type { Resolver } from './resolver.ts';

/** Which module imports which, in path order, each import once. */
export class ImportGraph {
  readonly edges: readonly ImportEdge[];
  readonly #importers = new Map<ModuleSummary, ImportEdge[]>();

  constructor(modules: readonly ModuleSummary[], resolver: Resolver) {
    this.edges = modules.flatMap((from) => edgesOf(from, resolver));
    for (const edge of this.edges) {
      const importers = this.#importers.get(edge.to);
      if (importers === undefined) this.#importers.set(edge.to, [edge]);
      else importers.push(edge);
    }
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

/** The modules whose code an import runs or needs: the module named, and the submodule taken from a package. */
function importedModules(imported: ImportEdge['imported'], from: ModuleSummary, resolver: Resolver): ModuleSummary[] {
  const [module] = resolver.index.named(imported.module, from);
  const target = module ?? resolver.index.byCanonicalName(imported.module);
  if (target === undefined) return [];
  if (imported.name === undefined || imported.name === '*') return [target];
  const submodule = resolver.index.byCanonicalName(`${target.module}.${imported.name}`);
  if (submodule === undefined || imported.name in target.names) return [target];
  return [target, submodule];
}
