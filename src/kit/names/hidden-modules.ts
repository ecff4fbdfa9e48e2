/** Modules whose name means something else where it is read of the package. */
import type { ModuleSummary, ProjectModel } from '../../project/index.ts';

/** `from .settings import settings` in the package: under its name stands something else than the module. */
export function isHiddenByPackage(
  owner: string,
  holder: ModuleSummary,
  importer: ModuleSummary,
  project: ProjectModel,
): boolean {
  const end = owner.lastIndexOf('.');
  const around = end < 0 ? undefined : project.resolve(owner.slice(0, end), importer);
  const known = around?.kind === 'module' ? around.module.names[owner.slice(end + 1)] : undefined;
  return known !== undefined && (known.kind !== 'import' || known.target !== holder.module);
}

/** Python 2 takes a module beside the importer first: `dotted` may mean that one, where there is one. */
export function isTakenBesideInPython2(
  dotted: string,
  { isPython2, path }: ModuleSummary,
  project: ProjectModel,
): boolean {
  if (isPython2 !== true) return false;
  const beside = `${path.slice(0, path.lastIndexOf('/') + 1)}${dotted.split('.', 1)[0]}`;
  return [`${beside}.py`, `${beside}/__init__.py`].some((each) => project.moduleByPath(each) !== undefined);
}
