import type { RelatedLocation } from '../../findings/index.ts';
import type { Artifacts } from '../artifacts.ts';
import { isProduction } from '../production.ts';
import type { ProjectModel } from '../project-model.ts';
import { proxiesAmong } from '../proxies.ts';
import { isComposeForDevelopment } from './for-development.ts';

const listening = ({ modules }: ProjectModel) => modules.filter(isProduction).flatMap((module) => module.listens ?? []);

/** A container, manifest, command or server of its own gives it a port or an address that others reach. */
export function isPublished(project: ProjectModel): boolean {
  const { artifacts, startingCommands } = project;
  if (listening(project).includes('anywhere')) return true;
  if (portOfBuilt(artifacts) !== undefined || artifacts.of('kubernetes').length > 0) return true;
  if (artifacts.of('platform').some(({ model }) => model.isPublic)) return true;
  const isKept = isKeptHere(artifacts);
  if (
    !isKept &&
    artifacts
      .of('dockerfile')
      .some(({ model }) => model.stages.some(({ instructions }) => instructions.some(({ kind }) => kind === 'expose')))
  )
    return true;
  return startingCommands.some(
    ({ isInImage, command }) =>
      !(isKept && isInImage) &&
      command.words.some(({ text }) => /^(?:--host=|--bind=)?(?:0\.0\.0\.0|::|\[::\])(?::\d+)?$/.test(text)),
  );
}

/** Whatever address is listened to in the containers, their ports are those of this machine alone, and so are those of a proxy beside them. */
function isKeptHere(artifacts: Artifacts): boolean {
  const services = artifacts
    .of('compose')
    .flatMap(({ path, model }) => (isComposeForDevelopment(path) ? [] : model.services));
  const isGiven = services.some(({ build, ports }) => build !== undefined && ports.length > 0);
  if (!isGiven) return false;
  return services
    .filter(({ build, image }) => build !== undefined || PROXY.test(image?.value ?? ''))
    .every(({ ports }) => ports.every(({ hostAddress }) => isLocal(hostAddress)));
}

/** A port of a container that the repository builds, where nothing in the repository hands requests on. */
export function directPortOf({ artifacts }: ProjectModel): RelatedLocation | undefined {
  const files = artifacts.of('compose').filter(({ path }) => !isComposeForDevelopment(path));
  const isBehind = files.some(({ model }) => model.services.some(({ image }) => PROXY.test(image?.value ?? '')));
  if (isBehind || proxiesAmong(artifacts).length > 0 || artifacts.of('kubernetes').length > 0) return undefined;
  return portOfBuilt(artifacts);
}

/** A port of a container that the repository builds, whatever is before another. */
export function portOfBuilt(artifacts: Artifacts): RelatedLocation | undefined {
  const files = artifacts.of('compose').filter(({ path }) => !isComposeForDevelopment(path));
  return files.flatMap((file) =>
    file.model.services.flatMap(({ build, ports }) => {
      const open = build === undefined ? undefined : ports.find(({ hostAddress }) => !isLocal(hostAddress));
      return open === undefined ? [] : { ...file.placeOf(open.span), message: 'any client can reach it here' };
    }),
  )[0];
}

const PROXY = /(?:^|\/)(?:traefik|caddy|nginx|haproxy|envoy|httpd|openresty|kong|cloudflared|swag)/;

const isLocal = (address: string | undefined): boolean =>
  address !== undefined && /^(?:127\.|localhost$|\[?::1)/.test(address);
