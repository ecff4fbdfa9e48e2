/** Whether something in front of the routes refuses what is too large. */
import type { RelatedLocation } from '#findings';
import { defineQuestion } from '#kit';
import { type Artifacts, type ProjectModel, UNKNOWN, whenReached } from '#project';
import { isProduction } from '#project/production';
import { nginxSetting, passesIn } from '#project/proxies';
import { portOfBuilt } from '#project/reach/exposure';

/**
 * Does a proxy whose configuration the repository holds refuse requests above a size? Unknown where the port of a container stands open
 * beside it, and where a setting or middleware of the project seems to do so by its name.
 */
export const proxyLimitsBody = defineQuestion<null>(
  'proxy-limits-body',
  () => 'a proxy, setting or middleware here limits the size of requests',
  (_, project) => {
    const limit = bodyLimitOf(project.artifacts);
    if (limitsBodyInCode(project)) return UNKNOWN;
    return limit !== undefined && portOfBuilt(project.artifacts) !== undefined ? UNKNOWN : whenReached(limit);
  },
);

/**
 * Where a proxy hands requests on that are no larger than it says; undefined where each lets some through, and where there is none. What says
 * nothing takes a megabyte: https://nginx.org/en/docs/http/ngx_http_core_module.html#client_max_body_size
 */
function bodyLimitOf(artifacts: Artifacts): RelatedLocation | undefined {
  for (const file of artifacts.of('nginx')) {
    const limits = passesIn(file).map((pass) => nginxSetting(file, pass.block, 'client_max_body_size')?.[0] ?? pass);
    const [limit] = limits;
    if (limit !== undefined && !limits.some(({ value }) => /^0\s*$/.test(value.value)))
      return { ...file.placeOf(limit.value.span), message: 'the proxy limits requests' };
  }
  return undefined;
}

/** The setting of Flask stands somewhere, or a middleware of the project that by its name refuses what is too large. */
const limitsBodyInCode = ({ modules }: ProjectModel): boolean =>
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
