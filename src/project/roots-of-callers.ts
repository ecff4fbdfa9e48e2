import type { ModuleSummary } from '../semantics/index.ts';

/**
 * For each folder the roots by which modules of the project name what lies in it with a package before it: who says
 * `from routes.users import router` has the folder above `routes` on the path, and who is imported so has `routes` itself not.
 */
export function rootsOfCallers(
  modules: readonly ModuleSummary[],
  byName: ReadonlyMap<string, ModuleSummary>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const caller of modules) {
    const own = packageOf(caller.path);
    for (const { module: dotted, name, relativeLevel } of caller.imports) {
      if (relativeLevel > 0) continue;
      for (const called of name === undefined || name === '*' ? [dotted] : [dotted, `${dotted}.${name}`]) {
        const target = called.includes('.') ? byName.get(own === '' ? called : `${own}.${called}`) : undefined;
        if (target === undefined) continue;
        const folder = packageOf(target.path);
        const roots = found.get(folder);
        if (roots === undefined) found.set(folder, new Set([own]));
        else roots.add(own);
      }
    }
  }
  return found;
}

const packageOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/'))).replaceAll('/', '.');
