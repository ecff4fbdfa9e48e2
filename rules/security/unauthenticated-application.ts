import { dottedName, nodesOf } from '#ast';
import {
  type DoubtId,
  defineProjectRule,
  type FactsContext,
  factsOfKind,
  NOT_PRODUCTION,
  type PackedPlace,
  packPlace,
  unpackPlace,
} from '#kit';
import { WEB_APPLICATIONS } from '#knowledge/web-applications';
import type { ProjectModel } from '#project';
import {
  type ChangingRoute,
  type ChangingRouter,
  changingRoutes,
  routersByApplication,
} from './_shared/changing-routes.ts';
import { type AboveFact, aboveFacts, routersAbove } from './_shared/routers-above.ts';

/** `app = FastAPI()`, as a router is named. */
interface ApplicationFact {
  readonly kind: 'application';
  readonly name: string;
  readonly place: PackedPlace;
}

type Fact = AboveFact | ChangingRoute | ApplicationFact;
/** One route may be what the application offers to everybody. */
const SEVERAL = 2;
/** An answer of 403 may be about what is asked for, and not about who asks. */
const MOST = 1 / 3;

export default defineProjectRule<Fact>({
  docs: {
    summary: 'missing authentication: no state-changing route requires it',
    why: 'Anyone who can reach the port can call every one of these routes, for example to upload or delete data or to start jobs at your expense.',
    remedy:
      'Add a dependency that answers 401 without a valid token to the application or each router (`FastAPI(dependencies=[Depends(current_user)])`), and publish only the port of the authenticating proxy',
    harm: 'grants-access',
    severity: 'P0',
    precision: 'low',
    since: '0.1.0',
    cwe: [306],
    origin: [
      {
        document: 'Audits of six services in November 2026',
        finding: 'application with state-changing routes has authentication nowhere',
      },
    ],
    bad: '# path: shop/app.py\nimport uvicorn\nfrom fastapi import FastAPI\n\nfrom shop import store\n\napp = FastAPI()\n\n\n@app.post("/orders")\ndef create(order: dict):\n    return store.add(order)\n\n\n@app.delete("/orders/{number}")\ndef cancel(number: int):\n    return store.remove(number)\n\n\nuvicorn.run(app, host="0.0.0.0")\n# path: shop/store.py\nimport sqlite3\n\nconnection = sqlite3.connect("/srv/shop.db")\n\n\ndef add(order):\n    connection.execute("INSERT INTO orders (text) VALUES (?)", (order["text"],))\n\n\ndef remove(number):\n    connection.execute("DELETE FROM orders WHERE number = ?", (number,))\n',
    good: '# path: shop/app.py\nimport uvicorn\nfrom fastapi import Depends, FastAPI, HTTPException, Request\n\nfrom shop import store\n\n\ndef current_user(request: Request):\n    if not store.knows(request.headers.get("Authorization")):\n        raise HTTPException(status_code=401)\n\n\napp = FastAPI(dependencies=[Depends(current_user)])\n\n\n@app.post("/orders")\ndef create(order: dict):\n    return store.add(order)\n\n\n@app.delete("/orders/{number}")\ndef cancel(number: int):\n    return store.remove(number)\n\n\nuvicorn.run(app, host="0.0.0.0")\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => [...applicationsIn(file), ...aboveFacts(file), ...changingRoutes(file)],
  check(project, ctx) {
    const mounts = factsOfKind(ctx.facts, 'mount');
    const above = routersAbove(
      { mounts, gated: factsOfKind(ctx.facts, 'asking'), gates: factsOfKind(ctx.facts, 'gate') },
      project,
    );
    // What asks before each request asks for all applications of the repository, as far as is seen.
    if (above.isGuarded) return;
    const made = factsOfKind(ctx.facts, 'application').map((each) => ({
      ...each,
      key: above.of(each.fact.name, each.path).name,
    }));
    for (const [top, routers] of routersByApplication(factsOfKind(ctx.facts, 'route'), above, project)) {
      const application = made.find(({ key }) => key === top);
      const routes = routers.flatMap((router) => router.routes);
      const [first] = routes;
      if (application === undefined || first === undefined) continue;
      const open = routes.filter(({ checks }) => checks !== 'yes');
      // Where as many ask, those that do not are told of one by one.
      if (routers.some(({ isGated }) => isGated) || open.length <= routes.length * MOST) continue;
      ctx.report({
        at: { path: application.path, ...unpackPlace(application.fact.place) },
        message: messageOf(open.length, routes.length),
        doubt: doubtOf(open, routes, project),
        related: [
          ...mounts
            .filter(({ path, fact }) => above.of(fact.parent, path).name === top)
            .slice(0, 3)
            .map(({ path, fact }) => ({ path, ...unpackPlace(fact.place), message: 'no authentication here' })),
          ...open.slice(0, 5).map(({ path, fact }) => ({
            path,
            ...unpackPlace(fact.place),
            message: 'this route requires no authentication',
          })),
        ],
        key: top,
      });
    }
  },
});

const messageOf = (open: number, all: number): string =>
  all === 1
    ? 'no authentication: the only state-changing route requires none'
    : `no authentication: ${open} of ${all} state-changing routes require none`;

function applicationsIn(file: FactsContext): ApplicationFact[] {
  const { names, module, context } = file;
  if (context.role === 'test') return [];
  return nodesOf(module, 'Assign').flatMap(({ targets: [target], value }) => {
    const name = target === undefined ? undefined : dottedName(target);
    if (name === undefined || value.kind !== 'Call' || !WEB_APPLICATIONS.has(names.qualifiedName(value.func) ?? ''))
      return [];
    return { kind: 'application', name: `${names.moduleName}.${name}`, place: packPlace(file, value) };
  });
}

type Routes = ChangingRouter['routes'];

function doubtOf(open: Routes, all: Routes, { modules }: ProjectModel): DoubtId | undefined {
  if (open.length < all.length || open.some(({ checks }) => checks === 'perhaps')) return 'auth-elsewhere';
  if (modules.some(({ role, functions }) => role !== 'test' && functions.some((fn) => fn.refuses === true)))
    return 'auth-elsewhere';
  return open.length < SEVERAL ? 'public-by-design' : undefined;
}
