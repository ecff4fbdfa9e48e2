/** Modules that are deeper in the project than an import says, and what may put the folder around them on Python's path. */
import { memoize } from '#collections';
import type { DoubtId } from '#findings';
import { PRODUCTION } from '#kit';
import { isTakenBesideInPython2 } from '#kit/names';
import { isRun, type ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';
import { folderOf, joinPath } from '#text';
import { pathSettings } from '../_shared/nested-import-roots.ts';

type Import = ModuleSummary['imports'][number];

export interface DeeperHome {
  readonly says: string;
  readonly doubt: DoubtId | undefined;
}

/**
 * `import config_manager`, where the project has `utils/config_manager.py`; undefined where a folder of such a module is on the path
 * by a setting, a file, or a program that is started in it.
 */
export function deeperHome(
  { module: dotted, name, guarded }: Import,
  importer: ModuleSummary,
  stems: readonly string[],
  project: ProjectModel,
): DeeperHome | undefined {
  const homes = stems.flatMap((stem) => moduleAt(stem, project) ?? []);
  const isMeant = ({ names, path, isPackage }: ModuleSummary): boolean =>
    name === undefined
      ? dotted.includes('.') || dotted.includes('_')
      : name in names || (isPackage && moduleAt(`${folderOf(path)}/${name}`, project) !== undefined);
  const [home, ...others] = homes.filter((each) => PRODUCTION.has(each.role) && isMeant(each));
  if (home === undefined || homes.includes(importer) || isTakenBesideInPython2(dotted, importer, project))
    return undefined;
  const folders = [home, ...others].map((each) => folderAbove(each, dotted));
  const [folder = ''] = folders;
  const [top = ''] = dotted.split('.');
  if (folders.some((each) => isOnPath(each, top, importer, project))) return undefined;
  const isDoubted = guarded || folders.some((each) => mayBeElsewhere(each, top, importer, project));
  return {
    says: `it is in \`${home.path}\`, and nothing puts \`${folder}\` on the path`,
    doubt: isDoubted ? 'ambiguous-module' : undefined,
  };
}

const moduleAt = (stem: string, project: ProjectModel): ModuleSummary | undefined =>
  project.moduleByPath(`${stem}.py`) ?? project.moduleByPath(`${stem}/__init__.py`);

/** `bot/utils` of `bot/utils/config.py`, of which `config` is asked. */
function folderAbove({ path, isPackage }: ModuleSummary, dotted: string): string {
  const steps = dotted.split('.').length + (isPackage ? 1 : 0);
  return path.split('/').slice(0, -steps).join('/');
}

/** `src`, and what Airflow puts on the path. */
const USUAL = /(?:^|\/)(?:src|lib|python|plugins|dags)$/;

/** What calls the folder that it is in so is started above that folder. */
function isOnPath(folder: string, top: string, importer: ModuleSummary, project: ProjectModel): boolean {
  if (folder === '' || USUAL.test(folder) || isAround(`${folder}/${top}`, importer)) return true;
  if (project.commands.some(({ folders }) => folders.includes(folder))) return true;
  // Who installs the project has it there.
  if (project.distributions.some(({ roots }) => roots.includes(folder))) return true;
  const name = folder.slice(folder.lastIndexOf('/') + 1);
  const paths = [...pathsSet(project)];
  if (paths.some((path) => path === folder || path.endsWith(`/${name}`) || path === name)) return true;
  return isAround(folder, importer) && project.modules.some((each) => isRun(each) && folderOf(each.path) === folder);
}

/** Folders that settings and files of the project put on the path. */
const pathsSet = memoize(
  (project: ProjectModel): ReadonlySet<string> =>
    new Set([
      ...pathSettings(project).flatMap(({ paths }) => paths.map((path) => joinPath('', path) ?? path)),
      ...project.modules.flatMap(({ addsFolders = [] }) => addsFolders),
    ]),
);

const isAround = (folder: string, { path }: ModuleSummary): boolean => path.startsWith(`${folder}/`);

/** The way may begin where nobody sees: another folder of its name, one that a file adds, or the one where it is started. */
function mayBeElsewhere(folder: string, top: string, importer: ModuleSummary, project: ProjectModel): boolean {
  if (project.tree.isFolder(`${folderOf(importer.path)}/${top}`) || project.tree.isFolder(top)) return true;
  if (pathsSet(project).has('?')) return true;
  if (!isAround(folder, importer)) return false;
  const own = `${folder.slice(folder.lastIndexOf('/') + 1)}.`;
  const users = project.importersOf(importer).map(({ imported }) => imported);
  return ![...importer.imports, ...users].some(
    ({ module, relativeLevel }) => relativeLevel === 0 && module.startsWith(own),
  );
}
