/** Missing names that so many modules need at once that a build certainly makes them. */
import { PRODUCTION } from '#kit';
import type { ModuleSummary } from '#semantics';
import type { FailedImport } from './absent-modules.ts';

/** Nothing would start without what so many modules need at once: a build puts it there. */
const NEEDED_BY = 3;
/** So many of one package, and the whole of it is what the build makes. */
const BUILT_NAMES = 3;

/** Missing names that a build certainly makes, with the module or package that lacks each. */
export function builtNames(all: readonly (readonly [ModuleSummary, FailedImport])[]): BuiltName[] {
  const needed = new Map<string, BuiltName & { readonly by: Set<string> }>();
  for (const [module, failure] of all) {
    const { owner, imports, isModule, names } = failure;
    const isNeeded = imports.some(({ when, guarded }) => when === 'import-time' && !guarded);
    if (!isNeeded || !PRODUCTION.has(module.role) || !(isModule || owner.isPackage)) continue;
    for (const name of names) {
      const key = `${owner.module} ${name}`;
      const built = needed.get(key) ?? { owner: owner.module, name, by: new Set() };
      needed.set(key, built);
      built.by.add(module.path);
    }
  }
  return [...needed.values()].filter(({ by }) => by.size >= NEEDED_BY);
}

export interface BuiltName {
  readonly owner: string;
  readonly name: string;
}

export function isBuilt({ owner, names }: FailedImport, built: readonly BuiltName[]): boolean {
  if (built.some((each) => each.owner === owner.module && names.has(each.name))) return true;
  const around = built.filter((each) => isAtOrBelow(owner.module, each.owner));
  return around.some((one) => around.filter((each) => each.owner === one.owner).length >= BUILT_NAMES);
}

const isAtOrBelow = (name: string, outer: string): boolean => name === outer || name.startsWith(`${outer}.`);
