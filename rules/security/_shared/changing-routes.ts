/** Routes that change something and need not be open, and the applications that their routers hang on. */
import { type Def, defsOf, nameSpan } from '#ast';
import { groupBy } from '#collections';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import { isProtectedRoute, registrationOf } from '#kit/web';
import type { ProjectModel } from '#project';
import { memoizeByFile } from '#semantics/by-file';
import { holdsInOwnCode } from '#semantics/effects/calls-within';
import { refuses } from '#semantics/taint/refusals';
import { isMeantOpen } from './open-routes.ts';
import type { RoutersAbove } from './routers-above.ts';

/** Methods of HTTP that change something; over a WebSocket anything may be asked for. */
export const CHANGING: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE', 'WEBSOCKET']);

/** Plain JSON. */
export interface ChangingRoute {
  readonly kind: 'route';
  readonly router: string;
  readonly name: string;
  /** Its full name. */
  readonly function: string;
  /** By what it is called; whether that is so the project says. */
  readonly isNamedLikeCheck: boolean;
  readonly place: PackedPlace;
}

export interface PlacedRoute {
  readonly path: string;
  readonly fact: ChangingRoute;
}

/** Whether one who has shown nothing may be turned away by it. */
export type Protection = 'yes' | 'no' | 'perhaps';

export interface ChangingRouter {
  readonly name: string;
  readonly routes: readonly (PlacedRoute & { readonly checks: Protection })[];
  /** It, or what it hangs on, asks for all of them. */
  readonly isGated: boolean;
}

/** Those of one file. */
export const changingRoutes = memoizeByFile((file: FactsContext): readonly ChangingRoute[] => {
  const { context, names, module } = file;
  return defsOf(module).flatMap((fn) => {
    const owner = context.classOfMethod(fn);
    const [route, registered] = [context.routeOf(fn), registrationOf(owner ?? fn)];
    if (route === undefined || registered === undefined || context.role === 'test') return [];
    if (!route.methods.some((method) => CHANGING.has(method)) || isMeantOpen(route.path ?? '', fn.name, true))
      return [];
    // What is still to be written changes nothing.
    if (!holdsInOwnCode(fn.body, (node) => DOES.has(node.kind))) return [];
    const router = `${names.moduleName}.${registered.owner}`;
    const isNamedLikeCheck = isLikelyProtected(fn, file);
    const place = packPlace(file, nameSpan(fn));
    return { kind: 'route' as const, router, name: fn.name, function: names.fullNameOf(fn), isNamedLikeCheck, place };
  });
});

const DOES: ReadonlySet<string> = new Set(['Call', 'Await', 'AugAssign', 'Delete', 'Raise', 'Subscript', 'Attribute']);
const isLikelyProtected = (fn: Def, file: FactsContext): boolean => isProtectedRoute(fn, file) || refuses(fn, file);

/** Routers with such routes, by what they hang on in the end. */
export function routersByApplication(
  facts: readonly PlacedRoute[],
  above: RoutersAbove,
  project: ProjectModel,
): ReadonlyMap<string, readonly ChangingRouter[]> {
  const placed = facts.map((route) => ({ route, router: above.of(route.fact.router, route.path) }));
  const found = new Map<string, ChangingRouter[]>();
  for (const [name, own] of groupBy(placed, ({ router }) => router.name)) {
    const [first] = own;
    if (first === undefined) continue;
    const { top, isGated } = first.router;
    const routes = own.map(({ route }) => ({ ...route, checks: protectionOf(route, project) }));
    found.set(top, [...(found.get(top) ?? []), { name, routes, isGated }]);
  }
  return found;
}

/** It, or what it depends on, is decorated with or calls, answers 401 or 403; what is not seen is believed where it is called so. */
function protectionOf({ fact }: PlacedRoute, project: ProjectModel): Protection {
  const { verdict } = project.answer({ kind: 'can-refuse', function: fact.function });
  if (verdict === 'unknown') return fact.isNamedLikeCheck ? 'yes' : 'perhaps';
  return verdict;
}
