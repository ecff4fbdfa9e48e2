/** Whether production code may call a function, as far as anything names it. */
import { memoize } from '../collections/index.ts';
import { isProduction } from './production.ts';
import type { LocatedFunction, ProjectModel } from './project-model.ts';

/** By its name as an attribute, whoever's attribute that is; by an import; by a call; or because something registers it. */
export function mayBeCalled({ function: fn }: LocatedFunction, project: ProjectModel): boolean {
  if (fn.entry !== undefined || fn.decorators.length > 0) return true;
  const name = fn.qualifiedName.slice(fn.qualifiedName.lastIndexOf('.') + 1);
  const { taken, run } = namedIn(project);
  return taken.has(name) || run.has(fn.qualifiedName);
}

/** What production code takes by its name alone, and what it calls or starts by the full name. */
const namedIn = memoize(({ modules }: ProjectModel) => {
  const taken = new Set<string>();
  const run = new Set<string>();
  for (const { attributeReads, imports, body, functions } of modules.filter(isProduction)) {
    for (const name of attributeReads) taken.add(name);
    for (const { name } of imports) if (name !== undefined) taken.add(name);
    for (const { calls, starts } of [body, ...functions]) {
      for (const name of calls) run.add(name);
      for (const { target } of starts) run.add(target);
    }
  }
  return { taken, run };
});
