import type { NginxBlock, NginxConf, NginxDirective } from '../artifacts/index.ts';
import { groupBy, memoize } from '../collections/index.ts';
import type { ArtifactFile, Artifacts } from './artifacts.ts';

type NginxFile = ArtifactFile<'nginx'>;

/** Directives that hand a request on. */
export const passesIn = ({ model }: NginxFile): readonly NginxDirective[] =>
  model.directives.filter(({ name }) => /^(?:proxy|grpc|uwsgi)_pass$/.test(name.value));

/** What configures a proxy. */
export const proxiesAmong = (artifacts: Artifacts) => artifacts.of('nginx').filter((file) => passesIn(file).length > 0);

/** A location of an nginx configuration; source: https://nginx.org/en/docs/http/ngx_http_core_module.html#location */
export interface NginxLocation {
  readonly file: NginxFile;
  /** The block of the server, or none in a file that others include: locations of one compete for a request. */
  readonly server: number | undefined;
  /** `=`, `^~`, `~`, `~*`; empty for a plain prefix. */
  readonly mark: string;
  /** `/api/`, or the regular expression. */
  readonly path: string;
  /** What hands its requests on to an address that is written out; a location without one takes them all the same. */
  readonly passes: readonly ProxyPass[];
}

export interface ProxyPass {
  readonly directive: NginxDirective;
  /** Host and port, of each server where the address is that of an upstream. */
  readonly targets: readonly string[];
  /** What stands for the path of the location in what is handed on; undefined where that cannot be determined. */
  readonly path: string | undefined;
}

/** The locations of a file that are chosen by the path of a request. */
export function locationsIn(file: NginxFile): readonly NginxLocation[] {
  const { directives, blocks } = file.model;
  const inner = (kind: string, from: number | undefined) =>
    blocksAround(from, blocks).find((each) => blocks[each]?.name === kind);
  // Those of a location that has a name are found by it.
  const keyOf = (block: number | undefined) => {
    const name = blocks[block ?? -1]?.value ?? '';
    return name.startsWith('@') ? `${inner('server', block)} ${name}` : `${block}`;
  };
  const passes = groupBy(passesIn(file), ({ block }) => keyOf(inner('location', block)));
  const tried = new Map(
    directives.flatMap(({ name, value, block }) =>
      name.value === 'try_files' ? [[block, value.value.replace(/^[\s\S]*\s/, '')] as const] : [],
    ),
  );
  return blocks.flatMap(({ name, value }, block) => {
    const [, mark = '', path] = LOCATION.exec(value) ?? [];
    if (name !== 'location' || path === undefined) return [];
    const server = inner('server', block);
    const own = [`${block}`, `${server} ${tried.get(block)}`].flatMap((key) => passes.get(key) ?? []);
    return [{ file, server, mark, path, passes: own.flatMap((each) => passOf(each, mark, path, file)) }];
  });
}

const LOCATION = /^(=|\^~|~\*?|)\s*["']?([^"'\s@][^"'\s]*)["']?$/;

function passOf(directive: NginxDirective, mark: string, path: string, file: NginxFile): readonly ProxyPass[] {
  const [, target, replacement = path] = TARGET.exec(directive.value.value) ?? [];
  if (target === undefined) return [];
  const { blocks } = file.model;
  const inBlock = directivesIn(file.model);
  const upstream = blocks.findIndex(({ name, value }) => name === 'upstream' && value === target);
  const servers = inBlock.get(upstream)?.filter(({ name }) => name.value === 'server') ?? [];
  const addresses = servers.map(({ value }) => value.value.replace(/\s[\s\S]*$/, ''));
  const around = blocksAround(directive.block, blocks).flatMap((block) => inBlock.get(block) ?? []);
  const isRewritten = around.some(({ name }) => name.value === 'rewrite');
  return [
    {
      directive,
      targets: addresses.length > 0 ? addresses : [target],
      path: isRewritten || mark.startsWith('~') ? undefined : replacement,
    },
  ];
}

const directivesIn = memoize(({ directives }: NginxConf) => groupBy(directives, ({ block }) => block));

/** `http://orders:8000/api/`, `unix:/run/orders.sock`. */
const TARGET = /^(?:\w+:\/\/)?(unix:[^\s:$]+|[^/\s$]+):?(\/[^\s$]*)?$/;

/** The value of a directive that holds in a block: its own, or that of the nearest block around it. Undefined where an included file may say it. */
export function nginxSetting(
  { model }: NginxFile,
  inner: number | undefined,
  name: string,
): readonly NginxDirective[] | undefined {
  for (const block of [...blocksAround(inner, model.blocks), undefined]) {
    const own = directivesIn(model).get(block) ?? [];
    if (own.some((each) => each.name.value === 'include' && !OF_NGINX.test(each.value.value))) return undefined;
    const found = own.filter((each) => each.name.value === name);
    if (found.length > 0) return found;
  }
  return [];
}

/** Files of its own, which hold no settings. */
const OF_NGINX = /(?:^|\/)(?:mime\.types|(?:uwsgi|fastcgi|scgi)_params)$/;

const blocksAround = (block: number | undefined, blocks: readonly NginxBlock[]): readonly number[] =>
  block === undefined ? [] : [block, ...blocksAround(blocks[block]?.parent, blocks)];

/** The locations through which a path of the application is called, one of a server, with what hands it on. */
export function locationsFor(path: string, all: readonly NginxLocation[]): readonly NginxLocation[] {
  return all.flatMap((location) => {
    const passes = location.passes.filter((pass) => {
      if (pass.path === undefined || !path.startsWith(pass.path)) return false;
      return isChosen(location, `${location.path}${path.slice(pass.path.length)}`, rivalsIn(all).get(location.server));
    });
    return passes.length === 0 ? [] : [{ ...location, passes }];
  });
}

/** The locations of a server, by what a path has to be or to begin with. */
const rivalsIn = memoize((all: readonly NginxLocation[]) => {
  const byServer = groupBy(all, ({ server }) => server);
  const keyed = ({ mark, path }: NginxLocation) =>
    mark.startsWith('~') ? `~${beginningOf(path)}` : `${mark === '=' ? '=' : ''}${path}`;
  return new Map([...byServer].map(([server, own]) => [server, new Map(own.map((each) => [keyed(each), each]))]));
});

/** Whether a location answers a request, and not another one: of prefixes the longest, and none that may be overtaken by an expression. */
function isChosen(
  location: NginxLocation,
  called: string,
  rivals: ReadonlyMap<string, NginxLocation> = new Map(),
): boolean {
  if (location.mark === '=') return called === location.path;
  const beginnings = Array.from({ length: called.length + 1 }, (_, end) => called.slice(0, end));
  const longest = beginnings.findLast((each) => rivals.has(each)) ?? '';
  if (rivals.has(`=${called}`) || rivals.get(longest) !== location) return false;
  return (
    location.mark !== '' ||
    !beginnings.some(
      (each) => rivals.has(`~${each.toLowerCase()}`) || (called.includes('.') && rivals.has(`~.${each.toLowerCase()}`)),
    )
  );
}

/** What a path begins with that a regular expression matches, in lower case; behind a dot where the path needs one. */
function beginningOf(pattern: string): string {
  const plain = pattern.toLowerCase().replace(/\((?:[^()\\]|\\.)*\)/g, '()');
  if (plain.includes('|')) return '';
  const [, start = ''] = /^\^((?:[\w/-](?![?*{]))*)/.exec(plain) ?? [];
  return /\\\.(?![?*{])/.test(plain) ? `.${start}` : start;
}
