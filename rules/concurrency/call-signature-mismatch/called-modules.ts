import { STANDARD_LIBRARY_MODULES } from '#knowledge/standard-library';
import type { ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';

/** What Python answers to a call of a module (`import tqdm` where `from tqdm import tqdm` is meant). */
export const MODULE_CALLED = 'is a module and is not callable';

/** Whether a qualified name is a module of the standard library: none of them can be called. */
export const isStandardModule = (qualifiedName: string): boolean => STANDARD_LIBRARY_MODULES.has(qualifiedName);

/**
 * The module of the project that a dotted path means to `importer`. Undefined for anything else, and for a module that may put
 * something else in its place while it is loaded.
 */
export function calledModule(path: string, importer: ModuleSummary, project: ProjectModel): ModuleSummary | undefined {
  const found = project.resolve(path, importer);
  return found.kind === 'module' && !found.module.hasDynamicNames ? found.module : undefined;
}
