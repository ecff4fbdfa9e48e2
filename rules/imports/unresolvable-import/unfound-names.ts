/** Names that an import does not find: where they may have gone, and whether anybody misses them. */
import { memoize } from '#collections';
import { PRODUCTION } from '#kit';
import type { ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';

type Import = ModuleSummary['imports'][number];

/** Modules of the project that define a class or function of this name. */
export function homesOf(name: string, importer: ModuleSummary, project: ProjectModel): ModuleSummary[] {
  return (homesByName(project).get(name) ?? []).filter((module) => module !== importer);
}

/** Asked for each name that is missing. */
const homesByName = memoize((project: ProjectModel): ReadonlyMap<string, readonly ModuleSummary[]> => {
  const homes = new Map<string, ModuleSummary[]>();
  for (const module of project.modules) {
    if (!PRODUCTION.has(module.role)) continue;
    for (const [name, { kind }] of Object.entries(module.names)) {
      if (kind !== 'class' && kind !== 'function') continue;
      const known = homes.get(name);
      if (known === undefined) homes.set(name, [module]);
      else known.push(module);
    }
  }
  return homes;
});

/** Neither its own file nor another one reads what its `try` binds; what `__all__` lists others may read where it is packaged. */
export const isReadNowhere = ({ unread }: Import, module: ModuleSummary, project: ProjectModel): boolean =>
  unread !== undefined &&
  (!unread.some((name) => module.all?.includes(name)) ||
    project.answer({ kind: 'is-packaged', module: module.module }).verdict === 'no') &&
  project
    .importersOf(module)
    .every(({ imported: { name } }) => name !== undefined && name !== '*' && !unread.includes(name));
