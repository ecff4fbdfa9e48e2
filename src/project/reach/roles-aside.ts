import type { Standing } from '../../findings/index.ts';
import type { FileRole, ModuleSummary } from '../../semantics/index.ts';
import type { Project } from '../build.ts';

/** Why a file is no part of what runs in production; undefined where it is one. `isUsed`: something starts it, or production code imports it. */
export function asideBy(module: ModuleSummary, project: Project, isUsed: () => boolean): Standing | undefined {
  const role = module.roles.find((each) => ASIDE.has(each));
  if (role !== undefined) return { reach: 'aside', because: `\`${module.path}\` is ${ASIDE.get(role)}` };
  if (project.isCarried(module.path) || (project.isLeftToOthers(module.path) && !isUsed()))
    return { reach: 'aside', because: `the project treats \`${module.path}\` as third-party code` };
  if (isMigration(module.path) && !isUsed())
    return { reach: 'aside', because: `\`${module.path}\` is a migration, which runs once` };
  return undefined;
}

const ASIDE: ReadonlyMap<FileRole, string> = new Map([
  ['test', 'a test'],
  ['example', 'an example'],
  ['benchmark', 'a benchmark'],
  ['documentation', 'part of the documentation'],
  ['vendored', 'code of others'],
  ['generated', 'generated'],
  ['stub', 'a stub'],
  ['notebook', 'a notebook'],
]);

/** By its folders, and but for Django's by a name that begins with a number, a revision or a date. */
function isMigration(path: string): boolean {
  const folders = path.split('/');
  const file = folders.pop() ?? '';
  if (!folders.some((folder) => MIGRATION_FOLDERS.has(folder))) return false;
  return NUMBERED.test(file) || folders.slice(-2).includes('migrations');
}

const MIGRATION_FOLDERS: ReadonlySet<string> = new Set(['migrations', 'alembic', 'versions']);
const NUMBERED = /^(?:\d{4}_|[0-9a-f]{8,}_|\d{4}-\d\d-\d\d)/;
