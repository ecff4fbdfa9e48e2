import { memoize } from '../collections/index.ts';
import type { ModuleSummary } from '../semantics/index.ts';

/** The modules below a package, at any depth: anyone who asks so of each package would go through all modules for each. */
export function partsOf({ module }: ModuleSummary, modules: readonly ModuleSummary[]): readonly ModuleSummary[] {
  return partsByName(modules).get(module) ?? [];
}

/** By the dotted name of what they are in. */
const partsByName = memoize((modules: readonly ModuleSummary[]): ReadonlyMap<string, readonly ModuleSummary[]> => {
  const parts = new Map<string, ModuleSummary[]>();
  for (const part of modules) {
    for (let end = part.module.lastIndexOf('.'); end > 0; end = part.module.lastIndexOf('.', end - 1)) {
      const around = part.module.slice(0, end);
      const known = parts.get(around);
      if (known === undefined) parts.set(around, [part]);
      else known.push(part);
    }
  }
  return parts;
});
