import { defineProjectRule, factsOfKind, unpackPlace } from '#kit';
import { isOtherServerLanguage } from '#knowledge/server-languages';
import { type CallFact, callsIn, pathsOfProxies } from './called-paths.ts';
import { type RouteFact, routesIn, routeTable, type ServedRoute, segmentsOf } from './route-table.ts';

export default defineProjectRule<RouteFact | CallFact>({
  docs: {
    summary: 'client, test or proxy that asks for a route which the application does not serve',
    why: 'The request is answered with 404 each time: the feature does not work, the test fails, or the proxy passes on what nobody answers.',
    remedy: 'Ask for the path that the application serves, with all of its prefixes, or add the route',
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
  facts: (file) => [...(file.context.role === 'test' ? [] : routesIn(file)), ...callsIn(file)],
  check(project, ctx) {
    const isRoute = ({ fact: { kind } }: { fact: RouteFact | CallFact }): boolean =>
      kind !== 'called' && kind !== 'based';
    const table = routeTable(ctx.facts.filter(isRoute) as { path: string; fact: RouteFact }[], project);
    if (table === undefined || [...project.files].some(isOtherServerLanguage)) return;
    const isBased = factsOfKind(ctx.facts, 'based').length > 0;
    for (const { path, fact } of factsOfKind(ctx.facts, 'called')) {
      const asked = segmentsOf(fact.path);
      const near =
        isBased || table.some((route) => isServed(asked, fact.method, route))
          ? undefined
          : nearest(asked, fact.method, table);
      if (near === undefined) continue;
      ctx.report({
        at: { path, ...unpackPlace(fact.place) },
        message: `\`${fact.method} ${shown(asked)}\` matches no route; the application serves \`${near}\``,
        cause: path,
        key: `${path} ${fact.method} ${fact.path}`,
      });
    }
    for (const { path, at } of pathsOfProxies(project)) {
      const asked = segmentsOf(path);
      if (asked.length === 0 || table.some((route) => isServed(asked, undefined, route) || isBelow(asked, route)))
        continue;
      const near = nearest(asked, undefined, table);
      if (near === undefined) continue;
      ctx.report({
        at,
        message: `the proxy passes \`${shown(asked)}\` to the application, which serves \`${near}\` and nothing at or below \`${shown(asked)}\``,
        kind: 'passed by a proxy',
        cause: at.path,
        doubt: 'external-definition',
        key: `${at.path} ${path}`,
      });
    }
  },
});

type Segments = readonly string[];
const shown = (segments: Segments): string => `/${segments.join('/')}`;
/** `{number}`, `<int:number>`, and what a variable of the caller fills. */
const isOpen = (segment: string | undefined): boolean => segment !== undefined && /[{<*]/.test(segment);
const REST = /^\{\w+:path\}$|^<path:\w+>$/;
const isSame = (one: string | undefined, other: string | undefined): boolean =>
  one === other || isOpen(one) || isOpen(other);

function takes(asked: Segments, served: Segments): boolean {
  const rest = served.findIndex((each) => REST.test(each));
  if (rest >= 0) return served.slice(0, rest).every((each, at) => isSame(asked[at], each));
  return asked.length === served.length && asked.every((each, at) => isSame(each, served[at]));
}

const isAnsweredBy = (method: string | undefined, { methods }: ServedRoute): boolean =>
  method === undefined ||
  methods.length === 0 ||
  methods.includes(method) ||
  (method === 'HEAD' && methods.includes('GET'));

const isServed = (asked: Segments, method: string | undefined, route: ServedRoute): boolean =>
  isAnsweredBy(method, route) &&
  (takes(asked, route.segments) ||
    (route.isTail && asked.some((_, at) => takes(asked.slice(at), route.segments))) ||
    (route.isTail && route.segments.length === 0));

/** Something below the path is served. */
const isBelow = (asked: Segments, { segments, isTail }: ServedRoute): boolean =>
  isTail || (segments.length >= asked.length && asked.every((each, at) => isSame(each, segments[at])));

/** The route whose path ends in what is asked for, or is the end of it. */
function nearest(asked: Segments, method: string | undefined, table: readonly ServedRoute[]): string | undefined {
  const last = asked.at(-1);
  if (last === undefined || isOpen(asked[0])) return undefined;
  const near = table.find(({ segments, methods, isTail }) => {
    if (isTail || !isAnsweredBy(method, { segments, methods, isTail })) return false;
    const [short, long] = asked.length < segments.length ? [asked, segments] : [segments, asked];
    const cut = long.length - short.length;
    const fixed = short.some((each) => !isOpen(each));
    return (
      cut > 0 &&
      cut <= 3 &&
      fixed &&
      !isOpen(long[0]) &&
      short.every((each, at) => isSame(each, long[cut + at])) &&
      short.some((each, at) => each === long[cut + at])
    );
  });
  const other =
    near ??
    (method === undefined
      ? undefined
      : table.find(
          (route) =>
            !route.isTail && takes(asked, route.segments) && asked.every((each, at) => each === route.segments[at]),
        ));
  if (other === undefined) return undefined;
  return method === undefined ? shown(other.segments) : `${other.methods[0] ?? method} ${shown(other.segments)}`;
}
