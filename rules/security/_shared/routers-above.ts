/** What authenticates the caller before the routes of a router are run: the router, what it hangs on, and hooks of the application. */
import { groupBy } from '#collections';
import type { FactsContext } from '#kit';
import type { ProjectModel } from '#project';
import { memoizeByFile } from '#semantics/by-file';
import { type RequestGate, requestGates } from './request-gates.ts';
import { type ProtectedRouter, protectedRouters, type RouterMount, routerMounts } from './router-mounts.ts';

/** Plain JSON. */
export type AboveFact =
  | ({ readonly kind: 'mount' } & RouterMount)
  /** A router or an application that asks for all that hangs on it. */
  | ({ readonly kind: 'asking' } & ProtectedRouter)
  /** Something is before each request. */
  | ({ readonly kind: 'gate' } & RequestGate);

export const aboveFacts = memoizeByFile((file: FactsContext): readonly AboveFact[] => [
  ...routerMounts(file).map((mount) => ({ kind: 'mount' as const, ...mount })),
  ...protectedRouters(file).map((router) => ({ kind: 'asking' as const, ...router })),
  ...requestGates(file).map((gate) => ({ kind: 'gate' as const, ...gate })),
]);

export interface RouterAbove {
  /** One name for the router, from whichever module it is called. */
  readonly name: string;
  /** What it hangs on in the end; its own name where it hangs on nothing that is seen. */
  readonly top: string;
  /** It, or what it hangs on, asks for all of its routes. */
  readonly isGated: boolean;
}

export interface RoutersAbove {
  /** Of a router as a module names it. */
  of(router: string, path: string): RouterAbove;
  /** Something that is put before all requests may refuse unauthenticated requests, perhaps not before each. */
  readonly isGuarded: boolean;
}

interface Placed<Kind extends AboveFact['kind']> {
  readonly path: string;
  readonly fact: Extract<AboveFact, { readonly kind: Kind }>;
}

/** By what the files of a project say of what is above their routes. */
export function routersAbove(
  facts: {
    readonly mounts: readonly Placed<'mount'>[];
    readonly gated: readonly Placed<'asking'>[];
    readonly gates: readonly Placed<'gate'>[];
  },
  project: ProjectModel,
): RoutersAbove {
  const keyOf = (router: string, path: string): string => keyOfRouter(router, path, project);
  const gates = facts.gates.filter(({ fact }) => mayRefuse(fact, project));
  const closed = new Set([
    ...facts.gated.flatMap(({ path, fact }) =>
      anyRefuses(fact.paths, fact.isProtected, path, project) ? keyOf(fact.router, path) : [],
    ),
    ...gates.flatMap(({ path, fact }) => (fact.owner === undefined ? [] : keyOf(fact.owner, path))),
  ]);
  const mounts = groupBy(facts.mounts, ({ path, fact }) => keyOf(fact.child, path));
  return {
    isGuarded: gates.some(({ fact }) => fact.owner === undefined),
    of(router, path) {
      const name = keyOf(router, path);
      let isGated = closed.has(name);
      let top = name;
      const seen = new Set<string>();
      for (let mount = mounts.get(top)?.[0]; mount !== undefined && !seen.has(top); mount = mounts.get(top)?.[0]) {
        seen.add(top);
        top = keyOf(mount.fact.parent, mount.path);
        isGated ||= anyRefuses(mount.fact.paths, mount.fact.isProtected, mount.path, project) || closed.has(top);
      }
      return { name, top, isGated };
    },
  };
}

function anyRefuses(paths: readonly string[], isNamedSo: boolean, from: string, project: ProjectModel): boolean {
  const verdicts = paths.map((each) => project.answer({ kind: 'can-refuse', function: each, from }).verdict);
  return verdicts.includes('yes') || (isNamedSo && (paths.length === 0 || verdicts.includes('unknown')));
}

function mayRefuse({ function: hook, isNamedSo }: RequestGate, project: ProjectModel): boolean {
  const verdict = hook === undefined ? 'unknown' : project.answer({ kind: 'can-refuse', function: hook }).verdict;
  return verdict === 'yes' || (verdict === 'unknown' && isNamedSo);
}

function keyOfRouter(router: string, path: string, project: ProjectModel): string {
  const importer = project.moduleByPath(path);
  const found = importer === undefined ? undefined : project.resolve(router, importer);
  if (found?.kind !== 'name') return router;
  // Under whichever of its names it is mounted, it is the same.
  const [name] = [found.name, ...(found.module.names[found.name]?.sameAs ?? [])].sort();
  return `${found.module.path}:${name}`;
}
