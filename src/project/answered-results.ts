/** Where what a function gives ends: in the answers of routes, in the results of its callers. */

import { memoize } from '../collections/index.ts';
import type { RelatedLocation } from '../findings/index.ts';
import type { ModuleSummary, SummaryFunction } from '../semantics/index.ts';
import type { Project } from './build.ts';
import { CALLS_BETWEEN_MODULES } from './limits.ts';
import { isProduction } from './production.ts';
import type { LocatedFunction, ProjectModel } from './project-model.ts';
import { calledBy } from './untrusted-arguments.ts';

interface Giver {
  readonly module: ModuleSummary;
  readonly function: SummaryFunction;
}

/** The route whose answer holds what the function gives, as it is or by what functions in between give. */
export function routeAnsweringWith(name: string, project: Project): RelatedLocation | undefined {
  const met = new Set([name]);
  let names: readonly string[] = [name];
  for (let depth = 0; depth < CALLS_BETWEEN_MODULES && names.length > 0; depth++) {
    const givers = names.flatMap((each) => [
      ...(giversOf(project).get(each) ?? []),
      ...(decoratedBy(project).get(ownerOf(each)) ?? []),
    ]);
    const route = givers.find(({ function: { entry } }) => entry === 'route' || entry === 'sync-route');
    if (route !== undefined)
      return {
        path: route.module.path,
        ...route.function.place,
        message: 'this route returns its result to the client',
      };
    names = givers.map((giver) => giver.function.qualifiedName).filter((each) => !met.has(each));
    for (const each of names) met.add(each);
  }
  return undefined;
}

/** Functions whose results hold those of others, by the full name of the other. */
const giversOf = memoize((project: Project): ReadonlyMap<string, readonly Giver[]> => {
  const found = new Map<string, Giver[]>();
  for (const module of project.modules.filter(isProduction)) {
    for (const fn of module.functions) {
      for (const path of fn.returnsResultsOf ?? []) {
        for (const { name } of calledBy(project.follow(path, module), project)) {
          const givers = found.get(name);
          if (givers === undefined) found.set(name, [{ module, function: fn }]);
          else givers.push({ module, function: fn });
        }
      }
    }
  }
  return found;
});

/** Of `errors.handled.wrapper` the decorator that makes it, `errors.handled`. */
const ownerOf = (name: string): string => name.slice(0, name.lastIndexOf('.')).replace(/\.<locals>$/, '');

/** Routes in whose place a function of their decorator answers, by the full name of the decorator. */
const decoratedBy = memoize((project: Project): ReadonlyMap<string, readonly Giver[]> => {
  const found = new Map<string, Giver[]>();
  for (const module of project.modules.filter(isProduction)) {
    for (const fn of module.functions.filter(({ entry }) => entry === 'route' || entry === 'sync-route')) {
      for (const decorator of fn.decorators) {
        const target = project.resolve(decorator, module);
        if (target.kind !== 'function') continue;
        const name = target.function.qualifiedName;
        found.set(name, [...(found.get(name) ?? []), { module, function: fn }]);
      }
    }
  }
  return found;
});

/** A parameter, by name or by place, of the function that a way in the file `from` leads to. */
export interface ParameterQuery {
  readonly path: string;
  readonly from: string;
  readonly parameter: string | number;
}

/** What that leads to; the name is undefined where the function has no such parameter. */
export function givenAt(
  { path, from, parameter }: ParameterQuery,
  project: ProjectModel,
): (LocatedFunction & { readonly name: string | undefined }) | undefined {
  const importer = project.moduleByPath(from);
  const target = importer === undefined ? undefined : project.follow(path, importer);
  if (target?.kind !== 'function') return undefined;
  const { function: fn, module, isBound, owner } = target;
  const isMethod = owner !== undefined && isBound;
  const name = typeof parameter === 'string' ? parameter : fn.parameters[parameter + (isMethod ? 1 : 0)]?.name;
  return { module, function: fn, name };
}
