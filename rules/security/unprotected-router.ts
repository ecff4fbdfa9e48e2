import { defineProjectRule, factsOfKind, NOT_PRODUCTION, unpackPlace } from '#kit';
import { counted, verbFor } from '#text/wording';
import {
  type ChangingRoute,
  type ChangingRouter,
  changingRoutes,
  type PlacedRoute,
  routersByApplication,
} from './_shared/changing-routes.ts';
import { type AboveFact, aboveFacts, routersAbove } from './_shared/routers-above.ts';

type Fact = AboveFact | ChangingRoute;

export default defineProjectRule<Fact>({
  docs: {
    summary: 'missing authentication: one router of the application is unprotected',
    why: 'An attacker can call these state-changing routes without authentication, although the other routers require it.',
    remedy: 'Add the dependency of the other routers where this router is created or mounted',
    harm: 'grants-access',
    severity: 'P0',
    precision: 'low',
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
        gated: factsOfKind(ctx.facts, 'asking'),
        gates: factsOfKind(ctx.facts, 'gate'),
      },
      project,
    );
    for (const [top, all] of routersByApplication(factsOfKind(ctx.facts, 'route'), above, project)) {
      // What hangs nowhere is served by nobody, or by someone who is not seen.
      const routers = all.filter(({ name }) => name !== top);
      const closed = routers.filter(({ routes, isGated }) => isGated || routes.every(({ checks }) => checks === 'yes'));
      const open = routers.filter(({ routes, isGated }) => !isGated && routes.every(({ checks }) => checks === 'no'));
      const isMost = closed.length >= open.length;
      // Where fewer ask it was begun, at least.
      const gated = isMost ? closed : routers.filter(({ routes, isGated }) => isGated || routes.some(isClosed));
      for (const { name, routes } of gated.length === 0 ? [] : open) {
        const [first, ...others] = routes;
        if (first === undefined) continue;
        const more = others.length === 0 ? '' : ` and ${counted(others.length, 'more route')} of its router`;
        ctx.report({
          at: { path: first.path, ...unpackPlace(first.fact.place) },
          message: `no authentication: \`${first.fact.name}\`${more} ${verbFor(routes.length)} public, while ${isMost ? '' : 'some '}state-changing routes of ${counted(gated.length, 'other router')} require it`,
          ...(!isMost && { cause: top }),
          doubt: above.isGuarded ? 'auth-elsewhere' : undefined,
          related: [
            ...others.slice(0, 3).map((route) => related(route, 'this route is public as well')),
            ...gated
              .slice(0, 2)
              .flatMap(({ routes: some }) => [...some.filter(isClosed), ...some].slice(0, 1))
              .map((route) => related(route, 'this route requires authentication')),
          ],
          key: name,
        });
      }
    }
  },
});

const isClosed = ({ checks }: ChangingRouter['routes'][number]): boolean => checks === 'yes';

const related = ({ path, fact }: PlacedRoute, message: string) => ({ path, ...unpackPlace(fact.place), message });
