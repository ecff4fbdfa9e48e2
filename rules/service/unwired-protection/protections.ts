/** Metrics, locks and checks that are made, and whether anything uses them. */
import { type FactsContext, type PackedPlace, type ProjectContext, packPlace } from '#kit';
import { importsPutNowhere, middlewareLists, unwiredHooks } from '#kit/web';
import type { ProjectModel } from '#project';
import { readBesideProtections } from './built-protections.ts';
import { extensionsWithoutApplication, type IdleGuard, idleGuardsIn, initialisedIn } from './idle-guards.ts';
import { type StateQuery, type StateQuestion, stateQueries, stateQueriesInTests } from './state-queries.ts';

type Placed<T extends { readonly at: unknown }> = Omit<T, 'at'> & { readonly place: PackedPlace };

export type Fact =
  /** What its own file keeps and never touches again. */
  | ({ readonly kind: 'idle' } & Placed<IdleGuard>)
  /** An extension of Flask without an application, and the names of what is given one. */
  | { readonly kind: 'extension'; readonly name: string; readonly class: string; readonly place: PackedPlace }
  | { readonly kind: 'initialised'; readonly name: string }
  | ({ readonly kind: 'query' } & StateQuery)
  | ({ readonly kind: 'asked' } & Placed<StateQuestion>)
  | ({ readonly kind: 'hook' } & Placed<ReturnType<typeof unwiredHooks>[number]>)
  | { readonly kind: 'idle-import'; readonly name: string; readonly tables: readonly string[] }
  | { readonly kind: 'list'; readonly place: PackedPlace }
  /** What the file reads of anything outside of a class that protects by its name. */
  | { readonly kind: 'beside'; readonly names: readonly string[] };

export function factsIn(file: FactsContext): Fact[] {
  const placed = <T extends { readonly at: Parameters<typeof packPlace>[1] }>({ at, ...rest }: T): Placed<T> => ({
    ...rest,
    place: packPlace(file, at),
  });
  return [
    ...idleGuardsIn(file).map((each) => ({ kind: 'idle' as const, ...placed(each) })),
    ...extensionsWithoutApplication(file).map((each) => ({ kind: 'extension' as const, ...placed(each) })),
    ...initialisedIn(file).map((name) => ({ kind: 'initialised' as const, name })),
    ...stateQueries(file).map((each) => ({ kind: 'query' as const, ...each })),
    ...stateQueriesInTests(file).map((each) => ({ kind: 'asked' as const, ...placed(each) })),
    ...unwiredHooks(file).map((each) => ({ kind: 'hook' as const, ...placed(each) })),
    ...importsPutNowhere(file).map((each) => ({ kind: 'idle-import' as const, ...each })),
    ...middlewareLists(file).map((at) => ({ kind: 'list' as const, place: packPlace(file, at) })),
    ...[readBesideProtections(file) ?? []]
      .filter(({ length }) => length > 0)
      .map((names) => ({ kind: 'beside' as const, names })),
  ];
}

/** `Depends(limiter)` asks it, and no method does; other frameworks may find an object by its name. */
export function isCallable(made: string, path: string, project: ProjectModel): boolean {
  const from = project.moduleByPath(path);
  const found = from?.imports.some(({ module }) => module === 'fastapi') ? project.resolve(made, from) : undefined;
  return found?.kind === 'class' && found.class.methods.includes('__call__');
}

export const IDLE = 'metric, lock or object that nothing calls';

export type Context = Pick<ProjectContext<Fact>, 'facts' | 'report'>;
