/** Routes of one application beside each other, and the one without protection. */
import { type Def, decoratorsOf, dottedName, lastName, parametersOf } from '#ast';
import { groupByEach } from '#collections';
import type { DoubtId, SourceContext } from '#kit';
import { checksByCall, checksWithin, isProtectedRoute, protectionsOf, registrationOf } from '#kit/web';
import { nodesWithin } from '#semantics/effects/calls-within';
import { refuses } from '#semantics/taint/refusals';
import { isAboutRate, type RouteChecks } from '../_shared/fewer-protections.ts';
import { isMeantOpen } from '../_shared/open-routes.ts';
import { CHANGES } from './served-entries.ts';

/** What comes over a socket is sent as well as read. */
const CHANGING: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE', 'WEBSOCKET']);
export const SIBLINGS = 3;

export function kindOf(isChanging: boolean, protection = ''): string | undefined {
  if (isAboutRate(protection)) return 'missing rate limit';
  return isChanging ? undefined : 'route that only reads';
}

export const viewChecks = (fn: Def, ctx: SourceContext): RouteChecks => ({
  fn,
  owner: '',
  path: '',
  isChanging: isChangingView(fn, ctx),
  protections: protectionsOf(fn, ctx),
  checks: checksWithin(fn),
});

function isChangingView(fn: Def, ctx: SourceContext): boolean {
  const route = ctx.context.routeOf(fn);
  if (route?.framework === 'django' && route.methods.some((method) => CHANGING.has(method))) return true;
  if (parametersOf(fn)[0]?.name !== 'request' || route?.methods.length === 1) return false;
  return CHANGES.test(fn.name) || nodesWithin(fn.body, 'Attribute').some((each) => dottedName(each) === 'request.POST');
}

/** It changes something, asks nobody in another way, and is not what people without a login are for. */
export function isOpenView(fn: Def, ctx: SourceContext): boolean {
  if (!isChangingView(fn, ctx) || registrationOf(fn) !== undefined) return false;
  return !isMeantOpen('', fn.name, true) && !isProtectedRoute(fn, ctx) && !refuses(fn, ctx) && !checksByCall(fn);
}

export function siblingOf(fn: Def, ctx: SourceContext): RouteChecks | undefined {
  const route = ctx.context.routeOf(fn);
  if (route === undefined) return undefined;
  const registered = registrationOf(fn);
  const owner = ctx.context.classOfMethod(fn);
  // Views of Django hang on no router, and their classes are looked at as wholes.
  const isListed =
    route.framework !== 'django' || decoratorsOf(fn).some(({ callee }) => lastName(callee) === 'api_view');
  if (registered === undefined && !isListed) return undefined;
  return {
    fn,
    owner: registered?.owner ?? owner?.name ?? '',
    path: route.path ?? '',
    isChanging: route.methods.some((method) => CHANGING.has(method)),
    protections: protectionsOf(fn, ctx),
    checks: checksWithin(fn),
  };
}

export interface Lacking {
  readonly route: RouteChecks;
  readonly protection: string;
  readonly others: readonly RouteChecks[];
}

/** The only one that has nothing of what all others have. */
export function oneWithout(routes: readonly RouteChecks[]): Lacking | undefined {
  if (routes.length <= SIBLINGS) return undefined;
  for (const [protection, having] of groupByEach(routes, ({ protections }) => protections)) {
    if (having.length !== routes.length - 1) continue;
    const route = routes.find(({ protections }) => !protections.has(protection));
    if (route === undefined || route.protections.size > 0) continue;
    return { route, protection, others: routes.filter((other) => other !== route) };
  }
  return undefined;
}

export function doubtOf(
  { fn, isChanging }: RouteChecks,
  protection: string,
  own: readonly RouteChecks[],
  ctx: SourceContext,
): DoubtId | undefined {
  if (ctx.context.routeOf(fn)?.methods.includes('WEBSOCKET') === true) return 'auth-elsewhere';
  const isOnAll = own.every((other) => other.fn === fn || other.protections.has(protection));
  if (isChanging && isOnAll) return undefined;
  return isAboutRate(protection) ? 'limit-elsewhere' : 'public-by-design';
}
