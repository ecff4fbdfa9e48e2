/** What the proxies of the repository do to the headers of a request. */
import type { RelatedLocation } from '../findings/index.ts';
import type { Artifacts } from './artifacts.ts';

/** Where a header is set to what no client wrote; undefined where one proxy passes it on or appends to it, and where there is none. */
export function overwritingOf(header: string, artifacts: Artifacts): RelatedLocation | undefined {
  const proxies = artifacts
    .of('nginx')
    .filter(({ model }) => model.directives.some(({ name }) => /^(?:proxy|grpc|uwsgi)_pass$/.test(name.value)));
  const settings = proxies.map((file) => {
    const written = file.model.directives.filter(({ name }) => name.value === 'proxy_set_header');
    return written.flatMap(({ value }) => {
      const [, target = '', source = ''] = /^["']?([\w-]+)["']?\s+(.*)$/.exec(value.value) ?? [];
      return normal(target) === normal(header) ? [{ source, place: file.placeOf(value.span) }] : [];
    });
  });
  const isSafe = settings.every((each) => each.length > 0 && each.every(({ source }) => !CLIENTS_OWN.test(source)));
  const [first] = settings.flat();
  return isSafe && first !== undefined ? { ...first.place, message: 'the proxy sets the header anew' } : undefined;
}

/** Variables that hold what the client sent, alone or at the beginning of a list. */
const CLIENTS_OWN = /\$\{?(?:proxy_add_x_forwarded_for|http_)/;

const normal = (header: string): string =>
  header
    .toLowerCase()
    .replaceAll('_', '-')
    .replace(/^http-/, '');
