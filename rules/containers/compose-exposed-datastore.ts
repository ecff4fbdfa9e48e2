import { defineProjectRule, heldBackBy, type Span } from '#kit';
import {
  type ComposePort,
  type ComposeService,
  type DatastoreImage,
  datastoreImage,
  firstOf,
  isCalledDeployed,
  isComposeForDevelopment,
  isForWorkOnCode,
  layersOf,
  platformBeside,
} from '#kit/artifacts';
import type { ArtifactFile, ComposeLayer, ProjectModel } from '#kit/project';

export default defineProjectRule({
  docs: {
    summary: 'datastore open to the network without a secret password',
    why: 'Docker opens a published port without an address on every network interface, and firewalls such as `ufw` do not block it. Whoever can reach the machine can read and delete the data.',
    remedy: 'Publish the port on `127.0.0.1` or not at all, and set a password.',
    harm: 'admits',
    ceiling: 'P1',
    precision: 'medium',
    measured: { read: 11, right: 11, on: 'redash, saleor-platform, OFFAT and six smaller repositories' },
    since: '0.1.0',
    cwe: [306, 668],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6' }],
    bad: '# path: compose.yml\nservices:\n  queue:\n    image: redis:7.4\n    ports:\n      - "6379:6379"\n',
    good: '# path: compose.yml\nservices:\n  queue:\n    image: redis:7.4\n    ports:\n      - "127.0.0.1:6379:6379"\n',
  },
  needs: ['artifacts'],
  check(project, ctx) {
    for (const file of project.artifacts.of('compose')) {
      for (const service of file.model.services) {
        const layers = layersOf(project.artifacts, { file, service });
        const built = baseBuiltOn(layers, project);
        const image = built ?? firstOf(layers, (each) => each.image?.value);
        const store = image === undefined ? undefined : datastoreImage(image);
        const opening = store && openingOf(service, store, layers);
        if (image === undefined || store === undefined || opening === undefined) continue;
        // What is copied into an image may set a password.
        const open = built === undefined ? reasonForOpenness(store, layers) : undefined;
        const known = open === undefined ? (writtenPassword(layers) ?? defaultPassword(layers, project)) : undefined;
        const reason = open ?? known?.says;
        if (reason === undefined) continue;
        const name = `\`${service.name.value}\` (\`${image}\`)`;
        const port = opening.port === undefined ? '' : `port ${opening.port} of `;
        const way = opening.port === undefined ? 'listens on the network of the host' : 'is open on every interface';
        ctx.report({
          at: file.placeOf(opening.span),
          key: `${file.path} ${service.name.value}`,
          message: `${port}${name} ${way}, and ${reason}`,
          ...(!file.model.services.some(answersTheWorld) && { ceiling: 'P2' }),
          ...heldBackBy(
            open === undefined && (service.restart === undefined || isForWorkOnCode(file.model))
              ? 'it may run on the machines of those who work on the code alone'
              : (guessAgainst(file, service, project) ?? known?.guess),
          ),
        });
      }
    }
  },
});

/** `build: .` of a Dockerfile that begins `FROM postgres:16`. */
function baseBuiltOn(layers: readonly ComposeLayer[], { artifacts, builds }: ProjectModel): string | undefined {
  const file = artifacts
    .of('dockerfile')
    .find(({ path }) => builds.of(path).some((build) => layers.some(({ service }) => service === build.service)));
  return file?.model.stages.at(-1)?.base.written;
}

/**
 * The port is a slip where the services of the files have the store without it, or where it comes back whenever the machine starts, and a
 * choice where only the machine itself may use it.
 */
function guessAgainst(file: ArtifactFile<'compose'>, store: ComposeService, project: ProjectModel): string | undefined {
  // It stands on the machines of those who work on the code, where the data is made up.
  if (isComposeForDevelopment(file.path) || (isForWorkOnCode(file.model) && !mayBeDeployed(file, store, project)))
    return 'the file is for work on the code';
  const newer = file.folder.replace(/[-_.](?:old|bak|backup|orig)$/i, '');
  if (newer !== file.folder && [...project.files].some((path) => path.startsWith(`${newer}/`)))
    return `by its name the folder \`${newer}\` has taken its place`;
  const deployed = isCalledDeployed(file.path) ? undefined : deployedWithout(store, project);
  if (deployed !== undefined) return `\`${deployed}\` is deployed, and publishes no port of it`;
  const platform = platformBeside(file.path, project.files);
  if (platform !== undefined) return `the program seems to be deployed by \`${platform}\``;
  const beside = project.artifacts
    .of('compose')
    .filter(({ folder }) => folder === file.folder)
    .flatMap(({ model }) => model.services);
  if (beside.some((service) => service.name.value !== store.name.value && isUser(service, store))) return undefined;
  return store.restart?.value === 'always'
    ? undefined
    : 'no service beside it is seen to use it, so the program may run outside of the containers';
}

/** A file that by its name is deployed, and has the same store by an image of its own. */
function deployedWithout({ name }: ComposeService, { artifacts }: ProjectModel): string | undefined {
  const found = artifacts.of('compose').find(({ path, model }) => {
    const store = isCalledDeployed(path) ? model.services.find((each) => each.name.value === name.value) : undefined;
    return store?.image !== undefined && store.ports.length === 0 && store.networkMode?.value !== 'host';
  });
  return found?.path;
}

/** It has the name of such a file, or comes back whenever the machine starts, and no other file has the name. */
function mayBeDeployed({ path }: ArtifactFile<'compose'>, { restart }: ComposeService, { artifacts }: ProjectModel) {
  if (isCalledDeployed(path)) return true;
  const comesBack = restart !== undefined && /^(?:always|unless-stopped)$/.test(restart.value);
  return comesBack && !artifacts.of('compose').some((other) => isCalledDeployed(other.path));
}

/** The ports of the web: whoever publishes them serves strangers from this machine. */
const answersTheWorld = ({ ports, profiles }: ComposeService): boolean =>
  profiles.length === 0 && ports.some(({ published }) => /^(?:80|443)$/.test(published ?? ''));

/** What has a profile is only started by who asks for it: a board to look at the data. */
function isUser({ image, dependsOn, environment, command, profiles }: ComposeService, store: ComposeService): boolean {
  if (profiles.length > 0 || (image !== undefined && datastoreImage(image.value) !== undefined)) return false;
  const name = store.name.value;
  if (dependsOn.some(({ service }) => service.value === name)) return true;
  const words = (command?.script.commands ?? []).flatMap((each) => each.words.map(({ text }) => text));
  // `redis://cache:6379/0`, `cache:6379`, `cache`
  return [...words, ...environment.map(({ value }) => value?.value ?? '')].some((text) =>
    text.split(/[\s/@,=]+/).some((part) => part === name || part.startsWith(`${name}:`)),
  );
}

/** Where a service lets the world in; `port` where it publishes one. */
function openingOf(
  { ports, networkMode }: ComposeService,
  store: DatastoreImage,
  layers: readonly ComposeLayer[],
): { readonly span: Span; readonly port?: string } | undefined {
  const port = ports.find((each) => isOpenPort(each, store));
  if (port !== undefined) return { span: port.span, port: port.target };
  const isLocal = wordsOf(layers).some((word) => /\b(?:127\.0\.0\.1|localhost)\b/.test(word));
  return networkMode?.value === 'host' && !isLocal ? { span: networkMode.span } : undefined;
}

interface KnownPassword {
  readonly says: string;
  readonly guess?: string;
}

/** Whoever reads the repository knows it: what the service says itself goes before what others say of it. */
function writtenPassword(layers: readonly ComposeLayer[]): KnownPassword | undefined {
  const all = layers.flatMap(({ service }) => service.environment);
  const own = all.filter(({ name }, at) => at === all.findIndex((each) => each.name.value === name.value));
  for (const { name, value } of own) {
    const [, variable] = FALLBACK.exec(value?.value ?? '') ?? [];
    if (!/PASS(?:WORD)?$/.test(name.value) || (variable === undefined && !/^[^${}<>\s]+$/.test(value?.value ?? '')))
      continue;
    const says = `its password, \`${name.value}\`, stands in this file`;
    return variable === undefined ? { says } : { says, guess: `whoever starts it may set \`${variable}\`` };
  }
  return undefined;
}

const FALLBACK = /^\$\{(\w+):?-[^${}<>\s]+\}$/;

/** `env_file: .env`, which everybody makes of an example that names the password. */
function defaultPassword(layers: readonly ComposeLayer[], { artifacts }: ProjectModel): KnownPassword | undefined {
  const folders = layers.flatMap(({ file, service }) => (service.envFiles.length > 0 ? file.folder : []));
  const given = artifacts.of('env-file').filter(({ path, folder }) => folders.includes(folder) && EXAMPLE.test(path));
  for (const { path, model } of given) {
    const found = model.variables.find(
      ({ name, value, isPlain }) => OF_STORE.test(name.value) && value === 'set' && isPlain,
    );
    const says = `its password, \`${found?.name.value}\`, stands in \`${path}\``;
    if (found !== undefined) return { says, guess: `whoever copies \`${path}\` may write another one` };
  }
  return undefined;
}

const EXAMPLE = /(?:^|\/)\.?env\.(?:example|sample|template|dist)$/;
const OF_STORE = /^(?:POSTGRES|MYSQL|MARIADB|MONGO)\w*PASSWORD$/;

function wordsOf(layers: readonly ComposeLayer[]): readonly string[] {
  const commands = layers.flatMap(({ service: { command } }) => command?.script.commands ?? []);
  return commands.flatMap(({ words }) => words.map(({ text }) => text));
}

/** Published on all interfaces: what variables decide may be anything. */
function isOpenPort({ hostAddress, published, target, protocol }: ComposePort, store: DatastoreImage): boolean {
  const isEverywhere = hostAddress === undefined || hostAddress === '0.0.0.0' || hostAddress === '::';
  const isAddressed =
    published?.includes('127.0.0.1') === true || /^\$\{?\w*(?:HOST|ADDR|BIND|IP)\b/.test(published ?? '');
  return isEverywhere && !isAddressed && protocol !== 'udp' && store.ports.includes(target);
}

/** What lets everybody in; undefined where something may keep them out. */
function reasonForOpenness(
  { openIf, openUnless }: DatastoreImage,
  layers: readonly ComposeLayer[],
): string | undefined {
  const services = layers.map(({ service }) => service);
  const variables = services.flatMap(({ environment }) => environment);
  if (openIf !== undefined) {
    const opening = variables.find(({ name, value }) => openIf.test(`${name.value}=${value?.value ?? ''}`));
    if (opening !== undefined) return `\`${opening.name.value}\` turns the password off`;
    if (openUnless === undefined) return undefined;
  }
  // Files may hold the password, and scripts may set one.
  const isConfigured = services.some(
    ({ envFiles, mounts, configs, secrets, entrypoint }) =>
      envFiles.length + configs.length + secrets.length > 0 ||
      entrypoint !== undefined ||
      mounts.some(
        ({ kind, target }) => kind === 'bind' && /\/etc\/|\.(?:conf|ya?ml|json|acl|sh)$/.test(target?.value ?? ''),
      ),
  );
  if (isConfigured || variables.some(({ name }) => openUnless?.variables?.test(name.value) === true)) return undefined;
  const isGuarded = wordsOf(layers).some((word) => openUnless?.words?.test(word) === true);
  return isGuarded ? undefined : 'nothing sets a password';
}
