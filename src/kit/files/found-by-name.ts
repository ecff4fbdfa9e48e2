import type { ModuleSummary, ProjectModel } from '../../project/index.ts';

/** How many packages must have a module of the name, and of how many of them nobody may import it. */
const LEAST_PACKAGES = 3;
const LEAST_UNIMPORTED = 2;

/**
 * Which of these modules, that nobody imports, something finds by their name: `search_indexes.py` in one package after the other, which
 * the framework looks for in each. One alone was forgotten; a name that recurs and is never imported is a convention.
 */
export function foundByName(unimported: readonly ModuleSummary[], project: ProjectModel): ReadonlySet<ModuleSummary> {
  const named = countNames(project.modules);
  const alone = countNames(unimported);
  return new Set(
    unimported.filter((module) => {
      const name = nameOf(module);
      return (named.get(name) ?? 0) >= LEAST_PACKAGES && (alone.get(name) ?? 0) >= LEAST_UNIMPORTED;
    }),
  );
}

function countNames(modules: readonly ModuleSummary[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const module of modules)
    if (!module.isPackage) counts.set(nameOf(module), (counts.get(nameOf(module)) ?? 0) + 1);
  return counts;
}

const nameOf = ({ path }: ModuleSummary): string => path.slice(path.lastIndexOf('/') + 1);
