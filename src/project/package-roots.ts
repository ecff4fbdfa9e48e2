import { STANDARD_LIBRARY_MODULES } from '../knowledge/standard-library.ts';
import type { ModuleSummary } from '../semantics/index.ts';
import { folderOf } from '../text/index.ts';
import { dottedFolder } from './module-folders.ts';

/** What is imported from one folder may be a library of the same name; of several modules it is not. */
const ENOUGH = 2;

/**
 * Packages that are a project of their own and are started in their folder: `backend/__init__.py` beside
 * `backend/requirements.txt`, and modules in it say `from database import connect`, which `backend/database.py` defines.
 * Below such a folder it is a root, whatever its `__init__` says. Of a package without files of a project (`src/__init__.py`),
 * names that lead through a folder of it tell (`from storage.tables import Orders`). One word may be a library's, but hardly two
 * words that the package has and that define what is taken from them, where a program in it takes one of them.
 */
export function packageRoots(
  modules: readonly ModuleSummary[],
  packages: ReadonlySet<string>,
  started: ReadonlySet<string>,
  byName: ReadonlyMap<string, ModuleSummary>,
): ReadonlySet<string> {
  const found = new Map<string, Set<ModuleSummary>>();
  const words = new Map<string, Set<ModuleSummary>>();
  const programs = new Set<string>();
  for (const importer of modules) {
    const root = outermost(folderOf(importer.path), packages);
    if (root === undefined) continue;
    for (const { module: dotted, name, relativeLevel } of importer.imports) {
      const [first = ''] = dotted.split('.', 1);
      if (relativeLevel > 0 || name === undefined || STANDARD_LIBRARY_MODULES.has(first) || byName.has(first)) continue;
      const whole = `${dottedFolder(root)}.${dotted}`;
      const meant = byName.get(whole);
      // What the module itself has from a library of its name proves nothing.
      const kind = meant === importer ? undefined : meant?.names[name]?.kind;
      const isDefined = kind !== undefined && kind !== 'import';
      if (dotted.includes('.') || started.has(root)) {
        if (isDefined || byName.has(`${whole}.${name}`)) add(found, root, importer);
      } else if (isDefined && meant !== undefined) {
        add(words, root, meant);
        if (importer.isEntryPoint && folderOf(importer.path) === root) programs.add(root);
      }
    }
  }
  const inside = [...words].filter(([root]) => programs.has(root));
  const roots = [...found, ...inside].filter(([, modules]) => modules.size >= ENOUGH);
  return new Set(roots.map(([root]) => dottedFolder(root)));
}

const add = (to: Map<string, Set<ModuleSummary>>, root: string, module: ModuleSummary): void => {
  to.set(root, (to.get(root) ?? new Set()).add(module));
};

function outermost(folder: string, packages: ReadonlySet<string>): string | undefined {
  let found: string | undefined;
  for (let at = folder; at !== ''; at = folderOf(at)) if (packages.has(at)) found = at;
  return found;
}
