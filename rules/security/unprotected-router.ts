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
  type AskingRouter,
  askingRouters,
  isMeantOpen,
  isProtectedRoute,
  type RequestGate,
  type RouterMount,
  refuses,
  registrationOf,
  requestGates,
  routerMounts,
} from '#kit/web';

const CHANGING: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
/** Where so many routers of the same application ask who comes, for one of those that do not, that one was forgotten. */
const ASKING_FOR_EACH = 2;

type Fact =
  | ({ readonly kind: 'mount' } & RouterMount)
  /** A router or an application that asks for all that hangs on it. */
  | ({ readonly kind: 'asking' } & AskingRouter)
  /** Something stands before each request. */
  | ({ readonly kind: 'gate' } & RequestGate)
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
type PlacedFact = { readonly path: string; readonly fact: Fact };
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
  facts: (file) => [
    ...routerMounts(file).map((mount) => ({ kind: 'mount' as const, ...mount })),
    ...askingRouters(file).map((asking) => ({ kind: 'asking' as const, ...asking })),
    ...requestGates(file).map((gate) => ({ kind: 'gate' as const, ...gate })),
    ...changingRoutes(file),
  ],
  check(project, ctx) {
    const isGuarded = factsOfKind(ctx.facts, 'gate').some(
      ({ fact }) => fact.owner === undefined && mayRefuse(fact, project),
    );
    for (const routers of applications(project, ctx.facts)) {
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
            isGuarded
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
function applications(project: ProjectModel, facts: readonly PlacedFact[]): Iterable<readonly Router[]> {
  const keyOf = (router: string, path: string): string => keyOfRouter(router, path, project);
  const asking = new Set([
    ...factsOfKind(facts, 'asking').flatMap(({ path, fact }) =>
      areAsking(fact.ways, true, path, project) ? keyOf(fact.router, path) : [],
    ),
    ...factsOfKind(facts, 'gate').flatMap(({ path, fact }) =>
      fact.owner !== undefined && mayRefuse(fact, project) ? keyOf(fact.owner, path) : [],
    ),
  ]);
  const mounts = groupBy(factsOfKind(facts, 'mount'), ({ path, fact }) => keyOf(fact.child, path));
  const routes = groupBy(factsOfKind(facts, 'route'), ({ path, fact }) => keyOf(fact.router, path));
  const routers = [...routes].flatMap(([name, own]) => {
    let isAsked = asking.has(name);
    let top = name;
    const seen = new Set<string>();
    for (let mount = mounts.get(top)?.[0]; mount !== undefined && !seen.has(top); mount = mounts.get(top)?.[0]) {
      seen.add(top);
      top = keyOf(mount.fact.parent, mount.path);
      isAsked ||= areAsking(mount.fact.ways, mount.fact.asks, mount.path, project) || asking.has(top);
    }
    // What hangs nowhere is served by nobody, or by somebody who is not seen.
    const told = own.map((route) => ({ ...route, asks: askingOf(route, project) }));
    return top === name ? [] : [{ top, router: { name, routes: told, isAsked } }];
  });
  return [...groupBy(routers, ({ top }) => top).values()].map((group) => group.map(({ router }) => router));
}

/** It, or what it depends on, is decorated with or calls, answers 401 or 403; what is not seen is believed where it is called so. */
function askingOf({ fact }: RouteFact, project: ProjectModel): Asking {
  const { verdict } = project.answer({ kind: 'can-refuse', function: fact.function });
  if (verdict === 'unknown') return fact.asks ? 'yes' : 'perhaps';
  return verdict;
}

function areAsking(ways: readonly string[], isNamedSo: boolean, from: string, project: ProjectModel): boolean {
  const verdicts = ways.map((way) => project.answer({ kind: 'can-refuse', function: way, from }).verdict);
  return verdicts.includes('yes') || (isNamedSo && (ways.length === 0 || verdicts.includes('unknown')));
}

function mayRefuse({ function: hook, isNamedSo }: RequestGate, project: ProjectModel): boolean {
  const verdict = hook === undefined ? 'unknown' : project.answer({ kind: 'can-refuse', function: hook }).verdict;
  return verdict === 'yes' || (verdict === 'unknown' && isNamedSo);
}

/** One name for a router, from whichever module it is called. */
function keyOfRouter(router: string, path: string, project: ProjectModel): string {
  const importer = project.moduleByPath(path);
  const found = importer === undefined ? undefined : project.resolve(router, importer);
  return found?.kind === 'name' ? `${found.module.path}:${found.name}` : router;
}
