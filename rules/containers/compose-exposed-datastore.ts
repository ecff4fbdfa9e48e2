import type { ComposePort, ComposeService } from '#artifacts';
import { groupBy, memoize } from '#collections';
import { defineProjectRule } from '#kit';
import { consolePorts, type DatastoreImage, datastoreImage, isPasswordFlag } from '#knowledge/datastore-images';
import type { ArtifactFile, ComposeLayer, ProjectModel } from '#project';
import { firstOf, layersOf } from '#project/compose-layers';
import { isCalledDeployed, platformBeside } from '#project/reach/compose-purpose';
import type { Span } from '#text';

export default defineProjectRule({
  docs: {
    summary: 'exposed datastore without a secret password, or exposed administration console',
    why: 'Docker publishes a port without an address on every network interface, and firewalls such as `ufw` do not block it. Anyone who can reach the machine can read and delete the data.',
    remedy: 'Publish the port on `127.0.0.1` or not at all, and require a password that is not in the repository',
    harm: 'grants-access',
    severity: { datastore: 'P1', 'administration console': 'P2' },
    precision: 'medium',
    measured: { read: 11, right: 11, on: 'redash, saleor-platform, OFFAT and six smaller repositories' },
    since: '0.1.0',
    cwe: [306, 668],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '6' }],
    bad: '# path: compose.yml\nservices:\n  queue:\n    image: redis:7.4\n    ports:\n      - "6379:6379"\n',
    good: '# path: compose.yml\nservices:\n  queue:\n    image: redis:7.4\n    ports:\n      - "127.0.0.1:6379:6379"\n',
  },
  check(project, ctx) {
    for (const file of project.artifacts.of('compose')) {
      for (const service of file.model.services) {
        const layers = layersOf(project.artifacts, { file, service });
        const built = baseBuiltOn(layers, project);
        const image = built ?? firstOf(layers, (each) => each.image?.value);
        const store = image === undefined ? undefined : datastoreImage(image);
        const opening = store && openingOf(service, store, layers);
        const pagePorts = image === undefined ? undefined : consolePorts(image);
        const page = pagePorts && openingOf(service, { ports: pagePorts }, layers);
        if (page !== undefined)
          ctx.report({
            at: file.placeOf(page.span),
            key: `${file.path} ${service.name.value}`,
            kind: 'administration console',
            message: `exposed administration console: \`${service.name.value}\` (\`${image}\`) is published on every interface`,
            ...(isOverridden(file, service, project) && { doubt: 'overridden-at-deployment' }),
          });
        if (image === undefined || store === undefined || opening === undefined) continue;
        // What is copied into an image may set a password.
        const open = built === undefined ? reasonForOpenness(store, layers) : undefined;
        const reason = open ?? writtenPassword(layers) ?? defaultPassword(layers, project);
        if (reason === undefined) continue;
        const name = `\`${service.name.value}\` (\`${image}\`)`;
        const port = opening.port === undefined ? '' : `port ${opening.port} of `;
        const exposure = opening.port === undefined ? 'listens on the host network' : 'is published on every interface';
        ctx.report({
          at: file.placeOf(opening.span),
          key: `${file.path} ${service.name.value}`,
          message: `exposed datastore: ${port}${name} ${exposure}, and ${reason}`,
          ...(opening.port === undefined && {
            remedy: 'Use a bridge network instead of the host network, and require a password',
          }),
          ...(isOverridden(file, service, project) && { doubt: 'overridden-at-deployment' }),
        });
      }
    }
  },
});

/** `build: .` of a Dockerfile that begins `FROM postgres:16`. */
function baseBuiltOn(layers: readonly ComposeLayer[], project: ProjectModel): string | undefined {
  const files = project.artifacts.of('dockerfile');
  const built = layers.flatMap(({ service }) => dockerfilesOfServices(project).get(service) ?? []);
  return built.length === 0 ? undefined : files[Math.min(...built)]?.model.stages.at(-1)?.base.written;
}

/** The Dockerfile that a service is built from, by its place among all. */
const dockerfilesOfServices = memoize(
  ({ artifacts, builds }: ProjectModel): ReadonlyMap<ComposeService, number> =>
    new Map(
      artifacts
        .of('dockerfile')
        .flatMap(({ path }, index) =>
          builds.of(path).flatMap(({ service }) => (service === undefined ? [] : [[service, index] as const])),
        )
        .toReversed(),
    ),
);

/** What is deployed is described elsewhere. */
const isOverridden = ({ path }: ArtifactFile<'compose'>, store: ComposeService, project: ProjectModel): boolean =>
  (!isCalledDeployed(path) && isDeployedWithout(store, project)) || platformBeside(path, project.files) !== undefined;

/** A file that by its name is deployed, and has the same store by an image of its own. */
const isDeployedWithout = ({ name }: ComposeService, project: ProjectModel): boolean =>
  closedWhereDeployed(project).has(name.value);

const closedWhereDeployed = memoize(
  ({ artifacts }: ProjectModel): ReadonlySet<string> =>
    new Set(
      artifacts
        .of('compose')
        .filter(({ path }) => isCalledDeployed(path))
        .flatMap(({ model }) => [...groupBy(model.services, ({ name }) => name.value).values()])
        .flatMap(([store]) =>
          store?.image !== undefined && store.ports.length === 0 && store.networkMode?.value !== 'host'
            ? store.name.value
            : [],
        ),
    ),
);

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

/** Anyone who reads the repository knows it: what the service says itself goes before what others say of it. */
function writtenPassword(layers: readonly ComposeLayer[]): string | undefined {
  const all = layers.flatMap(({ file, service }) => service.environment.map((each) => ({ ...each, path: file.path })));
  const own = [...groupBy(all, ({ name }) => name.value).values()].flatMap(([first]) => first ?? []);
  for (const { name, value, path } of own) {
    const [written, fallback] = WRITTEN.exec(value?.value ?? '') ?? [];
    if (!/PASS(?:WORD)?$/.test(name.value) || written === undefined) continue;
    if (isPasswordFlag(`${name.value}=${fallback ?? written}`)) continue;
    const where = path === layers[0]?.file.path ? 'this file' : `\`${path}\``;
    const when = fallback === undefined ? '' : ', as the default of a variable';
    return `its password, \`${name.value}\`, is in ${where}${when}`;
  }
  return undefined;
}

/** Plain, or as what a variable falls back to. */
const WRITTEN = /^(?:\$\{\w+:?-([^${}<>\s]+)\}|[^${}<>\s]+)$/;

/** `env_file: .env`, which everybody makes of an example that names the password. */
function defaultPassword(layers: readonly ComposeLayer[], project: ProjectModel): string | undefined {
  const folders = new Set(layers.flatMap(({ file, service }) => (service.envFiles.length > 0 ? file.folder : [])));
  const given = [...folders].sort().flatMap((folder) => examplesIn(project).get(folder) ?? []);
  for (const { path, model } of given) {
    const found = model.variables.find(
      ({ name, value, isPlain }) =>
        OF_STORE.test(name.value) && !isPasswordFlag(name.value) && value === 'set' && isPlain,
    );
    if (found !== undefined) return `its password, \`${found.name.value}\`, is in \`${path}\``;
  }
  return undefined;
}

/** Examples of environment files, by their folder. */
const examplesIn = memoize(({ artifacts }: ProjectModel) =>
  groupBy(
    artifacts.of('env-file').filter(({ path }) => EXAMPLE.test(path)),
    ({ folder }) => folder,
  ),
);

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
    if (opening !== undefined) return `\`${opening.name.value}\` disables its password`;
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
  return isGuarded ? undefined : 'it has no password';
}
