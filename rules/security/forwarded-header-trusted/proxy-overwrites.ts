/** What the proxies of the repository do to a header. */
import type { RelatedLocation } from '#findings';
import { defineQuestion } from '#kit';
import { type Artifacts, whenReached } from '#project';
import { proxiesAmong } from '#project/proxies';
import { directPortOf } from '#project/reach/exposure';

/** Does every proxy whose configuration the repository holds write this request header anew, whatever the client sent? */
export const proxyOverwrites = defineQuestion<{ readonly header: string }>(
  'proxy-overwrites',
  ({ header }) => `every proxy that is configured here writes \`${header}\` anew`,
  ({ header }, { artifacts }) => whenReached(overwritingOf(header, artifacts)),
);

/** Does the repository publish a port of a container that it builds, with nothing in it that hands requests on to that? */
export const reachedDirectly = defineQuestion<null>(
  'reached-directly',
  () => 'a port is published with no proxy of the repository before it',
  (_, project) => whenReached(directPortOf(project)),
);

/** Where a header is set to what no client wrote; undefined where one proxy passes it on or appends to it, and where there is none. */
function overwritingOf(header: string, artifacts: Artifacts): RelatedLocation | undefined {
  const settings = proxiesAmong(artifacts).map((file) => {
    const written = file.model.directives.filter(({ name }) => name.value === 'proxy_set_header');
    return written.flatMap(({ value }) => {
      const [, target = '', source = ''] = /^["']?([\w-]+)["']?\s+(.*)$/.exec(value.value) ?? [];
      return normal(target) === normal(header) ? [{ source, place: file.placeOf(value.span) }] : [];
    });
  });
  const isSafe = settings.every((each) => each.length > 0 && each.every(({ source }) => !CLIENTS_OWN.test(source)));
  const [first] = settings.flat();
  if (settings.length === 0) return droppingProxy(header, artifacts);
  return isSafe && first !== undefined ? { ...first.place, message: 'the proxy sets the header anew' } : undefined;
}

/**
 * Traefik and Caddy take nobody's word for who the client is, where they are not told whom to trust:
 * A tunnel of Cloudflare writes its own headers:
 * https://doc.traefik.io/traefik/routing/entrypoints/#forwarded-headers, https://caddyserver.com/docs/caddyfile/directives/reverse_proxy#defaults
 */
function droppingProxy(header: string, artifacts: Artifacts): RelatedLocation | undefined {
  const images = /^x-(?:forwarded-|real-ip)/.test(normal(header))
    ? /(?:^|\/)(?:traefik|caddy)(?:[:@]|$)/
    : /(?:^|\/)cloudflared(?:[:@]|$)/;
  for (const file of artifacts.of('compose')) {
    for (const { image } of file.model.services)
      if (image !== undefined && images.test(image.value))
        return { ...file.placeOf(image.span), message: 'the proxy drops what clients say of themselves' };
  }
  return undefined;
}

/** Variables that hold what the client sent, alone or at the beginning of a list. */
const CLIENTS_OWN = /\$\{?(?:proxy_add_x_forwarded_for|http_)/;

const normal = (header: string): string =>
  header
    .toLowerCase()
    .replaceAll('_', '-')
    .replace(/^http-/, '');
