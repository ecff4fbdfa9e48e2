/** What a row's use leads to in other modules: a function that asks a store, a relation that is fetched when it is read. */
import { type PackedPlace, targetKey } from '#kit';
import type { ProjectModel } from '#project';
import type { LazyRelationsFact, RowReaderFact, RowReadsFact } from './lazy-relations.ts';

export interface PlaceOfFact {
  readonly path: string;
  readonly place: PackedPlace;
}

/** A call in a loop that hands the item to a function of another module. */
export interface HandsFact {
  readonly kind: 'hands';
  readonly path: string;
  readonly callee: string;
  readonly over: string;
  readonly place: PackedPlace;
  readonly within: string;
}

/** Functions by `functionKey`. */
interface KnownQueries {
  readonly querying: ReadonlyMap<string, PlaceOfFact>;
  readonly passing: ReadonlyMap<string, readonly string[]>;
}

/** The function that asks, at the end of the way, or within two more that hand on what they are given. */
export function queryBehind(
  accessPath: string,
  path: string,
  known: KnownQueries,
  project: ProjectModel,
  depth = 2,
): PlaceOfFact | undefined {
  const from = project.moduleByPath(path);
  const target = from === undefined ? undefined : project.follow(accessPath, from);
  if (target?.kind !== 'function' || target.function.decorators.some((name) => /cache|memo/i.test(name)))
    return undefined;
  const key = targetKey(target) ?? '';
  const querying = known.querying.get(key);
  if (querying !== undefined || depth === 0) return querying;
  for (const next of known.passing.get(key) ?? []) {
    const found = queryBehind(next, target.module.path, known, project, depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

interface KnownRelations {
  readonly lazy: ReadonlyMap<string, { readonly path: string; readonly fact: LazyRelationsFact }>;
  readonly readers: ReadonlyMap<string, RowReaderFact['reads']>;
}

/** The relation that is read of each row, here or by a function that gets the row, with the class that declares it. */
export function lazyRead(
  { owner, reads, hands, eagerlyLoaded }: RowReadsFact,
  path: string,
  { lazy, readers: takers }: KnownRelations,
  project: ProjectModel,
) {
  const from = lazy.size === 0 ? undefined : project.moduleByPath(path);
  const found = from === undefined ? undefined : project.resolve(owner, from);
  if (from === undefined || found?.kind !== 'class') return undefined;
  const readThere = hands.flatMap(([accessPath, at, row, place]) =>
    (takers.get(targetKey(project.follow(accessPath, from)) ?? '') ?? []).flatMap(([given, name]) =>
      given === at ? [[name, `${row}.${name}`, place] as const] : [],
    ),
  );
  for (const each of project.lineOf(found)) {
    const declared = typeof each === 'string' ? undefined : lazy.get(each.class.qualifiedName);
    if (declared === undefined) continue;
    const { names, readers } = declared.fact;
    const isLazy = (name: string): boolean => names.includes(name) && !eagerlyLoaded.includes(name);
    for (const [name, text, place] of [...reads, ...readThere]) {
      const relation = isLazy(name) ? name : readers.find(([method]) => method === name)?.[1];
      if (relation !== undefined && isLazy(relation)) return { read: [relation, text, place] as const, declared };
    }
  }
  return undefined;
}
