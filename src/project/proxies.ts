import type { NginxBlock, NginxDirective } from '../artifacts/index.ts';
import type { ArtifactFile, Artifacts } from './artifacts.ts';

/** Directives that hand a request on. */
export const PASSES = /^(?:proxy|grpc|uwsgi)_pass$/;

/** What configures a proxy. */
export const proxiesAmong = (artifacts: Artifacts) =>
  artifacts.of('nginx').filter(({ model }) => model.directives.some(({ name }) => PASSES.test(name.value)));

/** A location of an nginx configuration that hands requests on. */
export interface ProxiedLocation {
  readonly file: ArtifactFile<'nginx'>;
  /** The directive that does so. */
  readonly pass: NginxDirective;
  /** The block of the server, or that of the file that others include: locations of one compete for a request. */
  readonly server: number | undefined;
  /** `/api/`; undefined for a regular expression, and for what is no location. */
  readonly path: string | undefined;
  readonly isExact: boolean;
  /** Host and port, or the name of an upstream. */
  readonly target: string;
  /** What the path of the location is replaced with; undefined where the path is handed on as it is. */
  readonly replacement: string | undefined;
}

/** The locations of a file that hand requests on to an address without variables. */
export function proxiedLocations(file: ArtifactFile<'nginx'>): readonly ProxiedLocation[] {
  const { directives, blocks } = file.model;
  return directives.flatMap((pass) => {
    const [, target = '', replacement] = /^https?:\/\/([^/$\s]+)(\/[^\s$]*)?$/.exec(pass.value.value) ?? [];
    if (pass.name.value !== 'proxy_pass' || target === '') return [];
    const around = blocksAround(pass.block, blocks);
    const location = around.find((each) => blocks[each]?.name === 'location');
    const server = around.find((each) => blocks[each]?.name === 'server');
    const [, mark = '', path] = /^(?:(=|\^~|~\*?)\s*)?(\/\S*)$/.exec(blocks[location ?? -1]?.value ?? '') ?? [];
    return [
      { file, pass, server, target, replacement, isExact: mark === '=', path: mark.startsWith('~') ? undefined : path },
    ];
  });
}

/** The value of a directive that holds in a location: its own, or that of the nearest block around it. `open`: an included file may say it. */
export function nginxSetting(
  { file: { model }, pass }: ProxiedLocation,
  name: string,
): readonly NginxDirective[] | 'open' {
  for (const block of [...blocksAround(pass.block, model.blocks), undefined]) {
    const own = model.directives.filter((each) => each.block === block);
    const found = own.filter((each) => each.name.value === name);
    if (found.length > 0) return found;
    if (own.some((each) => each.name.value === 'include' && !/mime\.types$/.test(each.value.value))) return 'open';
  }
  return [];
}

const blocksAround = (block: number | undefined, blocks: readonly NginxBlock[]): readonly number[] =>
  block === undefined ? [] : [block, ...blocksAround(blocks[block]?.parent, blocks)];

/** The location through which a path of the application is called: of those that hand it on, none gives way to another of its server. */
export function locationsFor(path: string, all: readonly ProxiedLocation[]): readonly ProxiedLocation[] {
  return all.filter((location) => {
    const called = calledPath(path, location);
    if (called === undefined) return false;
    const rivals = all.filter((each) => each.server === location.server && each.file === location.file);
    // Regular expressions come first, and may take it.
    if (rivals.some((each) => each.path === undefined)) return false;
    const longest = Math.max(...rivals.flatMap((each) => (takes(called, each) ? (each.path ?? '').length : [])));
    return location.path?.length === longest;
  });
}

/** What a client calls so that the location hands on the path; undefined where it cannot. */
function calledPath(path: string, location: ProxiedLocation): string | undefined {
  const { path: prefix, replacement } = location;
  if (prefix === undefined) return undefined;
  const before = replacement ?? prefix;
  if (!path.startsWith(before)) return undefined;
  const called = `${prefix}${path.slice(before.length)}`;
  return takes(called, location) ? called : undefined;
}

const takes = (called: string, { path = '', isExact }: ProxiedLocation): boolean =>
  isExact ? called === path : path !== '' && called.startsWith(path);
