import type { ModuleSummary } from '../semantics/index.ts';
import { folderOf } from '../text/index.ts';
import { dottedFolder, folderAround } from './module-folders.ts';
import { packageRoots } from './package-roots.ts';
import { isRun } from './production.ts';
import { scriptRoots } from './script-roots.ts';

/**
 * The folders from which the imports of a repository count: itself, the folder above each top-level package (`src`, `packages/a/src`),
 * for those below them the folders of projects of their own and of scripts that import from folders beside them, and the folder of a file
 * that is run as a script. All dotted. There may be thousands, so nobody goes through them: who asks names those of which something
 * can be had.
 */
export class ImportRoots {
  /** By their order. */
  readonly #ofAll: ReadonlyMap<string, number>;
  /** For those below them alone: folders that are projects of their own without being packages. */
  readonly #ofProjects: ReadonlyMap<string, number>;
  /** Folders with an `__init__`. */
  readonly #packages: ReadonlySet<string>;

  constructor(
    modules: readonly ModuleSummary[],
    files: ReadonlySet<string>,
    byName: ReadonlyMap<string, ModuleSummary>,
  ) {
    const folders = modules.filter((module) => module.isPackage).map((module) => folderOf(module.path));
    this.#packages = new Set(folders.filter((folder) => IMPORTABLE.test(folder)));
    const started = projectFolders(files);
    this.#ofAll = placesOf(rootsAbove(this.#packages));
    this.#ofProjects = placesOf([
      ...projectRoots(started, this.#packages),
      ...packageRoots(modules, this.#packages, started, byName),
      ...scriptRoots(modules, (folder) => isInPackage(folder, this.#packages), byName),
    ]);
  }

  /** Roots from which anybody imports. */
  isOfAll(root: string): boolean {
    return this.#ofAll.has(root);
  }

  isOfProject(root: string): boolean {
    return this.#ofProjects.has(root);
  }

  has(root: string): boolean {
    return this.#ofAll.has(root) || this.#ofProjects.has(root);
  }

  /** The innermost root above a module, of those from which anybody imports. */
  above(module: string): string {
    for (let end = module.lastIndexOf('.'); end > 0; end = module.lastIndexOf('.', end - 1)) {
      if (this.#ofAll.has(module.slice(0, end))) return module.slice(0, end);
    }
    return '';
  }

  /** Those of some folders that are roots for an importer, by how much of its name they share with its folder; otherwise in their order. */
  nearestOf(folders: Iterable<string>, importer: ModuleSummary): readonly string[] {
    const own = folderAround(importer);
    return [...new Set(folders)]
      .flatMap((root) => this.#placeFor(root, own, importer) ?? [])
      .sort((a, b) => b.shared - a.shared || a.place - b.place)
      .map(({ root }) => root);
  }

  /** Whether any of some folders is a root for an importer. */
  isAnyFor(folders: Iterable<string>, importer: ModuleSummary): boolean {
    const own = folderAround(importer);
    for (const root of folders) if (this.#placeFor(root, own, importer) !== undefined) return true;
    return false;
  }

  #placeFor(root: string, own: string, importer: ModuleSummary): Placed | undefined {
    const shared = sharedNames(root, own);
    const place = this.#ofAll.get(root);
    if (place !== undefined) return { root, shared, place };
    const ofProject = this.#ofProjects.get(root);
    // `src/__init__.py` does not keep tests beside it from having `src` on their path.
    if (ofProject !== undefined && (own === root || own.startsWith(`${root}.`) || WIDE_ROOTS.has(root)))
      return { root, shared, place: this.#ofAll.size + ofProject };
    if (root !== own) return undefined;
    if (!isInPackage(folderOf(importer.path), this.#packages)) return { root, shared: Number.MAX_VALUE, place: 0 };
    // A folder in a package is a root only for a file in it that is run as a script.
    return isRun(importer) ? { root, shared: -1, place: 0 } : undefined;
  }
}

interface Placed {
  readonly root: string;
  readonly shared: number;
  readonly place: number;
}

/** Roots from which everything is imported. */
export const WIDE_ROOTS: ReadonlySet<string> = new Set(['src', 'lib']);

const placesOf = (roots: Iterable<string>): ReadonlyMap<string, number> =>
  new Map([...new Set(roots)].map((root, place) => [root, place]));

/** No import statement can name a folder like `backtesting-engine`, whatever it holds. */
const IMPORTABLE = /^(?:.*\/)?[^\W\d]\w*$/u;

/** A folder without `__init__` below a package is a part of it: what is there is not imported by its bare name. */
function isInPackage(folder: string, packages: ReadonlySet<string>): boolean {
  for (let at = folder; at !== ''; at = folderOf(at)) if (packages.has(at)) return true;
  return false;
}

/** The folder above each top-level package, and the repository's root. */
function rootsAbove(packages: ReadonlySet<string>): readonly string[] {
  const roots = new Set(['']);
  for (const folder of packages) {
    const parent = folderOf(folder);
    if (!isInPackage(parent, packages)) roots.add(dottedFolder(parent));
  }
  return [...roots].sort();
}

/**
 * Folders that hold what a project of its own is run with: anyone who works in one starts tools and programs there, so its modules
 * import one another from it, be they in packages or not. Pytest puts the folder of a `conftest.py` on the path too.
 */
function projectRoots(folders: ReadonlySet<string>, packages: ReadonlySet<string>): readonly string[] {
  return [...folders].filter((folder) => !isInPackage(folder, packages)).map(dottedFolder);
}

function projectFolders(files: ReadonlySet<string>): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of files) {
    const folder = PROJECT_FILE.exec(path)?.[1];
    if (folder !== undefined) folders.add(folder);
  }
  return folders;
}

const PROJECT_FILE =
  /^(.+)\/(?:pyproject\.toml|setup\.(?:py|cfg)|Pipfile|pytest\.ini|tox\.ini|conftest\.py|manage\.py|requirements[^/]{0,255}\.(?:txt|in)|tests?\/(?:conftest|test_[^/]{1,255})\.py)$/;

/** How many names two dotted paths begin with alike. */
function sharedNames(a: string, b: string): number {
  let shared = 0;
  let at = 0;
  for (; at < a.length && at < b.length && a[at] === b[at]; at++) if (a[at] === '.') shared++;
  const isWhole = (at === a.length || a[at] === '.') && (at === b.length || b[at] === '.');
  return isWhole ? shared + 1 : shared;
}
