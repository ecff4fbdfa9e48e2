import { defineProjectRule, factsOfKind, unpackPlace } from '#kit';
import { isOtherServerLanguage } from '#knowledge/server-languages';
import { isSamePart, routesAt, type ServedRoute, servedRoutes } from '#project/served-routes';
import { type CallFact, callsIn, pathsOfProxies } from './called-paths.ts';

export default defineProjectRule<CallFact>({
  docs: {
    summary: 'request to a route that the application does not serve',
    why: 'The request is answered with 404 each time: the feature does not work, the test fails, or the proxy passes on what nobody answers.',
    remedy: 'Request the path with all prefixes, or add the route',
    harm: 'breaks',
    severity: {
      'called by code': 'P1',
      'passed by a proxy': 'P2',
    },
    precision: 'medium',
    since: '0.1.0',
    cwe: [1053],
    origin: [{ document: 'Field report 2', finding: '123' }],
    bad: '# path: app.py\nfrom fastapi import APIRouter, FastAPI\n\napp = FastAPI()\nrouter = APIRouter(prefix="/api/v1")\n\n\n@router.get("/orders")\ndef orders():\n    return []\n\n\napp.include_router(router)\n# path: page.py\nimport requests\n\n\ndef orders():\n    return requests.get("http://localhost:8000/orders").json()\n',
    good: '# path: app.py\nfrom fastapi import APIRouter, FastAPI\n\napp = FastAPI()\nrouter = APIRouter(prefix="/api/v1")\n\n\n@router.get("/orders")\ndef orders():\n    return []\n\n\napp.include_router(router)\n# path: page.py\nimport requests\n\n\ndef orders():\n    return requests.get("http://localhost:8000/api/v1/orders").json()\n',
  },
  skips: ['vendored'],
  facts: callsIn,
  check(project, ctx) {
    const routes = servedRoutes(project.modules, project);
    if (routes === undefined || [...project.files].some(isOtherServerLanguage)) return;
    const isBased = factsOfKind(ctx.facts, 'based').length > 0;
    for (const { path, fact } of factsOfKind(ctx.facts, 'called')) {
      if (isBased && fact.isInTest) continue;
      if (routesAt(fact.path, routes).some((route) => isAnsweredBy(fact.method, route))) continue;
      const near = nearest(fact.path, fact.method, routes);
      if (near === undefined) continue;
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: `\`${fact.method} ${fact.path}\` matches no route; the application serves \`${near.methods[0] ?? fact.method} ${shown(near)}\``,
        cause: path,
        key: `${path} ${fact.method} ${fact.path}`,
      });
    }
    for (const { path, at } of pathsOfProxies(project)) {
      const near = isBelow(path, routes) ? undefined : nearest(path, undefined, routes);
      if (near === undefined) continue;
      ctx.report({
        at,
        message: `the proxy passes \`${path}\` to the application, which serves \`${shown(near)}\` and nothing at or below \`${path}\``,
        kind: 'passed by a proxy',
        cause: at.path,
        doubt: 'external-definition',
        key: `${at.path} ${path}`,
      });
    }
  },
});

const partsOf = (path: string): readonly string[] => path.split('/').filter((part) => part !== '');
const shown = ({ segments }: ServedRoute): string => `/${segments.join('/')}`;

/** The path, or something below it, is served. */
const isBelow = (path: string, routes: readonly ServedRoute[]): boolean =>
  partsOf(path).length === 0 ||
  routesAt(path, routes).length > 0 ||
  routes.some(({ segments }) => partsOf(path).every((part, at) => isSamePart(segments[at] ?? '', part)));

const isAnsweredBy = (method: string, { methods }: ServedRoute): boolean =>
  methods.length === 0 || methods.includes(method);

/** Prefixes that someone forgets are no longer than these parts. */
const LONGEST_PREFIX = 3;

/** The route whose path ends in what is asked for, or is the end of it; else one of the same path and another method. */
function nearest(path: string, method: string | undefined, routes: readonly ServedRoute[]): ServedRoute | undefined {
  const asked = partsOf(path);
  const known = routes.filter(({ segments }) => !segments.includes('**'));
  const near = known.find((route) => {
    if (method !== undefined && !isAnsweredBy(method, route)) return false;
    const [short, long] = asked.length < route.segments.length ? [asked, route.segments] : [route.segments, asked];
    const cut = long.length - short.length;
    return (
      cut > 0 &&
      cut <= LONGEST_PREFIX &&
      long.slice(0, cut).every(isFixed) &&
      short.every((part, at) => isSamePart(part, long[cut + at] ?? '')) &&
      short.some((part, at) => part === long[cut + at])
    );
  });
  return near ?? known.find(({ segments }) => method !== undefined && segments.join('/') === asked.join('/'));
}

const isFixed = (part: string): boolean => !/[{<*]/.test(part);
