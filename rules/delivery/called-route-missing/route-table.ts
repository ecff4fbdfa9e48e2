/** Every path that the applications of a project serve: routes behind the prefixes of their routers and of what those hang on. */
import { type Call, callKeyword, defsOf, dottedName, type Expression, lastName, nodesOf } from '#ast';
import { groupBy } from '#collections';
import type { FactsContext } from '#kit';
import { isRegistering, registrationOf } from '#kit/web';
import { WEB_APPLICATIONS } from '#knowledge/web-applications';
import type { ProjectModel } from '#project';
import { importsName } from '#semantics/names/imports-module';

/** Plain JSON; a prefix that is null is put together elsewhere. */
export type RouteFact =
  | { readonly kind: 'route'; readonly router: string; readonly path: string; readonly methods: readonly string[] }
  | { readonly kind: 'router'; readonly name: string; readonly prefix: string | null; readonly isApplication: boolean }
  | { readonly kind: 'mount'; readonly child: string; readonly parent: string; readonly prefix: string | null }
  /** Paths come and go unseen: another application is hung somewhere, all is served below another path, a route has no constant path. */
  | { readonly kind: 'open'; readonly below?: string };

export interface ServedRoute {
  readonly segments: readonly string[];
  readonly methods: readonly string[];
  /** What stands before it is not known. */
  readonly isTail: boolean;
}

export function routesIn(file: FactsContext): RouteFact[] {
  if (!file.names.imports.some(({ module }) => WEB.test(module))) return [];
  const { context, names, module, values } = file;
  const routes = defsOf(module).flatMap((fn): RouteFact[] => {
    const route = context.routeOf(fn);
    const owner = registrationOf(fn)?.owner;
    if (route === undefined) return [];
    if (route.path === undefined || owner === undefined) return [{ kind: 'open' }];
    const paths = fn.decorator_list
      .filter(isRegistering)
      .flatMap(({ args: [first] }) => (first === undefined ? [] : (values.string(first) ?? [])));
    const methods = paths.length === 1 ? route.methods : [];
    return paths.map((path) => ({ kind: 'route', router: `${names.moduleName}.${owner}`, path, methods }));
  });
  return [...routes, ...nodesOf(module, 'Call').flatMap((call) => routersIn(call, file))];
}

const WEB = /^(?:fastapi|flask\w*|starlette|quart)\b/;

function routersIn(call: Call, file: FactsContext): RouteFact[] {
  const { names, values } = file;
  const [first] = call.args;
  const given = callKeyword(call, 'prefix')?.value ?? callKeyword(call, 'url_prefix')?.value;
  const prefix = given === undefined ? '' : (values.string(given) ?? null);
  const method = lastName(call.func) ?? '';
  if (
    (method === 'include_router' || method === 'register_blueprint') &&
    first !== undefined &&
    call.func.kind === 'Attribute'
  ) {
    const [child, parent] = [nameOfRouter(first, file), nameOfRouter(call.func.value, file)];
    return child === undefined || parent === undefined
      ? [{ kind: 'open' }]
      : [{ kind: 'mount', child, parent, prefix }];
  }
  if (call.func.kind === 'Attribute' && HANGING.test(method)) {
    const below = first === undefined ? undefined : values.string(first);
    return [
      { kind: 'open', ...(method === 'mount' && below !== undefined && below !== '' && below !== '/' && { below }) },
    ];
  }
  const isApplication = WEB_APPLICATIONS.has(names.qualifiedName(call.func) ?? '');
  const target = call.parent?.kind === 'Assign' ? call.parent.targets[0] : undefined;
  if ((!isApplication && !/^(?:APIRouter|Blueprint)$/.test(method)) || target === undefined) return [];
  const name = `${names.moduleName}.${dottedName(target) ?? ''}`;
  const root = callKeyword(call, 'root_path')?.value;
  return [{ kind: 'router', name, prefix, isApplication }, ...(root === undefined ? [] : [{ kind: 'open' as const }])];
}

const HANGING = /^(?:mount|add_api_route|add_route|add_url_rule|add_resource|add_namespace|add_websocket_route)$/;

function nameOfRouter(router: Expression, { names }: FactsContext): string | undefined {
  const dotted = dottedName(router);
  const [first = ''] = (dotted ?? '').split('.');
  if (dotted === undefined) return undefined;
  return importsName(first, names) ? names.qualifiedNameAt(dotted, router) : `${names.moduleName}.${dotted}`;
}

interface Placed<F> {
  readonly path: string;
  readonly fact: F;
}

/** Undefined where paths come and go unseen, or nothing is served. */
export function routeTable(
  facts: readonly Placed<RouteFact>[],
  project: ProjectModel,
): readonly ServedRoute[] | undefined {
  if (facts.some(({ fact }) => fact.kind === 'open' && fact.below === undefined)) return undefined;
  const prefixesOf = prefixesIn(facts, project);
  const served = facts.flatMap(({ path, fact }) =>
    fact.kind === 'route'
      ? prefixesOf(fact.router, path).map((prefix) => ({
          segments: segmentsOf(`${prefix ?? ''}${fact.path}`),
          methods: fact.methods,
          isTail: prefix === null,
        }))
      : [],
  );
  const below = facts.flatMap(({ fact }) =>
    fact.kind === 'open' && fact.below !== undefined
      ? [{ segments: [...segmentsOf(fact.below), '{rest:path}'], methods: [], isTail: false }]
      : [],
  );
  return served.length === 0 ? undefined : [...served, ...below];
}

/** What stands before the routes of a router, once for each place where it is hung. */
function prefixesIn(facts: readonly Placed<RouteFact>[], project: ProjectModel) {
  const keyOf = (router: string, path: string): string => keyOfRouter(router, path, project);
  const routers = new Map(
    facts.flatMap(({ path, fact }) => (fact.kind === 'router' ? [[keyOf(fact.name, path), fact] as const] : [])),
  );
  const mounts = groupBy(
    facts.flatMap(({ path, fact }) =>
      fact.kind === 'mount' ? [{ ...fact, child: keyOf(fact.child, path), parent: keyOf(fact.parent, path) }] : [],
    ),
    ({ child }) => child,
  );
  const prefixesOf = (key: string, depth: number): readonly (string | null)[] => {
    const router = routers.get(key);
    const hung = mounts.get(key) ?? [];
    if (router === undefined || depth > MAX_DEPTH || (hung.length === 0 && !router.isApplication)) return [null];
    const own = router.prefix;
    if (hung.length === 0) return [own];
    return hung.flatMap((mount) =>
      prefixesOf(mount.parent, depth + 1).map((above) =>
        above === null || mount.prefix === null || own === null ? null : `${above}${mount.prefix}${own}`,
      ),
    );
  };
  return (router: string, path: string): readonly (string | null)[] => prefixesOf(keyOf(router, path), 0);
}

function keyOfRouter(router: string, path: string, project: ProjectModel): string {
  const importer = project.moduleByPath(path);
  const found = importer && project.resolve(router, importer);
  if (found?.kind !== 'name') return router;
  const [name] = [found.name, ...(found.module.names[found.name]?.sameAs ?? [])].sort();
  return `${found.module.path}:${name}`;
}

const MAX_DEPTH = 6;

export const segmentsOf = (path: string): readonly string[] => path.split('/').filter((part) => part !== '');
