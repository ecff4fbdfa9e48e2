import {
  type ComposeLayer,
  type ComposePort,
  type DatastoreImage,
  datastoreImage,
  defineProjectRule,
  firstOf,
  isComposeForDevelopment,
  layersOf,
} from '#kit';

export default defineProjectRule({
  docs: {
    summary: 'datastore open to the network without a password',
    why: 'A published port without an address listens on every interface, past the rules of most host firewalls: whoever reaches the machine reads and deletes the data.',
    remedy: 'Publish the port on `127.0.0.1` or not at all, and set a password.',
    severity: 'P1',
    precision: 'medium',
    measured: { read: 9, right: 9, on: 'redash, saleor-platform, OFFAT and six smaller repositories' },
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
        const image = firstOf(layers, (each) => each.image?.value);
        const store = image === undefined ? undefined : datastoreImage(image);
        const port = store && service.ports.find((each) => isOpenPort(each, store));
        if (image === undefined || store === undefined || port === undefined) continue;
        const reason = reasonForOpenness(store, layers);
        if (reason === undefined) continue;
        ctx.report({
          at: file.placeOf(port.span),
          key: `${file.path} ${service.name.value}`,
          message: `port ${port.target} of \`${service.name.value}\` (\`${image}\`) is open on every interface, and ${reason}`,
          ...(isComposeForDevelopment(file.path) && { severity: 'P3' as const, profile: 'strict' as const }),
        });
      }
    }
  },
});

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
    return opening && `\`${opening.name.value}\` asks for no password`;
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
  const words = services.flatMap(({ command }) => command?.script.commands ?? []).flatMap((each) => each.words);
  const isGuarded = words.some(
    ({ text }) => openUnless?.words?.test(text) === true || /\.(?:conf|ya?ml|sh)$/.test(text),
  );
  return isGuarded ? undefined : 'nothing sets a password';
}
