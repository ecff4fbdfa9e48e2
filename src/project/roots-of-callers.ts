import type { ModuleSummary } from '../semantics/index.ts';
import { folderAround } from './module-folders.ts';

/**
 * For each folder the folders from which modules beside it import what it holds: who says `from routes.users import router`
 * has the folder above `routes` on the path, and who is imported so has `routes` itself not.
 */
export function rootsOfCallers(modules: readonly ModuleSummary[]): ReadonlyMap<string, ReadonlySet<string>> {
  const folders = new Set(modules.map(folderAround));
  const found = new Map<string, Set<string>>();
  for (const importer of modules) {
    const own = folderAround(importer);
    for (const { module: dotted, relativeLevel } of importer.imports) {
      if (relativeLevel > 0) continue;
      const segments = dotted.split('.');
      for (let length = 1; length <= segments.length; length++) {
        const folder = [...(own === '' ? [] : [own]), ...segments.slice(0, length)].join('.');
        if (folders.has(folder)) found.set(folder, (found.get(folder) ?? new Set()).add(own));
      }
    }
  }
  return found;
}
