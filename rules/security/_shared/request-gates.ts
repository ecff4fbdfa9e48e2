/** What a file puts before each request: hooks, middleware. */
import { type Call, type Def, dottedName, type Expression, lastName, nodesOf } from '#ast';
import type { SemanticModel } from '#semantics';
import { isRequestHook } from '#semantics/context/request-hooks';

export interface RequestGate {
  /** The function that is run, by a name that the project knows; undefined for what a library brings. */
  readonly function: string | undefined;
  /** What it is put before, as a router is named: an application, or one router of it. */
  readonly owner: string | undefined;
  /** Its name says that it asks, where what it does is not seen. */
  readonly isNamedSo: boolean;
}

const BEFORE = /^before_(?:app_)?request$/;

/** `@orders.before_request`, `app.before_request(check)`, `dispatch` of a middleware. */
export function requestGates(model: SemanticModel): RequestGate[] {
  const { module } = model.source;
  const hooks = [...nodesOf(module, 'FunctionDef'), ...nodesOf(module, 'AsyncFunctionDef')].filter((fn) =>
    isRequestHook(fn, model),
  );
  const decorated = hooks.map((fn) => ({
    function: model.names.fullNameOf(fn),
    owner: ownerOf(fn, model),
    isNamedSo: false,
  }));
  const registered = nodesOf(module, 'Call').flatMap((call) => registeredBy(call, model));
  return [...decorated, ...registered];
}

function registeredBy({ func, args: [hook] }: Call, model: SemanticModel): RequestGate[] {
  const name = lastName(func) ?? '';
  if (hook === undefined) return [];
  if (/^(?:add_middleware|Middleware)$/.test(name)) {
    const given = model.names.qualifiedName(hook);
    const isNamedSo = /Auth/.test(lastName(hook) ?? '');
    return [{ function: given === undefined ? undefined : `${given}.dispatch`, owner: undefined, isNamedSo }];
  }
  if (func.kind !== 'Attribute' || !BEFORE.test(name)) return [];
  const owner = name === 'before_request' ? routerNamed(func.value, model) : undefined;
  return [{ function: model.names.qualifiedName(hook), owner, isNamedSo: true }];
}

/** What only one router asks; after the answer nobody is asked any more, and they all count as before it. */
function ownerOf(fn: Def, model: SemanticModel): string | undefined {
  const hook = fn.decorator_list.find((each) => each.kind === 'Attribute' && BEFORE.test(lastName(each) ?? ''));
  return hook?.kind === 'Attribute' && hook.attr === 'before_request' ? routerNamed(hook.value, model) : undefined;
}

function routerNamed(router: Expression, { names }: SemanticModel): string | undefined {
  const dotted = dottedName(router);
  return dotted === undefined ? undefined : (names.qualifiedName(router) ?? `${names.moduleName}.${dotted}`);
}
