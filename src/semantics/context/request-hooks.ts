/** What a web framework runs around every request, without being the route of one. */
import { type AsyncFunctionDef, dottedName, type FunctionDef, parametersOf } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import { classOfMethod } from './enclosing.ts';
import { frameworkOf, frameworksImported } from './frameworks.ts';

/** `@app.before_request`, `@app.middleware("http")`, `dispatch` and `__call__` of classes of middleware. */
export function isRequestHook(fn: FunctionDef | AsyncFunctionDef, model: SemanticModel): boolean {
  const isDecorated = fn.decorator_list.some((decorator) => {
    const hook = decorator.kind === 'Call' ? decorator.func : decorator;
    if (hook.kind !== 'Attribute' || !HOOKS.has(hook.attr)) return false;
    if (frameworkOf(model.types.calleeName(hook)) !== undefined) return true;
    // The application may be imported from another module, which this one does not show.
    return model.types.classOf(hook.value) === undefined && frameworksImported(model).length > 0;
  });
  return isDecorated || isMiddleware(fn, model);
}

const HOOKS: ReadonlySet<string> = new Set([
  ...['before_request', 'before_app_request', 'after_request', 'after_app_request', 'teardown_request'],
  ...['middleware', 'on_request', 'on_response', 'context_processor'],
]);

function isMiddleware(fn: FunctionDef | AsyncFunctionDef, model: SemanticModel): boolean {
  const owner = HOOK_METHODS.has(fn.name) ? classOfMethod(fn) : undefined;
  if (owner === undefined) return false;
  if (fn.name === '__call__') {
    const names = parametersOf(fn).map(({ name }) => name);
    const init = model.state.methodsOf(owner).get('__init__');
    const isOfDjango = init !== undefined && parametersOf(init).some(({ name }) => name === 'get_response');
    return isOfDjango || (names.length === 4 && names[1] === 'scope' && names[3] === 'send');
  }
  return owner.bases.some((base) => MIDDLEWARE.test(model.names.qualifiedName(base) ?? dottedName(base) ?? ''));
}

const HOOK_METHODS: ReadonlySet<string> = new Set(['dispatch', '__call__', 'process_request', 'process_response']);
const MIDDLEWARE = /(?:^|\.)(?:BaseHTTPMiddleware|MiddlewareMixin)$/;
