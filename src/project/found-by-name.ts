/** Modules that a framework, a command or anyone who runs them finds by their place or name, so that no import need name them. */
import { groupBy } from '../collections/index.ts';
import { isApplicationClass } from '../knowledge/web-applications.ts';
import type { ModuleSummary } from '../semantics/index.ts';
import { folderOf } from '../text/index.ts';
import type { ProjectModel } from './project-model.ts';

/** How many packages must have a module of the name, and of how many of them nobody may import it. */
const LEAST_PACKAGES = 3;
const LEAST_UNIMPORTED = 2;
const LEAST_ON_SHELF = 4;

/**
 * Which of these modules, that nobody imports, something finds by their name: `search_indexes.py` in one package after the other, which
 * the framework looks for in each. One alone was forgotten; a name that recurs and is never imported is a convention.
 */
export function foundByName(unimported: readonly ModuleSummary[], project: ProjectModel): ReadonlySet<ModuleSummary> {
  const named = countNames(project.modules);
  const alone = countNames(unimported);
  return new Set(
    unimported.filter((module) => {
      const name = nameOf(module);
      return (named.get(name) ?? 0) >= LEAST_PACKAGES && (alone.get(name) ?? 0) >= LEAST_UNIMPORTED;
    }),
  );
}

function countNames(modules: readonly ModuleSummary[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const module of modules)
    if (!module.isPackage) counts.set(nameOf(module), (counts.get(nameOf(module)) ?? 0) + 1);
  return counts;
}

/** Folders of which most is imported nowhere, so that something may load what lies there: plug-ins, handlers, models. */
export function shelvesOf(unimported: readonly ModuleSummary[], { modules }: ProjectModel): ReadonlySet<string> {
  const count = (all: readonly ModuleSummary[]): ReadonlyMap<string, readonly ModuleSummary[]> =>
    groupBy(
      all.filter(({ isPackage }) => !isPackage),
      ({ path }) => folderOf(path),
    );
  const all = count(modules);
  const shelves = [...count(unimported)].filter(
    ([folder, { length }]) => length >= LEAST_ON_SHELF && length * 2 > (all.get(folder)?.length ?? 0),
  );
  return new Set(shelves.map(([folder]) => folder));
}

const nameOf = ({ path }: ModuleSummary): string => path.slice(path.lastIndexOf('/') + 1);

/** Whether something looks into folders of this name. */
export const isFoundByFolder = (path: string): boolean => FOUND_BY_FOLDER.test(path);

/** Whether something looks for files of this name. */
export const isFoundByFile = (path: string): boolean => FOUND_BY_FILE.test(path);

const FOUND_BY_FOLDER =
  /(^|\/)(migrations?|alembic|versions|management|templatetags|commands?|plugins?|extensions|hooks|contrib|templates?|skeletons?|scaffold\w*|backends|providers?|locale|_?compat|deprecated|legacy|experimental|examples?|configs?|dags|tasks|recipes|notebooks|app\/routes|pages)\//;
const FOUND_BY_FILE =
  /(^|\/)(_*main_*|__\w+__|app|application|apps|wsgi|asgi|cli|cmd|run\w*|start\w*|server|serve|worker|tasks|celery\w*|manage|conftest|setup|settings\w*|config|urls|admin|models|signals|routers?|env|gunicorn\w*|webserver_config|superset_config|sitecustomize|hook-[\w.]+|_?version|hubconf|noxfile|fabfile|locustfile|streamlit\w*|types|typing|compat|testing|test\w*|\w*_tests?|lambda\w*|handler)\.py$/;

/** Functions or classes of its own: not a name kept for old callers. */
export function definesWork({ functions, classes, body, names }: ModuleSummary): boolean {
  if (functions.some(({ entry }) => entry === 'command' || entry === 'task')) return false;
  if (body.constructs.some((made) => made.kept === 'global' && isApplicationClass(made.class))) return false;
  // Its own command line, to be run by its name.
  if ('main' in names || '__getattr__' in names) return false;
  return functions.length + classes.length > 0;
}
