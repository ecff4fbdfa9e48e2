/** Imports in an `except`, which run only where what their `try` imports has failed. */
import { groupBy } from '#collections';
import { STANDARD_LIBRARY_MODULES } from '#knowledge/standard-library';
import type { ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';

type Import = ModuleSummary['imports'][number];

/**
 * Whether what an import is after fails: `no` where all of it is in this project and is found, `yes` where it is certainly
 * not found, or where the import is after no failure at all.
 */
export function isReachedAfterFailure(
  { afterFailureOf }: Import,
  importer: ModuleSummary,
  project: ProjectModel,
): 'yes' | 'no' | 'perhaps' {
  if (afterFailureOf === undefined) return 'yes';
  const tried = afterFailureOf.imports.flatMap((index) => importer.imports[index] ?? []);
  const found = tried.map((each) => project.resolveImport(each, importer));
  if (found.some(({ kind }) => kind === 'missing')) return 'yes';
  if (!afterFailureOf.isAll || found.some(({ kind }) => kind === 'unknown')) return 'perhaps';
  return loadsWithoutOthers(tried, importer, project) ? 'no' : 'perhaps';
}

/** Whether what is imported, and all that this imports when it runs, comes from the project or from Python itself. */
function loadsWithoutOthers(tried: readonly Import[], importer: ModuleSummary, project: ProjectModel): boolean {
  const isRunAlready = (module: ModuleSummary) =>
    module === importer || (module.isPackage && importer.module.startsWith(`${module.module}.`));
  const edges = groupBy(project.importEdges, ({ imported }) => imported);
  const modulesRunBy = (imported: Import) => (edges.get(imported) ?? []).map(({ to }) => to);
  const reached = new Set(tried.flatMap(modulesRunBy));
  for (const module of reached) {
    if (isRunAlready(module)) continue;
    for (const imported of module.imports) {
      if (imported.when !== 'import-time' || imported.guarded) continue;
      const { kind } = project.resolveImport(imported, module);
      if (kind === 'missing' || (kind === 'unknown' && !isOfPython(imported))) return false;
      for (const target of modulesRunBy(imported)) reached.add(target);
    }
  }
  return true;
}

const isOfPython = ({ module, relativeLevel }: Import): boolean =>
  relativeLevel === 0 && STANDARD_LIBRARY_MODULES.has(module.split('.')[0] ?? '');

/** Where each of the imports fails, another of the file binds the same name, and is not known to fail. */
export function isTakenElsewhere(imports: readonly Import[], importer: ModuleSummary, project: ProjectModel): boolean {
  return imports.every((failing) => {
    const at = importer.imports.indexOf(failing);
    return importer.imports.some(
      (other) =>
        other.boundAs === failing.boundAs &&
        other.afterFailureOf?.imports.includes(at) === true &&
        project.resolveImport(other, importer).kind !== 'missing',
    );
  });
}
