import { defineSourceRule, heldBackBy, NOT_PRODUCTION, type SourceContext } from '#kit';
import { type Call, type Def, type Expression, type Parameter, parametersOf, type Subscript } from '#kit/code';
import { isPasswordName, secretKindOf } from '#kit/security';
import { keyedReadOf } from '#kit/texts';
import { isInPath } from '#kit/web';

type Route = NonNullable<ReturnType<SourceContext['context']['routeOf']>>;

const CHANGING: ReadonlySet<string> = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);
/** What holds the query of a request: of Flask and aiohttp, of Starlette, of Django. */
const QUERIES: ReadonlySet<string> = new Set(['args', 'query', 'query_params', 'GET']);
/** What somebody follows from a letter has nowhere else to keep what proves that they got it. */
const LINK = /verif|confirm|reset|unsubscribe|activat|invit|magic|share|accept|callback|download/i;

export default defineSourceRule({
  docs: {
    summary: 'password or lasting token that a route takes from its query string',
    why: 'Addresses are written down where bodies and headers are not: in the access logs of the server and of each proxy, in the history of browsers. Whoever reads one of them has the credential.',
    remedy: 'Take it from the body (`Body()`, `Form()`, a model) or from a header (`Header()`, `Security(…)`).',
    harm: 'exposes',
    ceiling: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [598],
    origin: [{ document: 'Field report 1', finding: 'F: secret in a query string' }],
    bad: 'from fastapi import APIRouter\n\nrouter = APIRouter()\n\n\n@router.post("/refresh")\ndef refresh(refresh_token: str):\n    return renew(refresh_token)\n',
    good: 'from fastapi import APIRouter, Body\n\nrouter = APIRouter()\n\n\n@router.post("/refresh")\ndef refresh(refresh_token: str = Body(embed=True)):\n    return renew(refresh_token)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  visit: {
    FunctionDef: checkSignature,
    AsyncFunctionDef: checkSignature,
    Call: checkRead,
    Subscript: checkRead,
  },
});

/** What FastAPI and Litestar find in the query: parameters that are plain, and nowhere else by their default or the path. */
function checkSignature(fn: Def, ctx: SourceContext): void {
  const route = ctx.context.routeOf(fn) ?? dependencyOf(fn, ctx);
  if (route?.framework !== 'fastapi' && route?.framework !== 'litestar') return;
  for (const parameter of parametersOf(fn)) {
    const { name, node } = parameter;
    if (!isCredential(name, route) || isInPath(name, route.path ?? '') || !isOfQuery(parameter, ctx)) continue;
    report(node, name, fn, route, ctx);
  }
}

/** FastAPI fills a function that depends on something itself: its plain parameters are of whichever route depends on it. */
const dependencyOf = (fn: Def, { names }: SourceContext): Pick<Route, 'framework' | 'methods' | 'path'> | undefined =>
  parametersOf(fn).some(
    ({ default: given }) => given?.kind === 'Call' && names.qualifiedName(given.func) === 'fastapi.Depends',
  )
    ? { framework: 'fastapi', methods: [...CHANGING], path: undefined }
    : undefined;

function isOfQuery({ annotation, default: given }: Parameter, { names, types }: SourceContext): boolean {
  if (annotation === undefined || types.annotatedClass(annotation) !== 'builtins.str') return false;
  const marks = annotation.kind === 'Subscript' && annotation.slice.kind === 'Tuple' ? annotation.slice.elts : [];
  const sources = [given, ...marks].flatMap((each) => (each?.kind === 'Call' ? each : []));
  return sources.every(({ func }) => /^fastapi\.(?:\w+\.)*Query$/.test(names.qualifiedName(func) ?? ''));
}

/** `request.args.get("password")`, `request.query_params["token"]`. */
function checkRead(read: Call | Subscript, ctx: SourceContext): void {
  const found = keyedReadOf(read);
  if (found?.whole.kind !== 'Attribute' || !QUERIES.has(found.whole.attr)) return;
  const name = ctx.values.string(found.key);
  const fn = ctx.context.functionAround(read);
  if (name === undefined || fn === undefined || fn.kind === 'Lambda') return;
  const route = ctx.context.routeOf(fn);
  if (route === undefined || !isCredential(name, route) || !isOfRequest(found.whole, ctx)) return;
  report(read, name, fn, route, ctx);
}

const isOfRequest = (whole: Expression, { flow }: SourceContext): boolean =>
  flow.sources(whole).some(({ kind }) => kind === 'request');

/** A bare `token` of a route that only answers is often that of a link, or of a page. */
function isCredential(name: string, { methods }: Route): boolean {
  // Browsers open a WebSocket without headers of ours.
  if (methods.length === 0) return false;
  if (name.toLowerCase() === 'token') return methods.some((method) => CHANGING.has(method));
  return isPasswordName(name) || secretKindOf(name) !== undefined;
}

const MEANT = 'it is read from the query by name, perhaps for callers that can send nothing else';

function report(at: Expression | Parameter['node'], name: string, fn: Def, route: Route, ctx: SourceContext): void {
  // A plain parameter gets into the query by accident.
  const isMeant = at.kind !== 'arg' && !isPasswordName(name);
  const isLink = LINK.test(`${fn.name} ${route.path ?? ''}`) && !isPasswordName(name);
  ctx.report({
    at,
    message: `\`${fn.name}\` takes \`${name}\` from the query string, which logs keep`,
    cause: `${ctx.path} ${fn.name} ${name}`,
    ...((isLink || isMeant) && { ceiling: 'P3' as const }),
    ...heldBackBy(isLink ? 'it may be what a letter brings once, in a link' : isMeant ? MEANT : undefined),
  });
}
