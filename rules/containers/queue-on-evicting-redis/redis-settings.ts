/** Settings of the Redis servers that the repository's artifacts start. */
import { invocationOf, type NamedValue } from '#artifacts';
import type { ArtifactFile, ArtifactPlace, PlacedCommand, ProjectModel } from '#project';
import type { Span } from '#text';

/** A Redis server with what it is told about its memory. */
export interface RedisServer {
  /** `maxmemory-policy`; servers that are not told keep everything. */
  readonly policy: string;
  /** Without a limit nothing is ever evicted. */
  readonly hasLimit: boolean;
  readonly place: ArtifactPlace;
  /** Name of the service or object, by which others reach it. */
  readonly host: string | undefined;
}

/** Servers whose eviction policy is written down: in a command, a redis.conf, a variable or a ConfigMap. */
export function redisServers(project: ProjectModel): readonly RedisServer[] {
  return [...fromCompose(project), ...fromKubernetes(project), ...fromImages(project), ...fromConf(project)];
}

/** How many services of all compose files and manifests run Redis; the same name in two files is one. */
export function redisServiceNames({ artifacts }: ProjectModel): ReadonlySet<string> {
  const services = artifacts.of('compose').flatMap(({ model }) => model.services);
  const composed = services.filter(({ image }) => isRedisImage(image?.value)).map(({ name }) => name.value);
  const objects = artifacts.of('kubernetes').flatMap(({ model }) => model.objects);
  const deployed = objects.filter(({ workload }) =>
    workload?.containers.some(({ image }) => isRedisImage(image?.value)),
  );
  return new Set([...composed, ...deployed.flatMap(({ name }) => name?.value ?? [])]);
}

const isRedisImage = (image: string | undefined): boolean =>
  image !== undefined && /(?:^|\/)(?:redis|valkey|redis-stack(?:-server)?|keydb)(?=[:@]|$)/.test(image);

interface Words {
  readonly text: string;
  readonly span: Span;
}

function serverOf(
  words: readonly Words[],
  file: Pick<ArtifactFile, 'placeOf'>,
  host: string | undefined,
): RedisServer[] {
  // A shell form may hold all in one word: `sh -c "redis-server --maxmemory-policy …"`.
  const parts = words.flatMap(({ text, span }) => text.split(/[\s=]+/).map((part) => ({ text: part, span })));
  const at = parts.findIndex(({ text }) => text === '--maxmemory-policy');
  const policy = parts[at + 1];
  if (at < 0 || policy === undefined) return [];
  const hasLimit = parts.some(({ text }, index) => text === '--maxmemory' && parts[index + 1]?.text !== '0');
  return [{ policy: policy.text, hasLimit, place: file.placeOf(policy.span), host }];
}

function fromCompose({ artifacts }: ProjectModel): RedisServer[] {
  return artifacts.of('compose').flatMap((file) =>
    file.model.services.flatMap(({ name, command, entrypoint, environment }) => {
      const scripts = [entrypoint, command].flatMap((each) => each?.script.commands ?? []);
      return [
        ...serverOf(
          scripts.flatMap(({ words }) => words),
          file,
          name.value,
        ),
        ...serverOf(flagsIn(environment), file, name.value),
      ];
    }),
  );
}

/** `REDIS_ARGS`, `REDIS_EXTRA_FLAGS`, `VALKEY_EXTRA_FLAGS`. */
function flagsIn(environment: readonly NamedValue[]): Words[] {
  return environment.flatMap(({ name, value }) =>
    /^(?:REDIS|VALKEY)_(?:ARGS|EXTRA_FLAGS)$/.test(name.value) && value !== undefined
      ? [{ text: value.value, span: value.span }]
      : [],
  );
}

function fromKubernetes({ artifacts }: ProjectModel): RedisServer[] {
  return artifacts.of('kubernetes').flatMap((file) =>
    file.model.objects.flatMap(({ name, workload, entries }) => {
      const words = (workload?.containers ?? []).flatMap(({ command, args }) =>
        [...command, ...args].map(({ value, span }) => ({ text: value, span })),
      );
      const configured = entries.flatMap((entry) => fromText(entry, file, name?.value));
      return [...serverOf(words, file, name?.value), ...configured];
    }),
  );
}

/** A ConfigMap's `redis.conf`, or a key of the directive's name. */
function fromText({ name, value }: NamedValue, file: ArtifactFile, host: string | undefined): RedisServer[] {
  if (value === undefined) return [];
  const isConf = /^(?=.*\.conf$).*redis|^(?:master|replica|common)?-?(?:redis|valkey)$/i.test(name.value);
  const policy = isConf ? /^[ \t]*maxmemory-policy\s+(\S+)/m.exec(value.value)?.[1] : undefined;
  if (policy === undefined) return [];
  const hasLimit = /^[ \t]*maxmemory\s+(?!0\s*$)\S+/m.test(value.value);
  return [{ policy, hasLimit, place: file.placeOf(name.span), host }];
}

/** `CMD ["redis-server", "--maxmemory-policy", …]` of an image of one's own, and scripts that start the server. */
function fromImages({ commands }: ProjectModel): RedisServer[] {
  const kinds: ReadonlySet<PlacedCommand['kind']> = new Set(['dockerfile', 'shell-script', 'platform']);
  return commands.flatMap(({ kind, command, placeOf }) => {
    const invocation = kinds.has(kind) ? invocationOf(command) : undefined;
    if (invocation === undefined || !/^(?:redis|valkey)-server$/.test(invocation.program)) return [];
    return serverOf(command.words, { placeOf }, undefined);
  });
}

function fromConf({ artifacts }: ProjectModel): RedisServer[] {
  return artifacts.of('redis-conf').flatMap((file) => {
    const { directives } = file.model;
    const policy = directives.findLast(({ name }) => name.value.toLowerCase() === 'maxmemory-policy');
    if (policy === undefined) return [];
    const limit = directives.findLast(({ name }) => name.value.toLowerCase() === 'maxmemory');
    const hasLimit = limit !== undefined && limit.value.value !== '0';
    return [{ policy: policy.value.value, hasLimit, place: file.placeOf(policy.value.span), host: undefined }];
  });
}
