/** Routes that change something and ask nobody, on a router that authenticates the caller before it only shows something. */
import { isProtectedRoute } from '#kit/web';
import type { Condition } from '#project';
import type { SemanticModel } from '#semantics';
import { refuses } from '#semantics/taint/refusals';
import { isAboutRate, type RouteChecks } from '../_shared/fewer-protections.ts';
import { isMeantOpen } from '../_shared/open-routes.ts';
import { canRefuse } from './refusal-conditions.ts';

export interface OpenWrite {
  readonly route: RouteChecks;
  readonly protection: string;
  readonly readers: readonly RouteChecks[];
  /** What the readers ask may refuse, the route leads to nothing of the kind, and it reaches a store or another server. */
  readonly when: Condition;
}

const FEWEST = 2;

/** Of the routes of one router. */
export function openWrites(routes: readonly RouteChecks[], model: SemanticModel): readonly OpenWrite[] {
  const readers = routes.filter((route) => !route.isChanging && protectionOf(route) !== undefined);
  const protection = readers.map(protectionOf).find((each) => each !== undefined);
  const first = readers[0]?.fn;
  const required =
    protection === undefined || first === undefined ? undefined : model.names.qualifiedNameAt(protection, first);
  if (protection === undefined || required === undefined || readers.length < FEWEST) return [];
  return routes.flatMap((route) => {
    const { fn, isChanging, path } = route;
    if (!isChanging || protectionOf(route) !== undefined || isMeantOpen(path, fn.name, true)) return [];
    if (model.context.routeOf(fn)?.methods.includes('WEBSOCKET') === true) return [];
    if (isProtectedRoute(fn, model) || refuses(fn, model)) return [];
    return { route, protection, readers, when: whenOpen(route, required, model) };
  });
}

const protectionOf = ({ protections, checks }: RouteChecks): string | undefined =>
  [...protections, ...checks].find((each) => !isAboutRate(each));

function whenOpen({ fn }: RouteChecks, protection: string, model: SemanticModel): Condition {
  return {
    question: {
      kind: 'all',
      of: [
        { kind: 'can-refuse', function: protection, from: model.path },
        { kind: 'not', of: canRefuse(fn, model) },
        { kind: 'reaches-outside', function: model.names.fullNameOf(fn), from: model.path },
      ],
    },
    yes: 'keep',
    no: 'drop',
    unknown: 'drop',
  };
}
