/** Whether production code may call a function, as far as anything names it. */
import { memoize } from '#collections';
import { defineQuestion } from '#kit';
import { decided, type LocatedFunction, type ProjectModel, UNKNOWN } from '#project';
import { functionKnownAs } from '#project/known-as';
import { isProduction } from '#project/production';

/**
 * May production code of the project come to call this function: by its name as an attribute or an import, directly, by a
 * decorator or as an entry? Only what no code names is never called.
 */
export const isCalled = defineQuestion<{ readonly function: string }>(
  'is-called',
  (about) => `production code may call \`${about.function}\``,
  (about, project) => {
    const found = functionKnownAs(about.function, project);
    return found === undefined ? UNKNOWN : decided(mayBeCalled(found, project));
  },
);

/** By its name as an attribute, whoever's attribute that is; by an import; by a call; or because something registers it. */
function mayBeCalled({ function: fn }: LocatedFunction, project: ProjectModel): boolean {
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
