/** The whole paths that applications serve: the prefix of each router, and of each place where it is mounted, before the path of the route. */
import { groupBy } from '../collections/index.ts';
import type { ModuleSummary, SummaryRoute, SummaryRouting } from '../semantics/index.ts';
import type { ProjectModel } from './project-model.ts';

/** A path whose parts a client chooses, or nobody knows, is `{…}`; `**` is any number of parts. */
export interface ServedRoute extends Pick<SummaryRoute, 'methods' | 'answer' | 'takesFile'> {
  readonly segments: readonly string[];
  /** The path with something in place of what a client chooses; absent where a part cannot be determined. */
  readonly example?: string;
}

/** Every route of the modules, under each path that it may have; undefined where other paths may be served. */
export function servedRoutes(
  modules: Iterable<ModuleSummary>,
  project: ProjectModel,
): readonly ServedRoute[] | undefined {
  const files = [...modules].flatMap((module) =>
    module.routing === undefined || module.role === 'vendored' ? [] : { module, ...module.routing },
  );
  if (files.some(({ isOpen }) => isOpen)) return undefined;
  const mounts = files.flatMap((file) =>
    file.mounts.map((mount) => ({
      ...mount,
      key: mount.child === undefined ? undefined : keyOf(mount.child, file.module, project),
      above: keyOf(mount.parent, file.module, project),
      isOwn: mount.child?.startsWith(`${file.module.module}.`),
    })),
  );
  const made = new Map(
    files.flatMap(({ routers, module }) => routers.map((each) => [keyOf(each.name, module, project), each] as const)),
  );
  const prefixesOf = prefixesBy(
    made,
    groupBy(mounts, ({ key }) => key),
  );
  const routes = files.flatMap((file) =>
    file.routes.flatMap(({ owner, path, ...route }) =>
      (owner === undefined ? [[ANY]] : prefixesOf(keyOf(owner, file.module, project))).map((prefix) => {
        const segments = [...prefix, ...partsOf(path)];
        return { segments, ...route, ...(!segments.includes(ANY) && { example: exampleOf(segments) }) };
      }),
    ),
  );
  const others = files.flatMap((file) => file.others.map((each) => [ANY, ...partsOf(each), ANY]));
  // The routes of what is made elsewhere are not known; what hangs on something unknown may be of a bot.
  const unread = mounts
    .filter(({ key, isOwn }) => key === undefined || (!made.has(key) && !isOwn))
    .filter(({ above, prefix }) => made.has(above) || prefix !== '')
    .flatMap(({ above, prefix }) => prefixesOf(above).map((each) => [...each, ...partsOf(prefix), ANY]));
  return [...routes, ...[...others, ...unread].map((segments) => ({ segments, methods: [] }))];
}

/** One name for a router, from whichever module it is called. */
function keyOf(router: string, importer: ModuleSummary, project: ProjectModel): string {
  const found = project.resolve(router, importer);
  if (found.kind !== 'name') return router;
  const [first] = [found.name, ...(found.module.names[found.name]?.sameAs ?? [])].sort();
  return `${found.module.path}#${first}`;
}

const exampleOf = (segments: readonly string[]): string =>
  `/${segments.map((part) => (/[{<]/.test(part) ? 'x' : part)).join('/')}`;

type Prefix = Pick<SummaryRouting['mounts'][number], 'prefix' | 'replaces'>;

/** What is before the paths of a router, one for each place where it is mounted. */
function prefixesBy(
  made: ReadonlyMap<string, SummaryRouting['routers'][number]>,
  mounts: ReadonlyMap<string | undefined, readonly (Prefix & { readonly above: string })[]>,
) {
  const known = new Map<string, readonly (readonly string[])[]>();
  const prefixesOf = (router: string): readonly (readonly string[])[] => {
    const found = known.get(router);
    if (found !== undefined) return found;
    // Until it is known, and where it is mounted on itself.
    known.set(router, [[ANY]]);
    const own = made.get(router);
    if (own === undefined) return [[ANY]];
    const before = mounts
      .get(router)
      ?.flatMap(({ above, prefix, replaces }) =>
        prefixesOf(above).map((each) => [...each, ...partsOf(prefix), ...(replaces ? [] : partsOf(own.prefix))]),
      );
    // Others, and tests, may start an application that is mounted as well.
    const alone = own.isRoot ? [partsOf(own.prefix)] : before === undefined ? [[ANY, ...partsOf(own.prefix)]] : [];
    const all = [...alone, ...(before ?? [])].slice(0, MAX_PREFIXES);
    known.set(router, all);
    return all;
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
