/** The routes of a file, the routers that they hang on, and where these are mounted. */
import {
  type Call,
  callKeyword,
  type Def,
  defsOf,
  dottedName,
  type Expression,
  holds,
  lastName,
  nodesOf,
} from '../../ast/index.ts';
import { isUploadedFile } from '../../knowledge/uploads.ts';
import { hidesRoutes, MOUNTED_ROUTERS, WEB_APPLICATIONS } from '../../knowledge/web-applications.ts';
import { frameworksImported, pathArgument } from '../context/frameworks.ts';
import { routeByDecorator } from '../context/route-decorators.ts';
import { mountsIn, nameOfRouter, prefixGiven } from '../context/router-mounts.ts';
import type { Route } from '../context.ts';
import type { SemanticModel } from '../model.ts';
import type { ModuleSummary } from '../summary.ts';
import type { SummaryRoute, SummaryRouting } from './routes-summary.ts';

/** Nothing where a file has nothing to do with the web. */
export function summarizeRoutes(model: SemanticModel): Pick<ModuleSummary, 'routing'> {
  const { source, names } = model;
  const isOpen = names.imports.some(({ module }) => hidesRoutes(module));
  if (!isOpen && frameworksImported(model).length === 0) return {};
  const calls = nodesOf(source.module, 'Call');
  const mounts = mountsIn(model);
  const mounting = new Set(mounts.map(({ call }) => call));
  return {
    routing: {
      routes: defsOf(source.module).flatMap((fn) => routesOf(fn, model)),
      routers: calls.flatMap((call) => routerOf(call, model)),
      mounts: mounts.flatMap((mount) => mountOf(mount, model)),
      others: [
        ...calls.flatMap((call) => (mounting.has(call) ? [] : addedPaths(call, model))),
        ...comparedPaths(model),
      ],
      ...(isOpen && { isOpen }),
    },
  };
}

/** One for each decorator that makes one. */
function routesOf(fn: Def, model: SemanticModel): readonly SummaryRoute[] {
  const decorated = fn.decorator_list.flatMap((decorator) => {
    const route = routeByDecorator(model, decorator);
    const func = decorator.kind === 'Call' ? decorator.func : decorator;
    return route === undefined
      ? []
      : [{ route, owner: func.kind === 'Attribute' ? nameOfRouter(func.value, model) : undefined }];
  });
  const other = decorated.length === 0 ? model.context.routeOf(fn) : undefined;
  const found = other === undefined ? decorated : [{ route: other, owner: undefined }];
  return found.map(({ route, owner }) => {
    const answer = constantAnswer(fn, route, model);
    return {
      ...(owner !== undefined && { owner }),
      path: route.path ?? null,
      methods: route.methods,
      ...(answer !== undefined && { answer }),
      ...(takesFile(fn, model) && { takesFile: true as const }),
    };
  });
}

/** `file: UploadFile`, `file: bytes = File()`, `request.files["file"]`. */
function takesFile(fn: Def, { names, context }: SemanticModel): boolean {
  const { posonlyargs, args, kwonlyargs, defaults, kw_defaults } = fn.args;
  const given = [
    ...defaults,
    ...kw_defaults,
    ...[...posonlyargs, ...args, ...kwonlyargs].map((each) => each.annotation),
  ];
  const isFile = (name = '') => isUploadedFile(name) || /^fastapi\.(?:\w+\.)*File$/.test(name);
  return (
    given.some(
      (each) =>
        each &&
        holds(each, (node) => (node.kind === 'Name' || node.kind === 'Attribute') && isFile(names.qualifiedName(node))),
    ) ||
    context
      .nodesOfFunction(fn, 'Attribute')
      .some((each) => each.attr === 'files' && names.qualifiedName(each) === 'flask.request.files')
  );
}

/** `return {"status": "ok"}` and nothing else: FastAPI and Flask write no space into it, and Flask sorts it. */
function constantAnswer(fn: Def, { framework }: Route, { values, context }: SemanticModel): string | undefined {
  const [only, ...more] = context.nodesOfFunction(fn, 'Return');
  if (!/^(?:fastapi|flask)$/.test(framework) || only?.value?.kind !== 'Dict' || more.length > 0) return undefined;
  const folded = values.fold(only.value);
  if (folded?.kind !== 'mapping') return undefined;
  const parts = folded.entries.map(([key, value]) =>
    key.kind === 'str' && value.kind === 'str'
      ? `${JSON.stringify(key.value)}:${JSON.stringify(value.value)}`
      : undefined,
  );
  return parts.includes(undefined) ? undefined : `{${(framework === 'flask' ? parts.sort() : parts).join(',')}}`;
}

/** What is made is of one of these classes, or of one below them. */
function isMade(object: Expression, classes: ReadonlySet<string>, { types }: SemanticModel): boolean {
  const own = types.classDefOf(object);
  return own === undefined ? classes.has(types.classOf(object) ?? '') : types.derivesFrom(own, classes);
}

function routerOf(call: Call, model: SemanticModel): SummaryRouting['routers'] {
  const { parent } = call;
  const target =
    parent?.kind === 'Assign' ? parent.targets[0] : parent?.kind === 'AnnAssign' ? parent.target : undefined;
  const name = target && dottedName(target);
  const isRoot = name !== undefined && isMade(call, WEB_APPLICATIONS, model);
  if (name === undefined || !(isRoot || isMade(call, MOUNTED_ROUTERS, model))) return [];
  // A root path may be a part of what a client calls.
  const prefix = isRoot && callKeyword(call, 'root_path') !== undefined ? null : prefixGiven(call, model);
  return [{ name: `${model.names.moduleName}.${name}`, prefix, isRoot }];
}

function mountOf(
  { call, method, ...mount }: ReturnType<typeof mountsIn>[number],
  model: SemanticModel,
): SummaryRouting['mounts'] {
  const parent = nameOfRouter(mount.parent, model);
  if (parent === undefined) return [];
  const made = model.flow.whole(mount.child);
  const isRouter =
    made.kind !== 'Call' || [WEB_APPLICATIONS, MOUNTED_ROUTERS].some((each) => isMade(made, each, model));
  const child = isRouter ? nameOfRouter(mount.child, model) : undefined;
  const prefix = method === 'mount' ? (pathArgument(model, call, ['path'], 0) ?? null) : prefixGiven(call, model);
  // Of Flask and its relatives.
  const replaces = prefix !== '' && /blueprint$/.test(method);
  return [{ ...(child !== undefined && { child }), parent, prefix, ...(replaces && { replaces }) }];
}

/** The path of a route that a call adds; paths given along with the application to what may answer them. */
function addedPaths(call: Call, model: SemanticModel): readonly string[] {
  const name = lastName(call.func) ?? '';
  if (ADDING.test(name)) return [pathArgument(model, call, ['path', 'rule', 'uri', 'route'], 0) ?? '/**'];
  const given = [...call.args, ...call.keywords.map(({ value }) => value)];
  const paths = given
    .flatMap((each) => (each.kind === 'Dict' ? each.keys : [each]))
    .flatMap((each) => (each && model.values.string(each)) ?? [])
    .filter((text) => text.startsWith('/'));
  const isForApplication =
    paths.length > 0 &&
    (name === 'add_middleware' ||
      given.some((each) => isMade(each.kind === 'Attribute' ? each.value : each, WEB_APPLICATIONS, model)));
  return isForApplication ? paths : [];
}

const ADDING = /^(?:add_api_route|add_route|add_url_rule|add_(?:api_)?websocket_route|Route|Mount|WebSocketRoute)$/;

/** `if request.url.path == "/health"`: a middleware may answer it. */
const comparedPaths = ({ source, values }: SemanticModel): readonly string[] =>
  nodesOf(source.module, 'Compare').flatMap(({ left, comparators }) =>
    [left, ...comparators].some((each) => each.kind === 'Attribute' && each.attr === 'path')
      ? [left, ...comparators].flatMap((each) => values.string(each) ?? []).filter((text) => text.startsWith('/'))
      : [],
  );
