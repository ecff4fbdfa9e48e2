import type { ModuleSummary } from '../semantics/index.ts';

/**
 * Which modules a dotted name can mean. A repository may have several import roots: itself, the folder above each
 * top-level package (`src`, `packages/a/src`), and the folder of a file that is run as a script.
 */
export class ModuleIndex {
  readonly #byPath = new Map<string, ModuleSummary>();
  /** By dotted name from the repository's root. */
  readonly #byName = new Map<string, ModuleSummary>();
  readonly #roots: readonly string[];
  /** Paths without suffix of everything that is or may become a module: stubs, extensions, their sources. */
  readonly #stems: ReadonlySet<string>;
  readonly #named = new Map<string, readonly ModuleSummary[]>();

  constructor(
    modules: readonly ModuleSummary[],
    readonly files: ReadonlySet<string>,
  ) {
    for (const module of modules) {
      this.#byPath.set(module.path, module);
      // A stub beside its module describes it; the module itself is what runs.
      if (!this.#byName.has(module.module) || module.path.endsWith('.py')) this.#byName.set(module.module, module);
    }
    this.#roots = importRoots(modules);
    this.#stems = moduleStems(files);
  }

  byPath(path: string): ModuleSummary | undefined {
    return this.#byPath.get(path);
  }

  byCanonicalName(dotted: string): ModuleSummary | undefined {
    return this.#byName.get(dotted);
  }

  /** Modules that `dotted` can mean for an importer: its own folder first, then the roots nearest to it. */
  named(dotted: string, importer: ModuleSummary): readonly ModuleSummary[] {
    const folder = folderOf(importer.path);
    const key = `${folder}\0${dotted}`;
    const known = this.#named.get(key);
    if (known !== undefined) return known;
    const found = new Set<ModuleSummary>();
    for (const root of this.#rootsFor(folder)) {
      const module = this.#byName.get(root === '' ? dotted : `${root}.${dotted}`);
      if (module !== undefined) found.add(module);
    }
    const result = [...found];
    this.#named.set(key, result);
    return result;
  }

  /** Whether a file may provide this module in a way that is not Python source: an extension, its source, a stub, a folder. */
  mayExistOtherwise(dotted: string, importer: ModuleSummary): boolean {
    const path = dotted.replaceAll('.', '/');
    return this.#rootsFor(folderOf(importer.path)).some((root) => {
      const prefix = root === '' ? '' : `${root.replaceAll('.', '/')}/`;
      return this.#stems.has(`${prefix}${path}`);
    });
  }

  #rootsFor(folder: string): readonly string[] {
    const own = dottedFolder(folder);
    const near = [...this.#roots].sort((a, b) => commonPrefix(own, b) - commonPrefix(own, a));
    return own === '' || near.includes(own) ? near : [own, ...near];
  }
}

/** The folder above each top-level package, dotted, and the repository's root. */
function importRoots(modules: readonly ModuleSummary[]): readonly string[] {
  const packages = new Set(modules.filter((module) => module.isPackage).map((module) => folderOf(module.path)));
  const roots = new Set(['']);
  for (const folder of packages) {
    const parent = folderOf(folder);
    if (!packages.has(parent)) roots.add(dottedFolder(parent));
  }
  return [...roots].sort();
}

const NON_PYTHON_MODULE = /\.(pyi|pyx|pxd|so|pyd|c|cc|cpp|cxx|rs|f|f90|mod|in|j2|jinja2|tmpl|template|proto)$/;

function moduleStems(files: ReadonlySet<string>): ReadonlySet<string> {
  const stems = new Set<string>();
  for (const path of files) {
    if (!NON_PYTHON_MODULE.test(path)) continue;
    stems.add(path.replace(/(\.[\w-]+)*\.\w+$/, ''));
    // `_speedups.cpython-312-x86_64-linux-gnu.so`, `version.py.in`
    stems.add(path.slice(0, path.lastIndexOf('/') + 1) + (path.slice(path.lastIndexOf('/') + 1).split('.')[0] ?? ''));
  }
  return stems;
}

const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
const dottedFolder = (folder: string): string => folder.replaceAll('/', '.');

function commonPrefix(a: string, b: string): number {
  const left = a.split('.');
  const right = b.split('.');
  let length = 0;
  while (length < left.length && length < right.length && left[length] === right[length]) length++;
  return length;
}
