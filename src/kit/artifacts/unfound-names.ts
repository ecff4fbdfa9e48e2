/** Names that an import does not find: where they may have gone, and whether anybody misses them. */
import type { ModuleSummary, ProjectModel } from '../../project/index.ts';
import { PRODUCTION } from '../roles.ts';

type Import = ModuleSummary['imports'][number];

/** Modules of the project that define a class or function of this name. */
export function homesOf(name: string, importer: ModuleSummary, project: ProjectModel): ModuleSummary[] {
  return project.modules.filter((module) => {
    const kind = module.names[name]?.kind;
    return module !== importer && PRODUCTION.has(module.role) && (kind === 'class' || kind === 'function');
  });
}

/** Neither its own file nor another one reads what its `try` binds. */
export const isReadNowhere = ({ unread }: Import, module: ModuleSummary, project: ProjectModel): boolean =>
  unread?.some((name) => module.all?.includes(name)) === false &&
  project
    .importersOf(module)
    .every(({ imported: { name } }) => name !== undefined && name !== '*' && !unread.includes(name));
