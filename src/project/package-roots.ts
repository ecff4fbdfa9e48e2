import { STANDARD_LIBRARY_MODULES } from '../knowledge/standard-library.ts';
import type { ModuleSummary } from '../semantics/index.ts';
import { folderOf } from '../text/index.ts';

/** What is imported from one folder may be a library of the same name; of several modules it is not. */
const ENOUGH = 2;

/**
 * Packages that are a project of their own and are started in their folder: `backend/__init__.py` beside
 * `backend/requirements.txt`, and modules in it say `from database import connect`, which `backend/database.py` defines.
 * Below such a folder it is a root, whatever its `__init__` says. Of a package without files of a project (`src/__init__.py`), only
 * names that lead through a folder of it (`from storage.tables import Orders`) tell: one word may be a library's.
 */
export function packageRoots(
  modules: readonly ModuleSummary[],
  packages: ReadonlySet<string>,
  started: ReadonlySet<string>,
  byName: ReadonlyMap<string, ModuleSummary>,
): ReadonlySet<string> {
  const found = new Map<string, Set<ModuleSummary>>();
  for (const importer of modules) {
    const root = outermost(folderOf(importer.path), packages);
    if (root === undefined) continue;
    for (const { module: dotted, name, relativeLevel } of importer.imports) {
      const [first = ''] = dotted.split('.', 1);
      if (relativeLevel > 0 || name === undefined || STANDARD_LIBRARY_MODULES.has(first) || byName.has(first)) continue;
      if (!dotted.includes('.') && !started.has(root)) continue;
      const whole = `${root.replaceAll('/', '.')}.${dotted}`;
      const meant = byName.get(whole);
      // What the module itself has from a library of its name proves nothing.
      const kind = meant === importer ? undefined : meant?.names[name]?.kind;
      if ((kind !== undefined && kind !== 'import') || byName.has(`${whole}.${name}`))
        found.set(root, (found.get(root) ?? new Set()).add(importer));
    }
  }
  const roots = [...found].filter(([, importers]) => importers.size >= ENOUGH);
  return new Set(roots.map(([root]) => root.replaceAll('/', '.')));
}

function outermost(folder: string, packages: ReadonlySet<string>): string | undefined {
  let found: string | undefined;
  for (let at = folder; at !== ''; at = folderOf(at)) if (packages.has(at)) found = at;
  return found;
}
