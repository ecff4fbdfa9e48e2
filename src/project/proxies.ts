import type { NginxBlock, NginxDirective } from '../artifacts/index.ts';
import { groupBy } from '../collections/index.ts';
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
  const { directives, blocks } = file.model;
  const upstream = blocks.findIndex(({ name, value }) => name === 'upstream' && value === target);
  const servers = directives.filter(({ block, name }) => block === upstream && name.value === 'server');
  const addresses = servers.map(({ value }) => value.value.replace(/\s[\s\S]*$/, ''));
  const around = blocksAround(directive.block, blocks);
  const isRewritten = directives.some(({ block, name }) => name.value === 'rewrite' && around.includes(block ?? -1));
  return [
    {
      directive,
      targets: addresses.length > 0 ? addresses : [target],
      path: isRewritten || mark.startsWith('~') ? undefined : replacement,
    },
  ];
}

/** `http://orders:8000/api/`, `unix:/run/orders.sock`. */
const TARGET = /^(?:\w+:\/\/)?(unix:[^\s:$]+|[^/\s$]+):?(\/[^\s$]*)?$/;

/** The value of a directive that holds in a block: its own, or that of the nearest block around it. Undefined where an included file may say it. */
export function nginxSetting(
  { model }: NginxFile,
  inner: number | undefined,
  name: string,
): readonly NginxDirective[] | undefined {
  for (const block of [...blocksAround(inner, model.blocks), undefined]) {
    const own = model.directives.filter((each) => each.block === block);
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
  const rivals = groupBy(all, ({ server }) => server);
  return all.flatMap((location) => {
    const passes = location.passes.filter((pass) => {
      if (pass.path === undefined || !path.startsWith(pass.path)) return false;
      const called = `${location.path}${path.slice(pass.path.length)}`;
      return chosenFor(called, rivals.get(location.server) ?? []) === location;
    });
    return passes.length === 0 ? [] : [{ ...location, passes }];
  });
}

/** The location that answers a request; undefined where it may be one with a regular expression. */
function chosenFor(called: string, rivals: readonly NginxLocation[]): NginxLocation | undefined {
  const exact = rivals.find(({ mark, path }) => mark === '=' && path === called);
  if (exact !== undefined) return exact;
  const [longest] = rivals
    .filter(({ mark, path }) => /^(?:\^~)?$/.test(mark) && called.startsWith(path))
    .sort((one, other) => other.path.length - one.path.length);
  const isOvertaken = rivals.some(({ mark, path }) => mark.startsWith('~') && mayMatch(path, called));
  return longest?.mark === '' && isOvertaken ? undefined : longest;
}

/** Whether a regular expression may match: not where the path lacks what it begins with, or a dot. */
function mayMatch(pattern: string, called: string): boolean {
  const plain = pattern.toLowerCase().replace(/\((?:[^()\\]|\\.)*\)/g, '()');
  const [, start = ''] = /^\^((?:[\w/-](?![?*{]))*)/.exec(plain) ?? [];
  const needsDot = /\\\.(?![?*{])/.test(plain);
  return plain.includes('|') || (called.toLowerCase().startsWith(start) && (!needsDot || called.includes('.')));
}
