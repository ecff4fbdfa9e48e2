/** What the proxies of the repository do to a request. */
import type { RelatedLocation } from '../findings/index.ts';
import type { Artifacts } from './artifacts.ts';
import type { Project } from './build.ts';
import { isProduction } from './production.ts';

/** Where a header is set to what no client wrote; undefined where one proxy passes it on or appends to it, and where there is none. */
export function overwritingOf(header: string, artifacts: Artifacts): RelatedLocation | undefined {
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

/**
 * Where a proxy hands requests on that are no larger than it says; undefined where each lets all through, and where there is none. What says
 * nothing takes a megabyte: https://nginx.org/en/docs/http/ngx_http_core_module.html#client_max_body_size
 */
export function bodyLimitOf(artifacts: Artifacts): RelatedLocation | undefined {
  for (const file of proxiesAmong(artifacts)) {
    const limits = file.model.directives.filter(({ name }) => name.value === 'client_max_body_size');
    if (limits.some(({ value }) => /^0\s*$/.test(value.value))) continue;
    const told = limits[0] ?? file.model.directives.find(({ name }) => PASSES.test(name.value));
    if (told !== undefined) return { ...file.placeOf(told.value.span), message: 'the proxy limits requests' };
  }
  return undefined;
}

/** The setting of Flask stands somewhere, or a middleware of the project that by its name refuses what is too large. */
export const limitsBodyInCode = ({ modules }: Pick<Project, 'modules'>): boolean =>
  modules
    .filter(isProduction)
    .some(
      ({ names, classes }) =>
        LIMIT in names ||
        classes.some(
          ({ attributes, qualifiedName }) =>
            LIMIT in attributes || MIDDLEWARE.test(qualifiedName.split('.').at(-1) ?? ''),
        ),
    );

const LIMIT = 'MAX_CONTENT_LENGTH';
const MIDDLEWARE =
  /(?:Body|Content|Payload|Request|Upload)(?:Size|Length)?Limit|Limit(?:Body|Content|Payload|Request|Upload)(?:Size|Length)/;

const PASSES = /^(?:proxy|grpc|uwsgi)_pass$/;

export const proxiesAmong = (artifacts: Artifacts) =>
  artifacts.of('nginx').filter(({ model }) => model.directives.some(({ name }) => PASSES.test(name.value)));

/** Variables that hold what the client sent, alone or at the beginning of a list. */
const CLIENTS_OWN = /\$\{?(?:proxy_add_x_forwarded_for|http_)/;

const normal = (header: string): string =>
  header
    .toLowerCase()
    .replaceAll('_', '-')
    .replace(/^http-/, '');
