/** Facts that tell of calls, put to the functions that are called. */
import type { ProjectModel, Target } from '../project/index.ts';

export interface Found<F> {
  readonly path: string;
  readonly fact: F;
}

/** One function of the project, by the file it is in and its full name. */
export function functionKey(path: string, fullName: string): string {
  return `${path} ${fullName}`;
}

/** The key of the function that an access path leads to. */
export function targetKey(target: Target | undefined): string | undefined {
  return target?.kind === 'function' ? functionKey(target.module.path, target.function.qualifiedName) : undefined;
}

/** The facts whose `path` (`Effects.projectPath`) leads from their file to a function of the project, by its key. */
export function factsByFunction<F extends { readonly path: string }>(
  facts: readonly Found<F>[],
  project: ProjectModel,
): ReadonlyMap<string, readonly Found<F>[]> {
  const byFunction = new Map<string, Found<F>[]>();
  for (const found of facts) {
    const from = project.moduleByPath(found.path);
    const target = from === undefined ? undefined : project.follow(found.fact.path, from);
    const key = targetKey(target);
    if (key === undefined) continue;
    const others = byFunction.get(key);
    if (others === undefined) byFunction.set(key, [found]);
    else others.push(found);
  }
  return byFunction;
}
