/** Modules whose name means something else where it is read of the package. */
import { memoize } from '../../collections/index.ts';
import type { ModuleSummary, ProjectModel } from '../../project/index.ts';
import { isOfPython2 } from '../../project/python-versions.ts';
import { folderOf, joinPath } from '../../text/index.ts';

/** `from .settings import settings` in the package: under its name stands something else than the module. */
export function isHiddenByPackage(
  owner: string,
  holder: ModuleSummary,
  importer: ModuleSummary,
  project: ProjectModel,
): boolean {
  const end = owner.lastIndexOf('.');
  const around = end < 0 ? undefined : project.resolve(owner.slice(0, end), importer);
  const name = owner.slice(end + 1);
  const known = around?.kind === 'module' ? around.module.names[name] : undefined;
  if (around?.kind === 'module' && Object.hasOwn(holder.names, name) && takesAllOf(holder, around.module, project))
    return true;
  return known !== undefined && (known.kind !== 'import' || known.target !== holder.module);
}

/** `from .settings import *`: a name of the module that is called like it takes its place. */
const takesAllOf = (holder: ModuleSummary, around: ModuleSummary, project: ProjectModel): boolean =>
  around.imports.some((imported) => {
    if (imported.name !== '*') return false;
    const taken = project.resolveImport(imported, around);
    return taken.kind === 'module' && taken.module === holder;
  });

/**
 * Python 2 takes a module beside the importer first: `dotted` may mean that one, where there is one. Where another module of the
 * folder can only run on Python 2, or one that the importer cannot do without, the importer runs there too.
 */
export function isTakenBesideInPython2(dotted: string, module: ModuleSummary, project: ProjectModel): boolean {
  const folder = folderOf(module.path);
  const { folders, modules } = ofPython2(project);
  if (!folders.has(folder) && !modules.has(module)) return false;
  const beside = joinPath(folder, dotted.split('.', 1)[0] ?? '');
  return [`${beside}.py`, `${beside}/__init__.py`].some((each) => project.moduleByPath(each) !== undefined);
}

/** Modules that only Python 2 can run, by what they hold or by what they import as they begin, and the folders of the former. */
const ofPython2 = memoize((project: ProjectModel) => {
  const modules = new Set(project.modules.filter(needsPython2));
  const folders = new Set([...modules].map(({ path }) => folderOf(path)));
  // A set is gone through with what is added meanwhile.
  for (const module of modules)
    for (const { from, imported } of project.importersOf(module))
      if (imported.when === 'import-time' && isUnguarded(imported)) modules.add(from);
  return { modules, folders };
});

const needsPython2 = ({ isPython2, imports }: ModuleSummary): boolean =>
  isPython2 === true || imports.some((imported) => isUnguarded(imported) && isOfPython2(imported.module));

/** Whatever comes to it fails where the module is missing: nobody asks for the version first. */
const isUnguarded = ({ when, guarded, isConditional, afterFailureOf }: ModuleSummary['imports'][number]): boolean =>
  when !== 'type-checking' && !guarded && isConditional !== true && afterFailureOf === undefined;
