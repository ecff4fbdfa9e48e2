import {
  defineProjectRule,
  type FactsContext,
  factsOfKind,
  groupBy,
  heldBackBy,
  NOT_PRODUCTION,
  type PackedPlace,
  packPlace,
  unpackPlace,
} from '#kit';
import { type Def, holdsInOwnCode, nameSpan, nodesOf } from '#kit/code';
import type { ProjectModel } from '#kit/project';
import {
  type AboveFact,
  aboveFacts,
  isMeantOpen,
  isProtectedRoute,
  type RoutersAbove,
  refuses,
  registrationOf,
  routersAbove,
} from '#kit/web';

const CHANGING: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
/** Where so many routers of the same application ask who comes, for one of those that do not, that one was forgotten. */
const ASKING_FOR_EACH = 2;

type Fact =
  | AboveFact
  /** A route that changes something and need not be open. */
  | {
      readonly kind: 'route';
      readonly router: string;
      readonly name: string;
      /** Its full name. */
      readonly function: string;
      /** By what it is called; whether that is so the project says. */
      readonly asks: boolean;
      readonly place: PackedPlace;
    };
type RouteFact = { readonly path: string; readonly fact: Extract<Fact, { readonly kind: 'route' }> };
/** Whether one who has shown nothing may be turned away by it. */
type Asking = 'yes' | 'no' | 'perhaps';

export default defineProjectRule<Fact>({
  docs: {
    summary: 'router whose routes ask nobody who they are, where the other routers of the application do',
    why: 'Whoever finds these routes changes what they change without showing who they are: the router was forgotten where the others were closed.',
    remedy:
      'Give the router what the others have, where it is made or where it is mounted, so that no route of it can be forgotten.',
    harm: 'admits',
    ceiling: 'P1',
    precision: 'low',
    profile: 'strict',
    since: '0.1.0',
    cwe: [306],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SEC-002' }],
    bad: '# path: shop/app.py\nfrom fastapi import FastAPI\n\nfrom shop import carts, orders, prices\n\napp = FastAPI()\napp.include_router(orders.router)\napp.include_router(carts.router)\napp.include_router(prices.router)\n# path: shop/orders.py\nfrom fastapi import APIRouter, Depends\n\nrouter = APIRouter(dependencies=[Depends(current_user)])\n\n\n@router.post("/orders")\ndef create(order: dict):\n    return save(order)\n# path: shop/carts.py\nfrom fastapi import APIRouter, Depends\n\nrouter = APIRouter(dependencies=[Depends(current_user)])\n\n\n@router.put("/carts")\ndef fill(cart: dict):\n    return save(cart)\n# path: shop/prices.py\nfrom fastapi import APIRouter\n\nrouter = APIRouter()\n\n\n@router.put("/prices")\ndef change(price: dict):\n    return save(price)\n',
    good: '# path: shop/app.py\nfrom fastapi import FastAPI\n\nfrom shop import carts, orders, prices\n\napp = FastAPI()\napp.include_router(orders.router)\napp.include_router(carts.router)\napp.include_router(prices.router)\n# path: shop/orders.py\nfrom fastapi import APIRouter, Depends\n\nrouter = APIRouter(dependencies=[Depends(current_user)])\n\n\n@router.post("/orders")\ndef create(order: dict):\n    return save(order)\n# path: shop/carts.py\nfrom fastapi import APIRouter, Depends\n\nrouter = APIRouter(dependencies=[Depends(current_user)])\n\n\n@router.put("/carts")\ndef fill(cart: dict):\n    return save(cart)\n# path: shop/prices.py\nfrom fastapi import APIRouter, Depends\n\nrouter = APIRouter(dependencies=[Depends(current_user)])\n\n\n@router.put("/prices")\ndef change(price: dict):\n    return save(price)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => [...aboveFacts(file), ...changingRoutes(file)],
  check(project, ctx) {
    const above = routersAbove(
      {
        mounts: factsOfKind(ctx.facts, 'mount'),
        asking: factsOfKind(ctx.facts, 'asking'),
        gates: factsOfKind(ctx.facts, 'gate'),
      },
      project,
    );
    for (const routers of applications(factsOfKind(ctx.facts, 'route'), above, project)) {
      const asking = routers.filter(({ routes, isAsked }) => isAsked || routes.every(({ asks }) => asks === 'yes'));
      const open = routers.filter(({ routes, isAsked }) => !isAsked && routes.every(({ asks }) => asks === 'no'));
      if (asking.length < open.length) continue;
      for (const { name, routes } of open) {
        const [first, ...others] = routes;
        if (first === undefined) continue;
        const more = others.length === 0 ? '' : ` and ${others.length} more of its router`;
        ctx.report({
          at: { path: first.path, ...unpackPlace(first.fact.place) },
          message: `\`${first.fact.name}\`${more} may be called by everybody, where the changing routes of ${asking.length} other ${asking.length === 1 ? 'router' : 'routers'} of the application ask who comes`,
          ...heldBackBy(
            above.isGuarded
              ? 'something asks before each request, perhaps before these as well'
              : asking.length < open.length * ASKING_FOR_EACH
                ? 'as many routers ask nobody'
                : undefined,
          ),
          related: [
            ...others.slice(0, 3).map((route) => related(route, 'this one asks nobody either')),
            ...asking
              .slice(0, 2)
              .flatMap((other) => other.routes.slice(0, 1).map((route) => related(route, 'this one asks'))),
          ],
          key: name,
        });
      }
    }
  },
});

const related = ({ path, fact }: RouteFact, message: string) => ({ path, ...unpackPlace(fact.place), message });

function changingRoutes(file: FactsContext): Fact[] {
  const { context, names, module } = file;
  return [...nodesOf(module, 'FunctionDef'), ...nodesOf(module, 'AsyncFunctionDef')].flatMap((fn) => {
    const [route, registered] = [context.routeOf(fn), registrationOf(fn)];
    if (route === undefined || registered === undefined || context.role === 'test') return [];
    if (!route.methods.some((method) => CHANGING.has(method)) || isMeantOpen(route.path ?? '', fn.name, true))
      return [];
    // What is still to be written changes nothing.
    if (!holdsInOwnCode(fn.body, (node) => DOES.has(node.kind))) return [];
    const router = `${names.moduleName}.${registered.owner}`;
    const asks = isAsking(fn, file);
    const place = packPlace(file, nameSpan(fn));
    return { kind: 'route' as const, router, name: fn.name, function: names.fullNameOf(fn), asks, place };
  });
}

const DOES: ReadonlySet<string> = new Set(['Call', 'Await', 'AugAssign', 'Delete', 'Raise', 'Subscript', 'Attribute']);
const isAsking = (fn: Def, file: FactsContext): boolean => isProtectedRoute(fn, file) || refuses(fn, file);

interface Router {
  readonly name: string;
  readonly routes: readonly (RouteFact & { readonly asks: Asking })[];
  /** It, or what it hangs on, asks for all of them. */
  readonly isAsked: boolean;
}

/** Mounted routers with routes that change something, by what they hang on in the end. */
function applications(
  facts: readonly RouteFact[],
  above: RoutersAbove,
  project: ProjectModel,
): Iterable<readonly Router[]> {
  const placed = facts.map((route) => ({ route, router: above.of(route.fact.router, route.path) }));
  const routers = [...groupBy(placed, ({ router }) => router.name)].flatMap(([name, own]) => {
    const [first] = own;
    // What hangs nowhere is served by nobody, or by somebody who is not seen.
    if (first === undefined || first.router.top === name) return [];
    const { top, isAsked } = first.router;
    const routes = own.map(({ route }) => ({ ...route, asks: askingOf(route, project) }));
    return [{ top, router: { name, routes, isAsked } }];
  });
  return [...groupBy(routers, ({ top }) => top).values()].map((group) => group.map(({ router }) => router));
}

/** It, or what it depends on, is decorated with or calls, answers 401 or 403; what is not seen is believed where it is called so. */
function askingOf({ fact }: RouteFact, project: ProjectModel): Asking {
  const { verdict } = project.answer({ kind: 'can-refuse', function: fact.function });
  if (verdict === 'unknown') return fact.asks ? 'yes' : 'perhaps';
  return verdict;
}
