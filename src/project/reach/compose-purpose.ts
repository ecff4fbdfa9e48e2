/** What the services of a compose file say of whom it is for. Names and folders are asked elsewhere. */
import type { ComposeFile } from '../../artifacts/index.ts';
import { memoize } from '../../collections/index.ts';
import { datastoreImage } from '../../knowledge/datastore-images.ts';

/** Its datastores hold their data in memory, and none keeps it: they serve one run of tests. */
export function keepsNoData({ services }: ComposeFile): boolean {
  const stores = services.filter(({ image }) => image !== undefined && datastoreImage(image.value) !== undefined);
  const holds = (kind: 'tmpfs' | 'volume'): boolean =>
    stores.some(({ mounts }) => mounts.some((mount) => mount.kind === kind));
  return holds('tmpfs') && !holds('volume');
}

/**
 * The file by which a hosting platform or a managed cluster runs the program: anyone who has one starts the compose file on a
 * machine of theirs, unless that says by its name that it is deployed, too.
 */
export function platformBeside(path: string, files: ReadonlySet<string>): string | undefined {
  return isCalledDeployed(path) ? undefined : platformOf(files).path;
}

const platformOf = memoize((files: ReadonlySet<string>): { readonly path: string | undefined } => ({
  path: [...files].find((each) => PLATFORM.test(each) || isTask(each)),
}));

/** `compose.prod.yml`, `Dockerfile.prod` */
export const isCalledDeployed = (path: string): boolean => DEPLOYED.test(path.slice(path.lastIndexOf('/') + 1));

const DEPLOYED =
  /(?:^|[-_.])(?:prod|production|deploy|deployment|server|staging|stage|stack|swarm|ec2|vps)(?=[-_.]|$)/i;
/** Blueprints of Render, Fly, Railway, Heroku and App Runner at the root, and charts of Helm. */
const PLATFORM =
  /^(?:render\.ya?ml|fly\.toml|railway\.(?:json|toml)|heroku\.yml|apprunner\.yaml|(?:[\w-]+\/){0,3}Chart\.yaml)$/;
/** Definitions of tasks that ECS runs. */
const isTask = (path: string): boolean =>
  path.endsWith('.json') && /task[-_]?def/i.test(path.slice(path.lastIndexOf('/') + 1));
