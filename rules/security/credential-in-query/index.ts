import { type Call, type Def, type Expression, type Parameter, parametersOf, type Subscript } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { isInPath } from '#kit/web';
import { isPasswordName, secretKindOf } from '#knowledge/secrets';
import { keyedReadOf } from '#semantics/values/keyed-read';
import { CHANGING } from '../_shared/changing-routes.ts';
import { isComparedAsSecret } from './query-credentials.ts';

type Route = NonNullable<ReturnType<SourceContext['context']['routeOf']>>;

/** What holds the query of a request: of Flask (`values` with what a form has) and aiohttp, of Starlette, of Django. */
const QUERIES: ReadonlySet<string> = new Set(['args', 'values', 'query', 'query_params', 'GET']);

export default defineSourceRule({
  docs: {
    summary: 'credential in a query string',
    why: 'URLs end up in the access logs of the server and its proxies, and in the browser history. Anyone who can read one of these has the credential.',
    remedy: 'Read it from the body (`Body()`, `Form()`, a model) or from a header (`Header()`, `Security(…)`)',
    harm: 'exposes',
    severity: 'P2',
    precision: 'low',
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
    Call(call, ctx) {
      checkRead(call, ctx);
      if (API_KEY.test(ctx.names.qualifiedName(call.func) ?? '')) reportScheme(call, ctx);
    },
    Subscript: checkRead,
  },
});

/** What FastAPI and Litestar find in the query: parameters that are plain, and nowhere else by their default or the path. */
function checkSignature(fn: Def, ctx: SourceContext): void {
  const route = ctx.context.routeOf(fn) ?? dependencyOf(fn, ctx);
  if (route?.framework !== 'fastapi' && route?.framework !== 'litestar') return;
  for (const parameter of parametersOf(fn)) {
    const { name, node } = parameter;
    if (isInPath(name, route.path ?? '') || !isOfQuery(parameter, ctx)) continue;
    const shown = [name, ...aliasOf(parameter, ctx)].find((each) => isCredential(each, route));
    const uses = shown === undefined ? (ctx.names.lookup(name, fn.body[0] ?? fn)?.references ?? []) : [];
    if (shown !== undefined || uses.some((use) => isComparedAsSecret(use, ctx))) report(node, shown ?? name, fn, ctx);
  }
}

/** FastAPI fills a function that depends on something itself: its plain parameters are of whichever route depends on it. */
const dependencyOf = (fn: Def, ctx: SourceContext): Pick<Route, 'framework' | 'methods' | 'path'> | undefined =>
  parametersOf(fn).some((each) => marksOf(each).some(({ func }) => FILLED.test(ctx.names.qualifiedName(func) ?? '')))
    ? { framework: 'fastapi', methods: [...CHANGING], path: undefined }
    : undefined;

const FILLED = /^fastapi\.(?:\w+\.)*(?:Depends|Security|Query|Header|Cookie)$/;

/** `Query(alias="key")`, as default or in `Annotated`. */
function marksOf({ annotation, default: given }: Parameter): readonly Call[] {
  const marks = annotation?.kind === 'Subscript' && annotation.slice.kind === 'Tuple' ? annotation.slice.elts : [];
  return [given, ...marks].flatMap((each) => (each?.kind === 'Call' ? each : []));
}

const aliasOf = (parameter: Parameter, { values }: SourceContext): readonly string[] =>
  marksOf(parameter).flatMap((mark) => {
    const alias = values.givenArgument(mark, 'alias', undefined);
    return (alias && values.string(alias)) ?? [];
  });

function isOfQuery(parameter: Parameter, { names, types }: SourceContext): boolean {
  const { annotation } = parameter;
  if (annotation === undefined || types.annotatedClass(annotation) !== 'builtins.str') return false;
  return marksOf(parameter).every(({ func }) => /^fastapi\.(?:\w+\.)*Query$/.test(names.qualifiedName(func) ?? ''));
}

/** `request.args.get("password")`, `request.query_params["token"]`. */
function checkRead(read: Call | Subscript, ctx: SourceContext): void {
  const found = keyedReadOf(read);
  if (found?.whole.kind !== 'Attribute' || !QUERIES.has(found.whole.attr)) return;
  const fn = ctx.context.functionAround(read);
  if (fn === undefined || fn.kind === 'Lambda' || !isOfRequest(found.whole, ctx)) return;
  const route = ctx.context.routeOf(fn) ?? ELSEWHERE;
  const name = ctx.values.string(found.key);
  if ((name !== undefined && isCredential(name, route)) || isComparedAsSecret(read, ctx))
    report(read, name ?? ctx.text.slice(found.key), fn, ctx);
}

/** A hook, a decorator or what they call: of whichever route. */
const ELSEWHERE: Route = { framework: 'other', methods: ['GET'], path: undefined };

const isOfRequest = (whole: Expression, { flow, names }: SourceContext): boolean =>
  flow
    .sources(whole)
    .some(
      ({ kind, leaf }) => kind === 'request' || (leaf.kind === 'Name' && names.parameterOf(leaf)?.arg === 'request'),
    );

/** A bare `token` of a route that only answers is often that of a link, or of a page. */
function isCredential(name: string, { methods }: Route): boolean {
  // Browsers open a WebSocket without headers of ours.
  if (methods.length === 0) return false;
  if (name.toLowerCase() === 'token') return methods.some((method) => method !== 'WEBSOCKET' && CHANGING.has(method));
  return isPasswordName(name) || secretKindOf(name) !== undefined;
}

function report(at: Expression | Parameter['node'], name: string, fn: Def, ctx: SourceContext): void {
  ctx.report({
    at,
    message: `credential in URL: \`${fn.name}\` reads \`${name}\` from the query string, which access logs record`,
    cause: `${ctx.path} ${fn.name} ${name}`,
  });
}

const API_KEY = /^fastapi\.security\.(?:api_key\.)?APIKeyQuery$/;

/** `Security(APIKeyQuery(name="api_key"))`. */
function reportScheme(call: Call, ctx: SourceContext): void {
  ctx.report({
    at: call,
    message: 'credential in URL: the API key is read from the query string, which access logs record',
    cause: ctx.path,
  });
}
