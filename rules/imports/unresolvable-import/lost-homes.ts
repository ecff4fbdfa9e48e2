/** Imports whose way leads nowhere, although no distribution is known for them. */
import { groupBy } from '#collections';
import type { DoubtId } from '#findings';
import { isDeclaredIn, providersOf } from '#kit/artifacts';
import { STANDARD_LIBRARY_MODULES } from '#knowledge/standard-library';
import type { ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';
import { distributionsDeclared } from '../_shared/distributions-declared.ts';
import { likelyNames } from '../_shared/likely-names.ts';
import { deeperHome } from './deeper-homes.ts';

type Import = ModuleSummary['imports'][number];

export interface LostHome {
  readonly module: ModuleSummary;
  readonly imported: Import;
  /** What is there instead. */
  readonly says: string;
  readonly doubt: DoubtId | undefined;
}

/**
 * `backend.core.store`, where the project has `core/store.py` and no `backend`; `app.services.billing`, where the folder
 * `app/services` has other modules. What is tried under a handler may be the way of another layout.
 */
export function lostHomes(project: ProjectModel): LostHome[] {
  const declared = distributionsDeclared(project, () => false) ?? new Set<string>();
  const likely = likelyNames(declared);
  const named = stemsOf(project);
  const isForeign = (top: string): boolean =>
    STANDARD_LIBRARY_MODULES.has(top) ||
    providersOf(top).length > 0 ||
    likely.has(top.replaceAll('_', '-')) ||
    isDeclaredIn(top, (distribution) => declared.has(distribution));
  const found = project.modules.flatMap((module) =>
    module.imports.flatMap((imported, index): Lost[] => {
      const { relativeLevel, when, expectedToFail } = imported;
      const [top = ''] = imported.module.split('.');
      const isRepeated = module.imports[index - 1]?.place.line === imported.place.line;
      if (isRepeated || when === 'type-checking' || expectedToFail === true || top === '') return [];
      if (project.resolveImport(imported, module).kind !== 'unknown') return [];
      if (relativeLevel === 0 && isForeign(top)) return [];
      const lost =
        relativeLevel > 0 ? lacking(imported, module, named, project) : awayFrom(index, module, named, project);
      return lost === undefined ? [] : [{ module, imported, top, ...lost }];
    }),
  );
  // Where many say so of what is at the root, it is checked out under that name.
  const users = groupBy(found, ({ top }) => top);
  const isName = ({ imported, home }: Lost): boolean =>
    home?.path.replace(/(\/__init__)?\.py$/, '') === imported.module.split('.').slice(1).join('/');
  return found.filter((each) => !isName(each) || new Set(users.get(each.top)?.map(({ module }) => module)).size < MANY);
}

type Loss = Pick<LostHome, 'says' | 'doubt'> & { readonly home?: ModuleSummary };
type Lost = LostHome & Loss & { readonly top: string };

/** Of a relative import, what of its way no file and no folder is. */
function lacking(
  { module: dotted, guarded }: Import,
  importer: ModuleSummary,
  named: Stems,
  project: ProjectModel,
): Loss | undefined {
  const { tree } = project;
  const path = dotted.split('.');
  const end = path.findIndex((_, index) => !named.holds(path.slice(0, index + 1).join('/')));
  const missing = path.slice(0, end + 1).join('/');
  if (guarded || end < 0 || tree.isGitIgnored(`${missing}.py`)) return undefined;
  if ([missing, `${missing}/__init__`, path.join('/')].some((each) => tree.isKept(`${each}.py`))) return undefined;
  return { says: `\`${missing}\` does not exist`, doubt: undefined };
}

/** Of any other one, where the module stands instead. */
function awayFrom(index: number, module: ModuleSummary, named: Stems, project: ProjectModel): Loss | undefined {
  const imported = module.imports[index];
  if (imported === undefined) return undefined;
  const { guarded, isConditional, when } = imported;
  const [top = '', ...rest] = imported.module.split('.');
  const deeper = isReplaced(index, module)
    ? undefined
    : deeperHome(imported, module, named.endingIn([top, ...rest]), project);
  if (deeper !== undefined && (!guarded || when === 'lazy')) return deeper;
  if (guarded || isConditional === true) return undefined;
  if (named.has(top)) {
    const folder = folderWithout(imported, module, named, project);
    return folder === undefined ? undefined : { says: `\`${folder}\` has no such module`, doubt: 'ambiguous-module' };
  }
  const home = movedTo(rest, imported, named, project);
  return (
    home && {
      home,
      says: `\`${top}\` does not exist, and the module is in \`${home.path}\``,
      doubt: 'ambiguous-module',
    }
  );
}

/** Something else is imported where it fails. */
const isReplaced = (index: number, { imports }: ModuleSummary): boolean =>
  imports[index]?.isConditional === true ||
  imports.some(({ afterFailureOf }) => afterFailureOf?.imports.includes(index));

const MANY = 4;

interface Stems {
  has(name: string): boolean;
  /** Files without their endings, and folders, whose ways end in these names. */
  endingIn(names: readonly string[]): readonly string[];
  holdsModules(folder: string): boolean;
  holds(stem: string): boolean;
}

function stemsOf({ files, modules }: ProjectModel): Stems {
  const stems = new Set<string>();
  for (const path of files) {
    const dot = path.indexOf('.', path.lastIndexOf('/') + 1);
    stems.add(dot < 0 ? path : path.slice(0, dot));
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) stems.add(path.slice(0, at));
  }
  const named = groupBy(stems, (stem) => stem.slice(stem.lastIndexOf('/') + 1));
  const folders = new Set(modules.map(({ path }) => folderOf(path)));
  const found = new Map<string, readonly string[]>();
  return {
    has: (name) => named.has(name),
    holds: (stem) => stems.has(stem),
    holdsModules: (folder) => folders.has(folder),
    endingIn(names) {
      const end = names.join('/');
      const known =
        found.get(end) ?? (named.get(names.at(-1) ?? '') ?? []).filter((stem) => `/${stem}`.endsWith(`/${end}`));
      found.set(end, known);
      return known;
    },
  };
}

/** The module of the project at the end of the way, if it has what is taken. */
function movedTo(
  rest: readonly string[],
  { name }: Import,
  named: Stems,
  project: ProjectModel,
): ModuleSummary | undefined {
  const isModule = name === undefined ? rest.length > 1 : named.endingIn([...rest, name]).length > 0;
  for (const stem of named.endingIn(rest)) {
    const module = project.moduleByPath(`${stem}.py`) ?? project.moduleByPath(`${stem}/__init__.py`);
    if (module === undefined || module.role === 'test') continue;
    if (isModule || (name !== undefined && name in module.names)) return module;
  }
  return undefined;
}

/** The folder of the project without an `__init__` in which the path ends. */
function folderWithout(
  { module: dotted, name }: Import,
  importer: ModuleSummary,
  named: Stems,
  { tree }: ProjectModel,
): string | undefined {
  const stem = [...dotted.split('.'), ...(name === undefined || name === '*' ? [] : [name])];
  for (let base = folderOf(importer.path); ; base = folderOf(base.slice(0, -1))) {
    let end = 0;
    while (end < stem.length && tree.isFolder(`${base}${stem.slice(0, end + 1).join('/')}`)) end++;
    if (end > 0) {
      const folder = `${base}${stem.slice(0, end).join('/')}`;
      const isThere = end === stem.length || named.endingIn(stem.slice(0, end + 1)).length > 0;
      const holdsModules = named.holdsModules(`${folder}/`);
      return isThere || tree.isFile(`${folder}/__init__.py`) || !holdsModules ? undefined : folder;
    }
    if (base === '') return undefined;
  }
}

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);
