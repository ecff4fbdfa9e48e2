/** Routes made by a call that names the function: `add_api_route`, `add_url_rule`, `Route(…)`, `web.get`, Django's `path`. */
import {
  type AsyncFunctionDef,
  type Attribute,
  type Call,
  type Expression,
  type FunctionDef,
  nodesOf,
} from '../../ast/index.ts';
import type { Route } from '../context.ts';
import type { SemanticModel } from '../model.ts';
import { classAround } from './enclosing.ts';
import {
  type Framework,
  frameworkOf,
  frameworksImported,
  methodsArgument,
  onlyFramework,
  pathArgument,
} from './frameworks.ts';
import { routeByDecorator } from './route-decorators.ts';

export type Registrations = ReadonlyMap<FunctionDef | AsyncFunctionDef, Route>;

/** Every registration of the file. One walk, and none where no web framework is imported. */
export function findRegistrations(model: SemanticModel): Registrations {
  const found = new Map<FunctionDef | AsyncFunctionDef, Route>();
  const imported = frameworksImported(model);
  if (imported.length === 0) return found;
  for (const node of nodesOf(model.source.module, 'Call')) {
    const registration = readRegistration(model, node, imported);
    if (registration !== undefined && !found.has(registration.fn)) found.set(registration.fn, registration.route);
  }
  return found;
}

/** How one registering function takes its arguments. */
interface Form {
  /** Position of the path; undefined where the form has none. */
  readonly path: number | undefined;
  readonly handler: number;
  readonly handlerKeywords: readonly string[];
  /** Methods that the form means; undefined where `methods=` says it. */
  readonly methods?: readonly string[];
  /** Position of an argument that names one method. */
  readonly method?: number;
}

const VERBS = ['get', 'post', 'put', 'delete', 'patch', 'head', 'options', 'view'] as const;
const HANDLER_KEYWORDS = ['endpoint', 'handler', 'view_func', 'view', 'route'];

/** Methods of applications and routers. */
const METHOD_FORMS: ReadonlyMap<string, Form> = new Map<string, Form>([
  ['add_api_route', { path: 0, handler: 1, handlerKeywords: HANDLER_KEYWORDS }],
  ['add_api_websocket_route', { path: 0, handler: 1, handlerKeywords: HANDLER_KEYWORDS, methods: ['WEBSOCKET'] }],
  ['add_websocket_route', { path: 0, handler: 1, handlerKeywords: HANDLER_KEYWORDS, methods: ['WEBSOCKET'] }],
  ['add_url_rule', { path: 0, handler: 2, handlerKeywords: ['view_func'] }],
  ['add_route', { path: 0, handler: 1, handlerKeywords: HANDLER_KEYWORDS }],
  ...VERBS.map((verb): [string, Form] => [`add_${verb}`, { ...verbForm(verb), handlerKeywords: ['handler'] }]),
]);

/** `websockets.serve(handler, host, port)`. */
const WEBSOCKET_SERVER: Form = {
  path: undefined,
  handler: 0,
  handlerKeywords: ['handler', 'ws_handler'],
  methods: ['WEBSOCKET'],
};

/** Functions and classes of the frameworks' packages, by their last name. */
const FUNCTION_FORMS: ReadonlyMap<Framework, ReadonlyMap<string, Form>> = new Map([
  [
    'aiohttp',
    new Map<string, Form>([
      ...VERBS.map((verb): [string, Form] => [verb, verbForm(verb)]),
      ['route', { path: 1, handler: 2, handlerKeywords: ['handler'], method: 0 }],
    ]),
  ],
  ['other', new Map<string, Form>([['serve', WEBSOCKET_SERVER]])],
  ['starlette', starletteForms()],
  ['fastapi', starletteForms()],
  [
    'django',
    new Map<string, Form>(
      ['path', 're_path', 'url'].map((name) => [name, { path: 0, handler: 1, handlerKeywords: ['view'], methods: [] }]),
    ),
  ],
]);

function verbForm(verb: string): Form {
  return { path: 0, handler: 1, handlerKeywords: ['handler'], methods: verb === 'view' ? [] : [verb.toUpperCase()] };
}

function starletteForms(): ReadonlyMap<string, Form> {
  return new Map<string, Form>([
    ['Route', { path: 0, handler: 1, handlerKeywords: ['endpoint'] }],
    ['APIRoute', { path: 0, handler: 1, handlerKeywords: ['endpoint'] }],
    ['WebSocketRoute', { path: 0, handler: 1, handlerKeywords: ['endpoint'], methods: ['WEBSOCKET'] }],
  ]);
}

interface Registration {
  readonly fn: FunctionDef | AsyncFunctionDef;
  readonly route: Route;
}

/** By the last part of their names, under any framework: most calls are none of them. */
const REGISTERING_FUNCTIONS: ReadonlySet<string> = new Set(
  [...FUNCTION_FORMS.values()].flatMap((forms) => [...forms.keys()]),
);

function readRegistration(model: SemanticModel, call: Call, imported: readonly Framework[]): Registration | undefined {
  const { func } = call;
  if (func.kind === 'Call') return readDecoration(model, call, func);
  if (func.kind !== 'Attribute' && func.kind !== 'Name') return undefined;
  const method = func.kind === 'Attribute' ? METHOD_FORMS.get(func.attr) : undefined;
  if (func.kind === 'Attribute' && method !== undefined) {
    const framework = frameworkOfReceiver(model, func, imported);
    return registrationOf(model, call, formFor(func.attr, framework, method), framework);
  }
  const last = func.kind === 'Attribute' ? func.attr : func.id;
  if (!REGISTERING_FUNCTIONS.has(last)) return undefined;
  for (const [framework, forms] of FUNCTION_FORMS) {
    if (!imported.includes(framework)) continue;
    const form = forms.get(last);
    if (form !== undefined && frameworkOf(model.names.qualifiedName(func)) === framework) {
      return registrationOf(model, call, form, framework);
    }
  }
  return undefined;
}

/** `app.get("/orders")(list_orders)`: a decorator, applied as the call that it is. */
function readDecoration(model: SemanticModel, call: Call, decorator: Call): Registration | undefined {
  const [handler, ...others] = call.args;
  const fn = handler === undefined || others.length > 0 ? undefined : functionNamed(model, handler);
  const route = fn === undefined ? undefined : routeByDecorator(model, decorator);
  return fn === undefined || route === undefined ? undefined : { fn, route };
}

/** By the receiver's type, or that of the application whose router it is; else by what the file imports. */
function frameworkOfReceiver(model: SemanticModel, func: Attribute, imported: readonly Framework[]): Framework {
  const receiver = func.value;
  const application = receiver.kind === 'Attribute' ? receiver.value : receiver;
  const known = frameworkOf(model.types.classOf(receiver)) ?? frameworkOf(model.types.classOf(application));
  return known ?? onlyFramework(imported);
}

/** `add_route` is not one form: aiohttp takes the method first, Sanic the handler. */
function formFor(name: string, framework: Framework, form: Form): Form {
  if (name !== 'add_route') return form;
  if (framework === 'aiohttp') return { path: 1, handler: 2, handlerKeywords: ['handler'], method: 0 };
  if (framework === 'sanic') return { path: 1, handler: 0, handlerKeywords: ['handler'] };
  return form;
}

function registrationOf(model: SemanticModel, call: Call, form: Form, framework: Framework): Registration | undefined {
  const handler = handlerArgument(model, call, form);
  const fn = handler === undefined ? undefined : functionNamed(model, handler);
  if (fn === undefined) return undefined;
  const path =
    form.path === undefined ? undefined : pathArgument(model, call, ['path', 'rule', 'uri', 'route'], form.path);
  const named = form.method === undefined ? undefined : call.args[form.method];
  const verb = named === undefined ? undefined : model.values.string(named);
  const methods = verb !== undefined ? [verb.toUpperCase()] : (form.methods ?? methodsArgument(model, call, ['GET']));
  return { fn, route: { framework, path, methods } };
}

function handlerArgument(model: SemanticModel, call: Call, form: Form): Expression | undefined {
  for (const keyword of form.handlerKeywords) {
    const value = model.values.givenArgument(call, keyword, form.handler);
    if (value !== undefined) return value;
  }
  return undefined;
}

/** The function of this file that an expression names: directly, or as a method of the object whose code this is. */
function functionNamed(model: SemanticModel, expression: Expression): FunctionDef | AsyncFunctionDef | undefined {
  const definition = model.names.definitionOf(expression);
  if (definition !== undefined) return definition.kind === 'ClassDef' ? undefined : definition;
  if (expression.kind !== 'Attribute' || expression.value.kind !== 'Name') return undefined;
  const owner = classAround(expression);
  const isSelf = owner !== undefined && model.names.parameterOf(expression.value) !== undefined;
  return isSelf ? model.state.methodsOf(owner).get(expression.attr) : undefined;
}
