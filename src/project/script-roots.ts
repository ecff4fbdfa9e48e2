import { STANDARD_LIBRARY_MODULES } from '../knowledge/standard-library.ts';
import type { ModuleSummary } from '../semantics/index.ts';
import { folderOf } from '../text/index.ts';
import { folderAround } from './module-folders.ts';

/**
 * Folders of scripts that import what lies in folders beside them, with or without an `__init__`: `src/bot.py` says
 * `from commands.alerts import Alerts`, so `src` is on the path, and `src/commands/alerts.py` finds `commands.base` from there.
 */
export function scriptRoots(
  modules: readonly ModuleSummary[],
  isInPackage: (folder: string) => boolean,
  byName: ReadonlyMap<string, ModuleSummary>,
): ReadonlySet<string> {
  const roots = new Set<string>();
  for (const importer of modules) {
    const root = folderAround(importer);
    if (root === '' || roots.has(root) || isInPackage(folderOf(importer.path))) continue;
    if (importer.imports.some((each) => leadsBelow(each, root, byName))) roots.add(root);
  }
  return roots;
}

function leadsBelow(
  { module: dotted, name, relativeLevel }: ModuleSummary['imports'][number],
  root: string,
  byName: ReadonlyMap<string, ModuleSummary>,
): boolean {
  if (relativeLevel > 0 || STANDARD_LIBRARY_MODULES.has(dotted.split('.', 1)[0] ?? '')) return false;
  const whole = `${root}.${dotted}`;
  return (dotted.includes('.') && byName.has(whole)) || (name !== undefined && byName.has(`${whole}.${name}`));
}
