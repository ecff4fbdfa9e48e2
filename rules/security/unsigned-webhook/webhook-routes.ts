/** Routes that other systems call to tell what happened. */
import { type Arguments, type Def, type Expression, holds, lastName, type Node, nameSpan, nodesOf } from '#ast';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import { headerRead, registrationOf } from '#kit/web';
import { holdsInOwnCode } from '#semantics/effects/calls-within';
import { refuses } from '#semantics/taint/refusals';
import type { AboveFact } from '../_shared/routers-above.ts';

/** Plain JSON. */
export type Fact =
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
      /** Another file gives it its path, if any does. */
      readonly isElsewhere?: true;
      readonly place: PackedPlace;
    }
  /** The bot of the file is set up to be called without a secret. */
  | { readonly kind: 'bot'; readonly name: string; readonly place: PackedPlace }
  /** A function that a call gives a path: `app.router.add_post("/payments", payment_webhook)`. */
  | { readonly kind: 'registered'; readonly function: string }
  | AboveFact;

/** Where the path has a parameter, it may be the secret. */
const isWebhook = (path: string): boolean => !/[{<]/.test(path) && /\bweb-?hooks?\b/i.test(path.replaceAll('_', '-'));

export function webhooksIn(file: FactsContext): Fact[] {
  const { context, names, module } = file;
  if (context.role === 'test') return [];
  const functions = [...nodesOf(module, 'FunctionDef'), ...nodesOf(module, 'AsyncFunctionDef')];
  return functions.flatMap((fn) => {
    const route = context.routeOf(fn);
    const registered = registrationOf(fn);
    // A view of Django is named after what it is for, and its path is elsewhere.
    const named = route?.framework === 'django' ? fn.name.replaceAll('_', '-') : '';
    const path = route?.path === undefined ? named : `${prefixOf(registered, file)}${route.path}`;
    // `app.router.add_post(path, payment_webhook)` stands in another module.
    const isElsewhere = route === undefined && fn.parent?.kind === 'Module' && isHandlerByName(fn);
    if (!isElsewhere && (!route?.methods.includes('POST') || !isWebhook(path))) return [];
    // What has nothing to do yet believes nobody.
    if (!holdsInOwnCode(fn.body, ({ kind }) => kind === 'Call') || refuses(fn, file)) return [];
    if (route !== undefined && functions.some((other) => changesOneOf(route.path ?? '/', context.routeOf(other)))) {
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
      path: isElsewhere ? fn.name : path,
      ...(isElsewhere && { isElsewhere }),
      readsHeader: readsHeader(fn, file),
      place,
    };
  });
}

export const registeredIn = ({ module, names }: FactsContext): Fact[] =>
  nodesOf(module, 'Call').flatMap(({ func, args, keywords }) => {
    if (!/^(?:add_(?:post|route|api_route|url_rule)|post|path|re_path|Route)$/.test(lastName(func) ?? '')) return [];
    const given = [...args.slice(1), ...keywords.map(({ value }) => value)];
    return given.flatMap((each): Fact[] => {
      const name = each.kind === 'Name' || each.kind === 'Attribute' ? names.qualifiedName(each) : undefined;
      return name !== undefined && /webhook/i.test(name) ? [{ kind: 'registered', function: name }] : [];
    });
  });

const isHandlerByName = ({ name, args }: Def): boolean =>
  /(?:^|_)webhooks?(?:_|$)/i.test(name) &&
  !/(?:^|_)(?:set|setup|delete|remove|create|send|register|log|get|list|test|start|stop)(?:_|$)/.test(name) &&
  args.args[0]?.arg === 'request';

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
