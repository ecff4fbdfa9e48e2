import { type Arguments, type Def, type Expression, holds, type Node, nameSpan, nodesOf } from '#ast';
import {
  defineProjectRule,
  type FactsContext,
  factsOfKind,
  NOT_PRODUCTION,
  type PackedPlace,
  packPlace,
  unpackPlace,
} from '#kit';
import { headerRead, registrationOf } from '#kit/web';
import { holdsInOwnCode } from '#semantics/effects/calls-within';
import { refuses } from '#semantics/taint/refusals';
import { type AboveFact, aboveFacts, routersAbove } from './_shared/routers-above.ts';

/** Plain JSON. */
type Fact =
  | {
      readonly kind: 'webhook';
      readonly name: string;
      /** Its full name. */
      readonly function: string;
      readonly path: string;
      /** Undefined where what it is registered with is not seen. */
      readonly router?: string;
      /** It looks at a header, which may be a signature. */
      readonly readsHeader: boolean;
      readonly place: PackedPlace;
    }
  | AboveFact;

export default defineProjectRule<Fact>({
  docs: {
    summary: 'forged webhook: no signature or secret is verified',
    why: 'The URL of a webhook does not stay secret. Anyone who knows it can send payments, messages or events that never happened.',
    remedy:
      'Verify the signature of the body (`hmac.compare_digest`, `stripe.Webhook.construct_event`) or a shared secret, and answer 401 or 403 otherwise',
    harm: 'grants-access',
    severity: 'P0',
    precision: 'medium',
    since: '0.1.0',
    cwe: [306, 345],
    origin: [
      {
        document: 'Audits of six services in November 2026',
        finding: 'webhook route that verifies no signature or secret',
      },
    ],
    bad: 'from fastapi import FastAPI, Request\n\napp = FastAPI()\n\n\n@app.post("/webhooks/payments")\nasync def payment(request: Request):\n    event = await request.json()\n    mark_paid(event["order"])\n',
    good: 'import hmac\n\nfrom fastapi import FastAPI, HTTPException, Request\n\napp = FastAPI()\n\n\n@app.post("/webhooks/payments")\nasync def payment(request: Request):\n    body = await request.body()\n    if not hmac.compare_digest(sign(body), request.headers["X-Signature"]):\n        raise HTTPException(status_code=401)\n    mark_paid(body)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => [...webhooksIn(file), ...aboveFacts(file)],
  check(project, ctx) {
    const above = routersAbove(
      {
        mounts: factsOfKind(ctx.facts, 'mount'),
        gated: factsOfKind(ctx.facts, 'asking'),
        gates: factsOfKind(ctx.facts, 'gate'),
      },
      project,
    );
    for (const { path, fact } of factsOfKind(ctx.facts, 'webhook')) {
      const at = { path, ...unpackPlace(fact.place) };
      const { verdict } = project.answer({ kind: 'can-refuse', function: fact.function });
      const isProtectedAbove = fact.router !== undefined && above.of(fact.router, path).isGated;
      if (verdict === 'yes' || isProtectedAbove) {
        ctx.proven({ at, by: 'the route or its router can reject an unauthenticated caller' });
        continue;
      }
      ctx.report({
        at,
        message: `\`${fact.path}\` accepts unsigned requests: \`${fact.name}\` verifies no signature or shared secret`,
        doubt: above.isGuarded
          ? 'auth-elsewhere'
          : fact.readsHeader || verdict === 'unknown'
            ? 'verified-elsewhere'
            : undefined,
        key: fact.function,
      });
    }
  },
});

/** Where the path has a parameter, it may be the secret. */
const isWebhook = (path: string): boolean => !/[{<]/.test(path) && /\bweb-?hooks?\b/i.test(path.replaceAll('_', '-'));

function webhooksIn(file: FactsContext): Fact[] {
  const { context, names, module } = file;
  if (context.role === 'test') return [];
  const functions = [...nodesOf(module, 'FunctionDef'), ...nodesOf(module, 'AsyncFunctionDef')];
  return functions.flatMap((fn) => {
    const route = context.routeOf(fn);
    const registered = registrationOf(fn);
    // A view of Django is named after what it is for, and its path is elsewhere.
    const named = route?.framework === 'django' ? fn.name.replaceAll('_', '-') : '';
    const path = route?.path === undefined ? named : `${prefixOf(registered, file)}${route.path}`;
    if (route === undefined || !route.methods.includes('POST') || !isWebhook(path)) return [];
    // What has nothing to do yet believes nobody.
    if (!holdsInOwnCode(fn.body, ({ kind }) => kind === 'Call') || refuses(fn, file)) return [];
    if (functions.some((other) => changesOneOf(route.path ?? '/', context.routeOf(other)))) {
      file.proven({
        at: nameSpan(fn),
        by: 'the route manages outgoing webhooks: another route changes or deletes them',
      });
      return [];
    }
    const place = packPlace(file, nameSpan(fn));
    return {
      kind: 'webhook' as const,
      ...(registered !== undefined && { router: `${names.moduleName}.${registered.owner}` }),
      name: fn.name,
      function: names.fullNameOf(fn),
      path,
      readsHeader: readsHeader(fn, file),
      place,
    };
  });
}

/** `/webhooks` of `APIRouter(prefix="/webhooks")`, `Blueprint("hooks", __name__, url_prefix="/webhooks")`. */
function prefixOf(registered: ReturnType<typeof registrationOf>, { names, values }: FactsContext): string {
  const { func } = registered?.call ?? {};
  const router = func?.kind === 'Attribute' && func.value.kind === 'Name' ? names.resolve(func.value) : undefined;
  const made = router?.definitions.flatMap(({ value }) => (value?.kind === 'Call' ? value.keywords : [])) ?? [];
  const given = made.find(({ arg }) => arg === 'prefix' || arg === 'url_prefix')?.value;
  return (given && values.string(given)) ?? '';
}

/** `DELETE /webhooks/{id}` beside `POST /webhooks`, which then makes one. */
const changesOneOf = (path: string, route: ReturnType<FactsContext['context']['routeOf']>): boolean =>
  route?.path !== undefined &&
  /^\/?[{<]/.test(route.path.startsWith(path) ? route.path.slice(path.length) : '') &&
  route.methods.some((method) => method === 'DELETE' || method === 'PUT' || method === 'PATCH');

function readsHeader({ args, body }: Def, file: FactsContext): boolean {
  const given = [...args.defaults, ...args.kw_defaults, ...parametersOf(args)];
  return (
    given.some((each) => each !== undefined && holds(each, (node) => isHeader(node, file))) ||
    holdsInOwnCode(body, (node) => headerRead(node as Expression, file) !== undefined)
  );
}

/** `x_signature: Annotated[str, Header()]`, `x_signature: str = Header("")`. */
const isHeader = (node: Node, { names }: FactsContext): boolean =>
  node.kind === 'Call' && names.qualifiedName(node.func) === 'fastapi.Header';

const parametersOf = ({ args, kwonlyargs }: Arguments): readonly (Expression | undefined)[] =>
  [...args, ...kwonlyargs].map(({ annotation }) => annotation);
