/** Refusals that are raised in another function than the one that catches them. */
import type { ProjectModel } from '#project';
import type { FlaskLastResort } from './flask-last-resort.ts';
import type { Refusal, RefusalHandler, Refusing, TriedCall } from './refusal-facts.ts';

export type Fact = Refusing | RefusalHandler | FlaskLastResort;

export const MOST = 5;

export interface Located extends Refusal {
  readonly path: string;
}

type AllRefusing = ReadonlyMap<string | undefined, readonly (Refusing & { readonly path: string })[]>;

/** What a function of another file raises that the `try` calls. */
export function refusalBehind(
  call: TriedCall,
  from: string,
  project: ProjectModel,
  refusing: AllRefusing,
): Located | undefined {
  const importer = project.moduleByPath(from);
  const target = importer === undefined ? undefined : project.follow(call.path, importer);
  if (target?.kind !== 'function') return undefined;
  const [found] = refusing.get(target.function.qualifiedName) ?? [];
  const [first] = found?.refusals ?? [];
  if (found === undefined || first === undefined || (found.isAsync && !call.isAwaited)) return undefined;
  return { ...first, path: from, place: call.place, through: call.written };
}

/** What the functions raise that are wrapped in the one with this `try`. */
export function refusalsDecorated(
  { decorator }: RefusalHandler,
  project: ProjectModel,
  refusing: AllRefusing,
): readonly Located[] {
  if (decorator === undefined) return [];
  return project.modules.flatMap((module) =>
    module.functions.flatMap(({ qualifiedName, decorators }) => {
      const found = refusing.get(qualifiedName)?.[0];
      const isWrapped = decorators.some((each) => {
        const resolved = found === undefined ? undefined : project.resolve(each, module);
        return resolved?.kind === 'function' && resolved.function.qualifiedName === decorator;
      });
      const [first] = found !== undefined && isWrapped ? found.refusals : [];
      return found === undefined || first === undefined ? [] : { ...first, path: found.path };
    }),
  );
}
