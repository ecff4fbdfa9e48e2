/** The whole paths that applications serve: the prefix of each router, and of each place where it is mounted, before the path of the route. */
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
import type { ProjectModel } from '../../project/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { importsName } from '../../semantics/names/imports-module.ts';
import { registrationOf } from './route-registration.ts';

/** What a file says of paths; plain JSON. Names of routers are dotted, those of other modules in full. */
export interface RouteFacts {
  readonly routes: readonly RouteFact[];
  /** Applications and routers that are made here, with their prefix; `null` where it cannot be determined. */
  readonly routers: readonly { readonly name: string; readonly prefix: string | null; readonly isRoot: boolean }[];
  readonly mounts: readonly { readonly child: string; readonly parent: string; readonly prefix: string | null }[];
  /** Constant paths that calls other than decorators may serve: `add_route("/health", …)`, `Mount("/static")`. */
  readonly others: readonly string[];
  /** Its framework, or what it does with the application, has paths that nobody reads here. */
  readonly isOpen: boolean;
}

interface RouteFact {
  /** Undefined where it hangs on nothing that has a name. */
  readonly owner?: string;
  readonly path: string | null;
  readonly methods: readonly string[];
  /** The JSON that it always answers, as the framework writes it. */
  readonly answer?: string;
  /** It takes a file that the client sends. */
  readonly takesFile?: true;
}

/** A path whose parts a client chooses, or nobody knows, is `{…}`; `**` is any number of parts. */
export interface ServedRoute {
  readonly segments: readonly string[];
  readonly methods: readonly string[];
  readonly answer?: string;
  readonly takesFile?: true;
  /** The path with something in place of what a client chooses; absent where a part cannot be determined. */
  readonly example?: string;
}

/** Undefined where a file has nothing to do with the web. */
export function routeFacts(model: SemanticModel): RouteFacts | undefined {
  const { source, names, values } = model;
  const imports = names.imports.map((each) => each.module);
  if (!imports.some((name) => WEB.test(name))) return undefined;
  const calls = nodesOf(source.module, 'Call');
  const others = calls.flatMap(({ func, args: [first] }) =>
    first !== undefined && ADDING.test(lastName(func) ?? '') ? (values.string(first) ?? '/**') : [],
  );
  return {
    routes: defsOf(source.module).flatMap((fn) => routeOf(fn, model)),
    routers: calls.flatMap((call) => routerOf(call, model)),
    mounts: calls.flatMap((call) => mountOf(call, model)),
    others,
    isOpen: names.imports.some(
      ({ module, name = '' }) => OPEN.test(module) || OPEN.test(`${module}.${name}`) || PASSING.test(name),
    ),
  };
}

const WEB =
  /^(?:fastapi|flask\w*|starlette|quart|sanic|litestar|aiohttp|bottle|falcon|django|tornado|connexion|strawberry|gradio|a2wsgi)\b/;
/** Paths of these are made by classes, tables or files. */
const OPEN =
  /^(?:django|tornado|flask_rest\w+|flask_smorest|connexion|strawberry|gradio|falcon|litestar|aiohttp\.web|bottle|sanic|quart|a2wsgi|fastapi_utils|fastapi_versioning|healthcheck\w*|fastapi_health\w*|py_healthcheck)\b/;
/** It answers before the routes do. */
const PASSING = /(?:Dispatcher|Health\w*)Middleware$/;
/** Their first argument is a path. */
const ADDING = /^(?:add_api_route|add_route|add_url_rule|add_websocket_route|Route|Mount|WebSocketRoute|mount|expose)$/;

function routeOf(fn: Def, model: SemanticModel): readonly RouteFact[] {
  const route = model.context.routeOf(fn);
  if (route === undefined) return [];
  const registered = registrationOf(fn);
  const owner =
    registered &&
    nameOf(registered.call.func.kind === 'Attribute' ? registered.call.func.value : registered.call, model);
  const answer = route.framework === 'fastapi' || route.framework === 'flask' ? constantAnswer(fn, model) : undefined;
  return [
    {
      ...(owner !== undefined && { owner }),
      path: route.path ?? null,
      methods: route.methods,
      ...(answer !== undefined && { answer }),
      ...(takesFile(fn, model) && { takesFile: true as const }),
    },
  ];
}

/** `file: UploadFile`, `file: bytes = File()`, `request.files["file"]`. */
function takesFile(fn: Def, { names, context }: SemanticModel): boolean {
  const { posonlyargs, args, kwonlyargs } = fn.args;
  const isUpload = (node: Expression): boolean =>
    /^fastapi\.(?:\w+\.)*(?:UploadFile|File)$/.test(names.qualifiedName(node) ?? '');
  return (
    [...posonlyargs, ...args, ...kwonlyargs].some(
      ({ annotation }) =>
        annotation !== undefined &&
        holds(annotation, (node) => (node.kind === 'Name' || node.kind === 'Attribute') && isUpload(node)),
    ) ||
    context
      .nodesOfFunction(fn, 'Attribute')
      .some((each) => each.attr === 'files' && names.qualifiedName(each) === 'flask.request.files')
  );
}

/** `return {"status": "ok"}` and nothing else: FastAPI and Flask write no space into it. */
function constantAnswer(fn: Def, { values, context }: SemanticModel): string | undefined {
  const [only, ...more] = context.nodesOfFunction(fn, 'Return');
  if (only?.value?.kind !== 'Dict' || more.length > 0) return undefined;
  const folded = values.fold(only.value);
  if (folded?.kind !== 'mapping') return undefined;
  const parts = folded.entries.map(([key, value]) =>
    key.kind === 'str' && value.kind === 'str'
      ? `${JSON.stringify(key.value)}:${JSON.stringify(value.value)}`
      : undefined,
  );
  return parts.includes(undefined) ? undefined : `{${parts.join(',')}}`;
}

function routerOf(call: Call, model: SemanticModel): RouteFacts['routers'] {
  const made = lastName(call.func) ?? '';
  const { parent } = call;
  const target =
    parent?.kind === 'Assign' ? parent.targets[0] : parent?.kind === 'AnnAssign' ? parent.target : undefined;
  const name = target && dottedName(target);
  if (name === undefined || !/^(?:FastAPI|Flask|Starlette|APIRouter|Blueprint)$/.test(made)) return [];
  const isRoot = !/^(?:APIRouter|Blueprint)$/.test(made);
  // A root path may be a part of what a client calls.
  const prefix = isRoot && callKeyword(call, 'root_path') !== undefined ? null : prefixIn(call, model);
  return [{ name: `${model.names.moduleName}.${name}`, prefix, isRoot }];
}

/** Where one is hung on another: the first argument on what the method is of. */
function mountOf(call: Call, model: SemanticModel): RouteFacts['mounts'] {
  const { func, args } = call;
  if (func.kind !== 'Attribute' || !/^(?:include_router|register_blueprint|mount)$/.test(func.attr)) return [];
  const isMount = func.attr === 'mount';
  const hung = isMount ? args[1] : (args[0] ?? callKeyword(call, 'router')?.value);
  const [child, parent] = [hung && nameOf(hung, model), nameOf(func.value, model)];
  if (child === undefined || parent === undefined) return [];
  const [path] = args;
  return [{ child, parent, prefix: isMount ? ((path && model.values.string(path)) ?? null) : prefixIn(call, model) }];
}

/** Empty where none is given; `null` where it cannot be determined. */
function prefixIn(call: Call, { values }: SemanticModel): string | null {
  if (call.keywords.some(({ arg }) => arg === undefined)) return null;
  const given = callKeyword(call, 'prefix') ?? callKeyword(call, 'url_prefix');
  return given === undefined ? '' : (values.string(given.value) ?? null);
}

function nameOf(router: Expression, { names }: SemanticModel): string | undefined {
  const dotted = dottedName(router);
  if (dotted === undefined) return undefined;
  const [first = ''] = dotted.split('.');
  return importsName(first, names) ? names.qualifiedNameAt(dotted, router) : `${names.moduleName}.${dotted}`;
}

type Placed = readonly { readonly path: string; readonly fact: RouteFacts }[];

/** Every route of the files, under each path that it may have; undefined where other paths may be served. */
export function servedRoutes(files: Placed, project: ProjectModel): readonly ServedRoute[] | undefined {
  if (files.some(({ fact }) => fact.isOpen)) return undefined;
  const keyOf = (name: string, path: string): string => {
    const importer = project.moduleByPath(path);
    const found = importer && project.resolve(name, importer);
    if (found?.kind !== 'name') return name;
    const [first] = [found.name, ...(found.module.names[found.name]?.sameAs ?? [])].sort();
    return `${found.module.path}#${first}`;
  };
  const prefixesOf = prefixesBy(files, keyOf);
  const routes = files.flatMap(({ path, fact }) =>
    fact.routes.flatMap(({ owner, path: written, ...route }) =>
      (owner === undefined ? [[ANY]] : prefixesOf(keyOf(owner, path))).map((prefix) => {
        const segments = [...prefix, ...partsOf(written)];
        return { segments, ...route, ...(!segments.includes(ANY) && { example: exampleOf(segments) }) };
      }),
    ),
  );
  const others = files.flatMap(({ fact }) =>
    fact.others.map((each) => ({ segments: [ANY, ...partsOf(each), ANY], methods: [] })),
  );
  return [...routes, ...others];
}

const exampleOf = (segments: readonly string[]): string =>
  `/${segments.map((part) => (/[{<]/.test(part) ? 'x' : part)).join('/')}`;

/** What is before the paths of a router, one for each place where it is mounted. */
function prefixesBy(files: Placed, keyOf: (name: string, path: string) => string) {
  const made = new Map(
    files.flatMap(({ path, fact }) => fact.routers.map((each) => [keyOf(each.name, path), each] as const)),
  );
  const mounts = files.flatMap(({ path, fact }) =>
    fact.mounts.map(({ child, parent, prefix }) => ({
      child: keyOf(child, path),
      parent: keyOf(parent, path),
      prefix,
    })),
  );
  const prefixesOf = (router: string, above: readonly string[] = []): readonly (readonly string[])[] => {
    const own = made.get(router);
    if (own === undefined || above.includes(router)) return [[ANY]];
    const before = mounts
      .filter(({ child }) => child === router)
      .flatMap((mount) =>
        prefixesOf(mount.parent, [...above, router]).map((each) => [...each, ...partsOf(mount.prefix)]),
      );
    const roots = own.isRoot ? [[]] : before.length === 0 ? [[ANY]] : [];
    return [...roots, ...before].slice(0, MAX_PREFIXES).map((each) => [...each, ...partsOf(own.prefix)]);
  };
  return prefixesOf;
}

/** A router may be hung on many others. */
const MAX_PREFIXES = 50;
const ANY = '**';

const partsOf = (path: string | null): readonly string[] =>
  path === null ? [ANY] : path.split('/').filter((part) => part !== '');

/** The routes that may answer a path; a part of it that is `*` may be anything. */
export function routesAt(path: string, routes: readonly ServedRoute[]): readonly ServedRoute[] {
  const wanted = partsOf(path.replace(/[?#].*$/, ''));
  return routes.filter(({ segments }) => fits(wanted, segments));
}

function fits(path: readonly string[], [segment, ...rest]: readonly string[]): boolean {
  if (segment === undefined) return path.length === 0;
  if (segment === ANY || /:path\}$|^<path:/.test(segment))
    return path.length === 0 ? fits(path, rest) : fits(path, rest) || fits(path.slice(1), [segment, ...rest]);
  return path.length > 0 && isSamePart(segment, path[0] ?? '') && fits(path.slice(1), rest);
}

/** Whether two parts of paths may be the same. */
export const isSamePart = (one: string, other: string): boolean =>
  one === other || [one, other].some((part) => /[{<*]/.test(part));
