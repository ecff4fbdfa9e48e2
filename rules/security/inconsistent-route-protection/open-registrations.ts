/** Routes that calls register: `app.router.add_get("/notes", session_required(notes))`, and one among them whose handler stands bare. */
import { argumentValues, type Call, type Def, dottedName, type Expression, lastName, type Module, nodesOf } from '#ast';
import { isProtectedRoute, isProtecting } from '#kit/web';
import type { SemanticModel } from '#semantics';
import { refuses } from '#semantics/taint/refusals';
import { type FewerProtections, openClasses } from '../_shared/fewer-protections.ts';
import { isMeantOpen } from '../_shared/open-routes.ts';

/** Classes and registrations of routes that ask nobody, where most beside them do. */
export const openBesideOthers = (module: Module, model: SemanticModel): readonly FewerProtections[] => [
  ...openClasses(module, model),
  ...openRegistrations(module, model),
];

interface Registration {
  readonly call: Call;
  readonly path: string;
  readonly handler: Expression;
  /** What is around the handler and says who may come. */
  readonly wrapper: string | undefined;
  readonly scope: Def | undefined;
}

const FEWEST = 2;

function openRegistrations(module: Module, model: SemanticModel): readonly FewerProtections[] {
  const all = nodesOf(module, 'Call').flatMap((call) => registrationIn(call, model) ?? []);
  return [...new Set(all.map(({ scope }) => scope))].flatMap((scope) => {
    const routes = all.filter((each) => each.scope === scope);
    const having = routes.filter(({ wrapper }) => wrapper !== undefined);
    const bare = routes.filter(({ wrapper, call }) => wrapper === undefined && isChanging(call));
    const lacking = routes.filter((route) => route.wrapper === undefined && isOpen(route, bare.length === 1, model));
    const [first] = having;
    if (first?.wrapper === undefined || having.length < FEWEST || lacking.length >= having.length) return [];
    return lacking.map(({ call, handler }) => ({
      name: lastName(handler) ?? '',
      at: call,
      lacks: `\`${first.wrapper}\` or equivalent`,
      others: having.map((each) => each.call),
      doubt: isChanging(call) ? ('auth-elsewhere' as const) : ('public-by-design' as const),
      isChanging: isChanging(call),
    }));
  });
}

const REGISTERING = /^(?:add_(?:get|post|put|patch|delete|head|route|view|url_rule|api_route)|[Rr]oute|re_path|path)$/;
const isChanging = ({ func }: Call): boolean => /post|put|patch|delete/.test(lastName(func) ?? '');

function registrationIn(call: Call, model: SemanticModel): Registration | undefined {
  const name = lastName(call.func) ?? '';
  const isAiohttp = /^aiohttp\.web\.(?:get|post|put|patch|delete|view|route)$/.test(
    model.names.qualifiedName(call.func) ?? '',
  );
  const at = pathIn(call.args, model);
  if (at === undefined || !(isAiohttp || REGISTERING.test(name))) return undefined;
  const scope = model.context.defAround(call);
  for (const each of argumentValues(call).slice(1)) {
    if (each.kind === 'Name' || isView(each)) return { call, path: at, handler: each, wrapper: undefined, scope };
    const [inner] = each.kind === 'Call' ? each.args : [];
    // `admin = require_role("admin")` is made where the routes are.
    const made = each.kind === 'Call' ? model.flow.whole(each.func) : each;
    const maker = made.kind === 'Call' ? made.func : made;
    const wrapper = (model.names.qualifiedName(maker) ?? dottedName(maker))?.split('.').at(-1);
    if (inner === undefined || wrapper === undefined || !(inner.kind === 'Name' || isView(inner))) continue;
    return { call, path: at, handler: inner, wrapper: isProtecting(wrapper) ? wrapper : undefined, scope };
  }
  return undefined;
}

const pathIn = (args: readonly Expression[], { values }: SemanticModel): string | undefined =>
  args.slice(0, 2).flatMap((each) => values.string(each) ?? [])[0];

/** `views.index`, `Orders.as_view()`. */
const isView = (each: Expression): boolean =>
  each.kind === 'Attribute' || (each.kind === 'Call' && lastName(each.func) === 'as_view');

/** Its handler asks nobody, or is another module's and the only one that stands bare, and is not meant for everybody. */
function isOpen({ path, handler, call }: Registration, isOnly: boolean, model: SemanticModel): boolean {
  if (isMeantOpen(path, lastName(handler) ?? '', isChanging(call))) return false;
  const made = model.names.definitionOf(handler);
  if (made === undefined) return isOnly && isChanging(call);
  const isFunction = made?.kind === 'FunctionDef' || made?.kind === 'AsyncFunctionDef';
  return isFunction && !isProtectedRoute(made, model) && !refuses(made, model);
}
