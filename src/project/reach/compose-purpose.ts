/** What the services of a compose file say of whom it is for. Names and folders are asked elsewhere. */
import type { ComposeFile, ComposeService } from '../../artifacts/index.ts';
import { datastoreImage } from '../../knowledge/datastore-images.ts';
import { isForDevelopment } from './for-development.ts';

/** Its datastores hold their data in memory, and none keeps it: they serve one run of tests. */
export function keepsNoData({ services }: ComposeFile): boolean {
  const stores = services.filter(({ image }) => image !== undefined && datastoreImage(image.value) !== undefined);
  const holds = (kind: 'tmpfs' | 'volume'): boolean =>
    stores.some(({ mounts }) => mounts.some((mount) => mount.kind === kind));
  return holds('tmpfs') && !holds('volume');
}

/**
 * A service of it runs with debugging on or as in development, reloads its code, stands on the sources themselves or on the tests, is an
 * image for developers, or has the settings of who works on the code.
 */
export function isForWorkOnCode({ services }: ComposeFile): boolean {
  return services.some(
    (service) => isInDebugMode(service) || reloads(service) || standsOnSources(service) || isSetForWork(service),
  );
}

/** `env_file: .env.local` */
const isSetForWork = ({ envFiles }: ComposeService): boolean =>
  envFiles.some(({ path: { value } }) =>
    /\.env[._-](?:local|dev|devel|development)$|(?:^|[/._-])(?:local|dev|development)\.env$/i.test(value),
  );

/**
 * The file by which a hosting platform or a managed cluster runs the program: whoever has one starts the compose file on a
 * machine of theirs, unless that says by its name that it is deployed, too.
 */
export function platformBeside(path: string, files: ReadonlySet<string>): string | undefined {
  if (isCalledDeployed(path)) return undefined;
  return [...files].find((each) => PLATFORM.test(each) || isTask(each));
}

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

const isInDebugMode = ({ environment }: ComposeService): boolean =>
  environment.some(
    ({ name, value }) =>
      (DEBUG.test(name.value) && YES.test(value?.value ?? '')) ||
      (STAGE.test(name.value) && WORK.test(value?.value ?? '')),
  );
const DEBUG = /(?:^|_)DEBUG(?:_MODE)?$/i;
const YES = /^(?:1|true|yes|on)$/i;
/** `APP_ENV=development`, `ENVIRONMENT=local` */
const STAGE = /(?:^|_)ENV(?:IRONMENT)?$/i;
const WORK = /^(?:dev|develop|development|local)$/i;

const reloads = ({ command }: ComposeService): boolean =>
  (command?.script.commands ?? []).some(({ words }) =>
    words.some(({ text }) => text === '--reload' || text === 'runserver'),
  );

function standsOnSources({ build, mounts }: ComposeService): boolean {
  if (build === undefined) return false;
  if ([build.dockerfile, build.target].some((each) => each !== undefined && isDevelopers(each.value))) return true;
  const context = folderOf(build.context?.value ?? '.');
  const dockerfile = `${context}/${build.dockerfile?.value ?? ''}`;
  const described = folderOf(dockerfile.slice(0, dockerfile.lastIndexOf('/')));
  return mounts.some(({ kind, source, target }) => {
    const folder = kind === 'bind' && source !== undefined ? folderOf(source.value) : undefined;
    if (folder === undefined) return false;
    if (folder === described && !SETTINGS.test(target?.value ?? '')) return true;
    return folder === context || TESTS.test(folder) || MODULE.test(folder);
  });
}

/** `./main.py:/app/main.py`, a module that the image has, too; settings are given so to what is deployed. */
const MODULE = /\/(?!\w*(?:conf|settings))\w+\.py$/;
/** What an image of others is told of stands beside its Dockerfile: `./nginx:/etc/nginx`, `./db:/docker-entrypoint-initdb.d`. */
const SETTINGS = /^\/(?:etc|docker-entrypoint)/;
const TESTS = /(?:^|\/)tests?$/i;

const isDevelopers = (name: string): boolean =>
  isForDevelopment(name) || /^(?:dev|devel|development|debug)$/i.test(name);
const folderOf = (path: string): string => path.replace(/^(?:\.\/)+/, '').replace(/\/$/, '') || '.';
