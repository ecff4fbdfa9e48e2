import { groupBy } from '../collections/index.ts';
import { STANDARD_LIBRARY_MODULES } from '../knowledge/standard-library.ts';
import type { ModuleSummary } from '../semantics/index.ts';
import { folderOf } from '../text/index.ts';
import { ImportRoots, WIDE_ROOTS } from './import-roots.ts';
import { dottedFolder, folderAround } from './module-folders.ts';
import { isRun } from './production.ts';
import type { RepositoryTree } from './repository-tree.ts';
import { rootsOfCallers } from './roots-of-callers.ts';

/** Which modules a dotted name can mean. A repository may have several import roots. */
export class ModuleIndex {
  readonly #byPath = new Map<string, ModuleSummary>();
  /** By dotted name from the repository's root. */
  readonly #byName = new Map<string, ModuleSummary>();
  readonly #roots: ImportRoots;
  /** Paths without suffix of everything that is or may become a module: stubs, extensions, their sources. */
  readonly #stems: ReadonlySet<string>;
  #usedRoots: ReadonlySet<string> | undefined;
  /** By folder. */
  #rootsOfCallers: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  /** By the name that an importer calls them by, then by the root that it counts from. */
  readonly #placed = new Map<string, Map<string, ModuleSummary>>();
  /** Dotted folders in which something that may be a module or a package has this name. */
  #holders: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  /** By dotted name: those of them in which it may exist otherwise. */
  readonly #otherwise = new Map<string, ReadonlySet<string>>();
  /** By importer and dotted name. */
  readonly #named = new Map<ModuleSummary, Map<string, readonly ModuleSummary[]>>();
  /** What a dotted name must begin with to mean a module of the project, whatever its root. */
  readonly #beginnings: ReadonlySet<string>;
  /** By what a dotted name must end with to be a module itself: most names that are asked for are of something in one. */
  readonly #byEnd: ReadonlyMap<string, readonly string[]>;

  constructor(
    modules: readonly ModuleSummary[],
    readonly tree: RepositoryTree,
  ) {
    for (const module of modules) {
      this.#byPath.set(module.path, module);
      // A stub beside its module describes it; the module itself is what runs.
      if (!this.#byName.has(module.module) || module.path.endsWith('.py')) this.#byName.set(module.module, module);
    }
    this.#beginnings = new Set(modules.flatMap(({ module }) => module.split('.')));
    this.#byEnd = groupBy(this.#byName.keys(), lastName);
    this.#roots = new ImportRoots(modules, tree.files, this.#byName);
    this.#place();
    this.#stems = moduleStems(tree.files, this.#byPath);
  }

  /** False for most names that files use: those of other distributions. */
  mayName(dotted: string): boolean {
    const end = dotted.indexOf('.');
    return this.#beginnings.has(end < 0 ? dotted : dotted.slice(0, end));
  }

  /** False for most that are no module's. */
  mayBeModule(dotted: string): boolean {
    return this.#byEnd.has(lastName(dotted));
  }

  byPath(path: string): ModuleSummary | undefined {
    return this.#byPath.get(path);
  }

  byCanonicalName(dotted: string): ModuleSummary | undefined {
    return this.#byName.get(dotted);
  }

  /** The name by which importers call a module: from the innermost root above it. */
  importNameOf({ module }: ModuleSummary): string {
    const root = this.#roots.above(module);
    return root === '' ? module : module.slice(root.length + 1);
  }

  /** Modules that `dotted` can mean for an importer: beside a script first, then by the roots nearest to it. */
  named(dotted: string, importer: ModuleSummary): readonly ModuleSummary[] {
    // `__main__` is whatever runs, no file.
    if (dotted === '__main__' || !this.mayBeModule(dotted) || !this.mayName(dotted)) return NONE;
    let ofImporter = this.#named.get(importer);
    if (ofImporter === undefined) {
      ofImporter = new Map();
      this.#named.set(importer, ofImporter);
    }
    let modules = ofImporter.get(dotted);
    if (modules === undefined) {
      modules = this.#findNamed(dotted, importer);
      ofImporter.set(dotted, modules);
    }
    return modules;
  }

  /**
   * More than one module has the name, by different import roots, and the importer is not in the package that it names: what runs as
   * `shop.api` has that package loaded, and gets `shop.db` from it, however many the repository has.
   */
  isAmbiguous(dotted: string, importer: ModuleSummary): boolean {
    const modules = this.named(dotted, importer);
    const [first] = modules;
    if (first === undefined) {
      const around = dotted.slice(0, Math.max(0, dotted.lastIndexOf('.')));
      return around !== '' && this.isAmbiguous(around, importer);
    }
    const [top = ''] = dotted.split('.', 1);
    const root = rootBy(dotted, first);
    return modules.length > 1 && !importer.module.startsWith(`${root === '' ? '' : `${root}.`}${top}.`);
  }

  #findNamed(dotted: string, importer: ModuleSummary): readonly ModuleSummary[] {
    const own = folderAround(importer);
    const placed = this.#placed.get(dotted);
    const beside = own === '' ? undefined : this.#byName.get(`${own}.${dotted}`);
    const [first = ''] = dotted.split('.');
    if (placed === undefined && beside === undefined)
      return STANDARD_LIBRARY_MODULES.has(first) ? NONE : this.#inAddedFolders(dotted, importer);
    const folders = [...(placed?.keys() ?? []), ...(beside === undefined ? [] : [own])];
    const found = this.#roots.nearestOf(folders, importer).flatMap((root) => {
      if (root === '' || root !== own) return placed?.get(root) ?? NONE;
      // Modules of a package are called as those of the standard library; anyone who writes `import queue` means that.
      return STANDARD_LIBRARY_MODULES.has(first) ? NONE : (beside ?? NONE);
    });
    const above = beside === undefined || beside !== found[0] ? NONE : this.#aboveCalled(dotted, importer);
    if (above.length > 0) return [...new Set([...above, ...found])];
    const added = beside !== undefined && beside === found[0] ? NONE : this.#inAddedFolders(dotted, importer);
    return added.length > 0 ? added : found;
  }

  /** What an importer finds that others import as a part of its folder: from above the folder, which is not on their path. */
  #aboveCalled(dotted: string, importer: ModuleSummary): readonly ModuleSummary[] {
    if (isRun(importer)) return NONE;
    this.#rootsOfCallers ??= rootsOfCallers([...this.#byPath.values()]);
    const roots = this.#rootsOfCallers.get(folderAround(importer)) ?? [];
    return [...roots].flatMap((root) => this.#byName.get(root === '' ? dotted : `${root}.${dotted}`) ?? NONE);
  }

  /** In the folders that the importer itself puts on `sys.path`. */
  #inAddedFolders(dotted: string, { addsFolders = [] }: ModuleSummary): readonly ModuleSummary[] {
    for (const folder of addsFolders) {
      const found = this.#byName.get(folder === '' ? dotted : `${dottedFolder(folder)}.${dotted}`);
      if (found !== undefined) return [found];
    }
    return NONE;
  }

  #place(): void {
    for (const [name, module] of this.#byName) {
      for (let end = -1; end < name.length; ) {
        const root = name.slice(0, Math.max(0, end));
        const imported = name.slice(end + 1);
        if (this.#roots.has(root)) {
          const placed = this.#placed.get(imported);
          if (placed === undefined) this.#placed.set(imported, new Map([[root, module]]));
          else placed.set(root, module);
        }
        const dot = name.indexOf('.', end + 1);
        end = dot < 0 ? name.length : dot;
      }
    }
  }

  /**
   * Whether importer and module share a root beyond doubt, so that what the module lacks is missing: the root lies above
   * the importer, or is that of the repository or its `src`. Packages in test data and examples have roots of their own.
   */
  sharesRoot(dotted: string, module: ModuleSummary, importer: ModuleSummary): boolean {
    // A package that imports its own one-word name may mean a library's; below another package it can only mean itself.
    if (module === importer && !dotted.includes('.')) return false;
    const root = rootBy(dotted, module);
    if (root === '' || WIDE_ROOTS.has(root)) return true;
    const own = folderAround(importer);
    if (own === root) return this.#roots.isOfAll(root);
    return this.#roots.isOfAll(root) && own.startsWith(`${root}.`) && this.#isUsed(root);
  }

  /**
   * Whether the root by which an importer finds a module has nothing to do with the importer, and the import may mean another one:
   * the module is in no package, the repository has copies of it, or nothing else is found by that root.
   */
  isFarFetched(dotted: string, module: ModuleSummary, importer: ModuleSummary): boolean {
    const own = folderAround(importer);
    const root = rootBy(dotted, module);
    if (root === '' || root === own || WIDE_ROOTS.has(root)) return false;
    // Anyone who starts the importer in its folder imports what lies beside it.
    if (this.#byName.has(`${own}.${dotted.split('.', 1)[0] ?? ''}`)) return true;
    return own.startsWith(`${root}.`) ? !this.#isUsed(root) : this.isUnrelatedRoot(dotted, module, importer);
  }

  /** Whether the root by which a module has its name has nothing to do with another module, and is no proof of which one is meant. */
  isUnrelatedRoot(dotted: string, module: ModuleSummary, importer: ModuleSummary): boolean {
    const root = rootBy(dotted, module);
    const own = folderAround(importer);
    if (root === '' || WIDE_ROOTS.has(root) || own === root || own.startsWith(`${root}.`)) return false;
    if (importer.addsFolders?.some((folder) => dottedFolder(folder) === root) === true) return false;
    if (!module.isPackage && !dotted.includes('.')) return true;
    const alike = this.#byEnd.get(lastName(dotted)) ?? [];
    return alike.some((name) => name !== module.module && name.endsWith(`.${dotted}`));
  }

  /**
   * Whether someone works in the folder, or an import from below it is found there and nowhere else: a package in it may only
   * have the name of a distribution that its modules import.
   */
  #isUsed(root: string): boolean {
    if (this.#roots.isOfProject(root) || /(?:^|\.)(?:src|lib)$/.test(root)) return true;
    this.#usedRoots ??= usedRoots([...this.#byPath.values()], this.#placed);
    return this.#usedRoots.has(root);
  }

  /**
   * Whether a file may provide this module in a way that no summary tells: an extension, its source, a stub, a file that
   * was not read, a folder without `__init__`, a file that is in the repository although git's ignore rules name it.
   */
  mayExistOtherwise(dotted: string, importer: ModuleSummary): boolean {
    const beside = ['', folderAround(importer)].filter((root) => this.#mayHold(root, dotted));
    return this.#roots.isAnyFor(beside, importer) || this.#roots.isAnyFor(this.#holding(dotted), importer);
  }

  /** Anyone who imports the name: of many parts that are alike each has a folder that the name may begin in. */
  #holding(dotted: string): ReadonlySet<string> {
    let folders = this.#otherwise.get(dotted);
    if (folders === undefined) {
      const [top = ''] = dotted.split('.', 1);
      this.#holders ??= holders([...this.tree.folders, ...this.#stems]);
      folders = new Set([...(this.#holders.get(top) ?? [])].filter((root) => this.#mayHold(root, dotted)));
      this.#otherwise.set(dotted, folders);
    }
    return folders;
  }

  #mayHold(root: string, dotted: string): boolean {
    const place = `${root === '' ? '' : `${root.replaceAll('.', '/')}/`}${dotted.replaceAll('.', '/')}`;
    // A folder without `__init__` may be a namespace package, of data too. One that git hides whole is not looked for below far roots.
    if (this.#stems.has(place) || this.tree.isFolder(place)) return true;
    return ['.py', '/__init__.py', '.pyi'].some((end) => this.tree.isKept(`${place}${end}`));
  }
}

const NONE: readonly ModuleSummary[] = [];

const lastName = (dotted: string): string => dotted.slice(dotted.lastIndexOf('.') + 1);

/** What is before the name by which a module was found. */
const rootBy = (dotted: string, { module }: ModuleSummary): string =>
  module === dotted ? '' : module.slice(0, -dotted.length - 1);

/** Roots by which imports from below them find something that no other root has. */
function usedRoots(
  modules: readonly ModuleSummary[],
  placed: ReadonlyMap<string, ReadonlyMap<string, ModuleSummary>>,
): ReadonlySet<string> {
  const used = new Set<string>();
  for (const importer of modules) {
    for (const { module: dotted, name, relativeLevel } of importer.imports) {
      if (relativeLevel > 0) continue;
      const bySubmodule = name === undefined || name === '*' ? undefined : placed.get(`${dotted}.${name}`);
      const byModule = [...(placed.get(dotted) ?? [])].filter(([, { names }]) =>
        name === undefined || name === '*' ? dotted.includes('.') : Object.hasOwn(names, name),
      );
      const found = new Map([...(bySubmodule ?? []), ...byModule]);
      const [root = ''] = found.size === 1 ? found.keys() : [];
      if (root !== '' && importer.module.startsWith(`${root}.`)) used.add(root);
    }
  }
  return used;
}

/** By the last name of each path, the folders around it, dotted. */
function holders(paths: readonly string[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byName = new Map<string, Set<string>>();
  for (const path of paths) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const around = byName.get(name);
    if (around === undefined) byName.set(name, new Set([dottedFolder(folderOf(path))]));
    else around.add(dottedFolder(folderOf(path)));
  }
  return byName;
}

const NON_PYTHON_MODULE = /\.(pyi|pyx|pxd|so|pyd|c|cc|cpp|cxx|rs|f|f90|mod|in|j2|jinja2|tmpl|template|proto)$/;

function moduleStems(files: ReadonlySet<string>, read: ReadonlyMap<string, ModuleSummary>): ReadonlySet<string> {
  const stems = new Set<string>();
  for (const path of files) {
    const isUnread = /\.pyw?$/.test(path) && !read.has(path);
    if (!isUnread && !NON_PYTHON_MODULE.test(path)) continue;
    stems.add(path.replace(/(?:\.[\w-]+){0,20}\.\w+$/, ''));
    // `_speedups.cpython-312-x86_64-linux-gnu.so`, `version.py.in`
    stems.add(path.slice(0, path.lastIndexOf('/') + 1) + (path.slice(path.lastIndexOf('/') + 1).split('.')[0] ?? ''));
  }
  return stems;
}
