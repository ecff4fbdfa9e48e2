/** Whether a module may hold more names than its statements bind. */
import type { ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';

/** Whether a name that no statement of the file binds may be there all the same: by a star import or a submodule, or bound while it runs. */
export function opennessOfModule(
  name: string,
  module: ModuleSummary,
  project: ProjectModel,
): 'closed' | 'other' | 'dynamic' {
  const stars = module.imports.filter((imported) => imported.name === '*');
  const isStarImported = stars.some((star) => {
    if (isLeftOut(name, star.module, module, project)) return false;
    const taken = project.resolveImport({ ...star, name }, module);
    return taken.kind !== 'missing' || taken.isModule;
  });
  if (isStarImported) return 'other';
  if (module.isPackage && project.resolve(`${module.module}.${name}`, module).kind === 'module') return 'other';
  return module.hasDynamicNames ? 'dynamic' : 'closed';
}

/** The module that a star is taken from lists what it brings, whatever else it binds, and this is not there. */
function isLeftOut(name: string, accessPath: string, importer: ModuleSummary, project: ProjectModel): boolean {
  const source = project.resolve(accessPath, importer);
  if (source.kind !== 'module') return false;
  const isThis = source.module.module === accessPath || project.importNameOf(source.module) === accessPath;
  return isThis && source.module.all?.includes(name) === false;
}
