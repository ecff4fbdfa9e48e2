/** Imports of what the project does not hold. */
import { isBuiltLater } from '#knowledge/built-modules';
import { NAMESPACES } from '#knowledge/import-names';
import { STANDARD_LIBRARY_MODULES } from '#knowledge/standard-library';
import { isRun, type ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';
import { folderOf } from '#text';

export interface ForeignImport {
  /** The top-level name; of a namespace that many distributions share the names below it, too. */
  readonly name: string;
  readonly module: ModuleSummary;
  readonly imported: ModuleSummary['imports'][number];
}

/** Every import that only another distribution can answer. */
export function foreignImports(project: ProjectModel): ForeignImport[] {
  const own = ownNames(project);
  return project.modules.flatMap((module) =>
    module.imports.flatMap((imported) => {
      const { module: dotted, name: taken, relativeLevel } = imported;
      const [first = ''] = dotted.split('.');
      if (relativeLevel > 0 || first === '' || first === '__main__') return [];
      if (STANDARD_LIBRARY_MODULES.has(first) || own.has(first) || isBuiltLater(first)) return [];
      const full = taken === undefined || taken === '*' ? dotted : `${dotted}.${taken}`;
      return [{ name: NAMESPACES.has(first) ? full : first, module, imported }];
    }),
  );
}

/**
 * Names that may be meant as the project's own: whatever is in a folder that is no package, beside another module, or
 * is the folder of the repository's code; files that are no Python but become modules among them.
 */
function ownNames({ modules, files, artifacts }: ProjectModel): ReadonlySet<string> {
  const names = new Set<string>();
  const packages = new Set(modules.filter(({ isPackage }) => isPackage).map(({ path }) => folderOf(path)));
  for (const path of files) {
    const stem = /(?:^|\/)([^/]+?)(?:\.[\w-]+){0,20}\.(?:pyi?|pyx|pxd|so|pyd|ipynb|proto|c|cpp|rs)$/.exec(path)?.[1];
    if (stem === undefined) continue;
    if (!packages.has(folderOf(path)) || !path.endsWith('.py')) names.add(stem);
    for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder))
      if (!packages.has(folderOf(folder))) names.add(folder.slice(folder.lastIndexOf('/') + 1));
  }
  // Modules of a package are imported by their bare names where one of them is run as a script.
  const scripts = new Set(modules.filter(mayBeRun).map(({ path }) => folderOf(path)));
  for (const path of files)
    if (path.endsWith('.py') && scripts.has(folderOf(path)))
      names.add(path.slice(path.lastIndexOf('/') + 1, -'.py'.length));
  for (const { model } of artifacts.of('pyproject'))
    if (model.project?.name !== undefined) names.add(model.project.name.value.toLowerCase().replace(/[-.]+/g, '_'));
  return names;
}

const mayBeRun = (module: ModuleSummary): boolean => isRun(module) || module.role === 'test';
