/** Which list of dependencies is meant for a module. */
import type { ProjectModel } from '#project';
import type { ModuleSummary } from '#semantics';
import { folderOf } from '#text';

/** One edit of one list fixes all that is missing from it: the list that lies nearest above the module. */
export function nearestLists({ runtimeLists }: ProjectModel): (module: ModuleSummary) => string {
  const byFolder = new Map<string, string>();
  for (const path of runtimeLists) if (!byFolder.has(folderOf(path))) byFolder.set(folderOf(path), path);
  const [deepest] = [...byFolder].sort(([a], [b]) => b.length - a.length).map(([, list]) => list);
  return ({ path }) => {
    for (let folder = folderOf(path); ; folder = folderOf(folder)) {
      const list = byFolder.get(folder) ?? (folder === '' ? (deepest ?? '') : undefined);
      if (list !== undefined) return list;
    }
  };
}
