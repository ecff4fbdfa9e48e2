import type { Attribute, Call, Expression } from '../../ast/index.ts';
import type { Route } from '../context.ts';
import type { SemanticModel } from '../model.ts';
import {
  type Framework,
  frameworkOf,
  frameworksImported,
  methodNames,
  methodsArgument,
  onlyFramework,
  pathArgument,
} from './frameworks.ts';

/** The route that a decorator makes of a function: `@router.get("/users")`, `@get("/users")`, `@api_view(["GET"])`. */
export function routeByDecorator(model: SemanticModel, decorator: Expression): Route | undefined {
  const resolver = RESOLVERS.exec(
    model.names.qualifiedName(decorator.kind === 'Call' ? decorator.func : decorator) ?? '',
  );
  if (resolver !== null)
    return { framework: 'other', path: undefined, methods: resolver[1] === 'field' ? ['GET'] : ['POST'] };
  if (decorator.kind !== 'Call') return isExposed(model, decorator) ? EXPOSED : viewOf(model, decorator);
  const { func } = decorator;
  if (isExposed(model, func)) return EXPOSED;
  if (func.kind === 'Attribute' && ROUTE_METHODS.has(func.attr)) {
    const framework = frameworkOfReceiver(model, decorator, func);
    if (framework !== undefined) return routeOfCall(model, decorator, func.attr, framework);
  }
  return routeByFunction(model, decorator);
}

/** Of GraphQL: anyone who sends a query fills the parameters. */
const RESOLVERS = /^strawberry(?:_django)?\.(field|mutation|subscription)$/;

/** `@cherrypy.expose`: the path is where the object hangs in the tree of the application, and every method is answered. */
const EXPOSED: Route = { framework: 'other', path: undefined, methods: [] };
const isExposed = ({ names }: SemanticModel, decorator: Expression): boolean =>
  names.qualifiedName(decorator) === 'cherrypy.expose';

/** `@require_POST` on a view of Django, which a table of addresses names. */
function viewOf({ names }: SemanticModel, decorator: Expression): Route | undefined {
  const methods = VIEW_METHODS.get(names.qualifiedName(decorator) ?? '');
  return methods === undefined ? undefined : { framework: 'django', path: undefined, methods };
}

const VIEW_METHODS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({ require_POST: ['POST'], require_GET: ['GET'], require_safe: ['GET', 'HEAD'] }).map(
    ([name, methods]) => [`django.views.decorators.http.${name}`, methods],
  ),
);

/** Route decorators by name, with the HTTP methods that the name says; undefined where an argument says it. */
const ROUTE_METHODS: ReadonlyMap<string, readonly string[] | undefined> = new Map([
  ...['get', 'post', 'put', 'delete', 'patch', 'options', 'head', 'trace'].map((name): [string, readonly string[]] => [
    name,
    [name.toUpperCase()],
  ]),
  ['route', undefined],
  ['api_route', undefined],
  ['view', []],
  ['websocket', ['WEBSOCKET']],
  ['websocket_route', ['WEBSOCKET']],
]);

const PATH_KEYWORDS = ['path', 'rule', 'uri'] as const;
/** Decorators of frameworks that are functions of the package: `@get("/")`, `@bottle.route("/")`. */
const FUNCTION_PACKAGES: ReadonlyMap<string, Framework> = new Map([
  ['litestar', 'litestar'],
  ['bottle', 'other'],
  ['starlite', 'litestar'],
]);

/** The framework whose application or router a decorator hangs on. */
function frameworkOfReceiver(model: SemanticModel, call: Call, func: Attribute): Framework | undefined {
  const type = model.types.classOf(func.value);
  const known = frameworkOf(type) ?? frameworkOf(model.names.qualifiedName(func.value));
  if (known !== undefined) return known;
  if (type?.startsWith('builtins.') === true) return undefined;
  // A router of the project, or one imported from another module: only the unmistakable shape counts.
  if (func.attr === 'view' || pathArgument(model, call, PATH_KEYWORDS, 0)?.startsWith('/') !== true) return undefined;
  return onlyFramework(frameworksImported(model));
}

function routeOfCall(model: SemanticModel, call: Call, name: string, framework: Framework): Route {
  const methods = ROUTE_METHODS.get(name) ?? methodsArgument(model, call, ['GET']);
  return { framework, path: pathArgument(model, call, PATH_KEYWORDS, 0), methods };
}

function routeByFunction(model: SemanticModel, call: Call): Route | undefined {
  const name = model.names.qualifiedName(call.func);
  if (name === undefined) return undefined;
  if (name === 'rest_framework.decorators.api_view' || name === 'django.views.decorators.http.require_http_methods') {
    const list = call.args[0];
    return { framework: 'django', path: undefined, methods: list === undefined ? ['GET'] : methodNames(model, list) };
  }
  if (name === 'rest_framework.decorators.action') {
    const path = pathArgument(model, call, ['url_path'], undefined);
    return { framework: 'django', path, methods: methodsArgument(model, call, ['GET']) };
  }
  const framework = FUNCTION_PACKAGES.get(name.slice(0, name.indexOf('.')));
  const last = name.slice(name.lastIndexOf('.') + 1);
  if (framework === undefined || !ROUTE_METHODS.has(last)) return undefined;
  return routeOfCall(model, call, last, framework);
}
