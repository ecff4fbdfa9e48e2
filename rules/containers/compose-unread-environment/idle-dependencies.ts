/** Datastores that a service waits for, and that nothing it runs talks to. */
import type { ComposeFile, ComposeService } from '#artifacts';
import { memoize } from '#collections';
import type { VariableUse } from '#kit/artifacts';
import { datastoreImage } from '#knowledge/datastore-images';
import type { ComposeLayer, ProjectModel, ServiceCode } from '#project';
import { layersOf } from '#project/compose-layers';
import type { ModuleSummary } from '#semantics';

export interface IdleDependency {
  readonly dependency: ComposeService['dependsOn'][number];
  /** What is not talked to: `Redis`. */
  readonly store: string;
}

/** Only where every variable that may lead to a store can be seen. */
export function idleDependencies(
  project: ProjectModel,
  { file, service }: ComposeLayer,
  code: ServiceCode,
  uses: (code: ServiceCode, variable: string) => VariableUse,
): readonly IdleDependency[] {
  const layers = layersOf(project.artifacts, { file, service });
  const own = layers.flatMap((layer) => layer.service.environment);
  const read = own.filter(({ name }) => uses(code, name.value).kind === 'may-be-read');
  const isHidden = read.some(({ name, value }) => ADDRESS.test(name.value) && (value?.value ?? '$').includes('$'));
  if (isHidden || layers.some((layer) => layer.service.envFiles.length > 0)) return [];
  const isSaid = code.mayRunMore
    ? (store: Store) => storesSaid(project).has(store)
    : (store: Store) => saysAny(code.modules, store);
  const given = [
    ...read.flatMap(({ name, value }) => [name.value, value?.value ?? '']),
    ...code.commands.flatMap(({ words }) => words.map(({ text }) => text)),
  ];
  return service.dependsOn.flatMap((dependency) => {
    const name = dependency.service.value;
    const store = storesByService(file.model).get(name);
    if (store === undefined) return [];
    const isNamed = given.some((text) => store.words.test(text)) || isSaid(store);
    return isNamed ? [] : [{ dependency, store: store.name }];
  });
}

const storesByService = memoize(
  ({ services }: ComposeFile): ReadonlyMap<string, Store | undefined> =>
    // Of two services of one name the first is meant.
    new Map(services.map((service) => [service.name.value, storeOf(service)] as const).toReversed()),
);

/** Those that some code of the project says something of. */
const storesSaid = memoize(({ modules }: ProjectModel): ReadonlySet<Store> => {
  const shipped = modules.filter(({ role }) => role !== 'test');
  return new Set(STORES.flatMap(([, store]) => (saysAny(shipped, store) ? store : [])));
});

function saysAny(modules: Iterable<ModuleSummary>, { words }: Store): boolean {
  for (const module of modules) if (names(module, (text) => words.test(text))) return true;
  return false;
}

const ADDRESS = /UR[IL]|HOST|ADDR|DSN|BROKER|BACKEND|ENDPOINT|SERVER|CONN|NODE|CACHE|DATABASE|DB|STORE|STORAGE/i;

interface Store {
  readonly name: string;
  /** What code that talks to it would say: clients, protocols, ports, and what works through it. */
  readonly words: RegExp;
}

const STORES: readonly (readonly [RegExp, Store])[] = [
  [
    /redis|valkey|keydb|dragonfly/,
    {
      name: 'Redis',
      words:
        /redis|valkey|keydb|6379|celery|kombu|\brq\b|arq|dramatiq|huey|saq|cache|broker|channels|limits|limiter|queue/i,
    },
  ],
  [
    /postgres|postgis|pgvector|timescale/,
    {
      name: 'PostgreSQL',
      words:
        /postgres|psycopg|asyncpg|pg8000|5432|sqlalchemy|sqlmodel|tortoise|peewee|django|databases?|alembic|piccolo|pony|prisma|ormar|pgvector|\bdb\b|sql/i,
    },
  ],
  [
    /mysql|mariadb|percona/,
    {
      name: 'MySQL',
      words: /mysql|mariadb|3306|sqlalchemy|sqlmodel|tortoise|peewee|django|databases?|alembic|pony|prisma|\bdb\b|sql/i,
    },
  ],
  [/mongo/, { name: 'MongoDB', words: /mongo|27017|beanie|motor|odmantic|databases?|\bdb\b/i }],
  [/elasticsearch|opensearch/, { name: 'Elasticsearch', words: /elastic|opensearch|9200|haystack|search/i }],
  [/memcached/, { name: 'Memcached', words: /memcache|pylibmc|11211|cache/i }],
  [/qdrant/, { name: 'Qdrant', words: /qdrant|6333|6334|vector/i }],
  [
    /rabbitmq/,
    { name: 'RabbitMQ', words: /rabbit|amqp|pika|5672|celery|kombu|dramatiq|broker|queue|faststream|taskiq|nameko/i },
  ],
];

function storeOf(service: ComposeService | undefined): Store | undefined {
  const image = service?.image?.value;
  if (image === undefined || service?.build !== undefined) return undefined;
  const name = image.slice(image.lastIndexOf('/') + 1).replace(/[:@][\s\S]*$/, '');
  if (datastoreImage(image) === undefined && name !== 'rabbitmq') return undefined;
  return STORES.find(([pattern]) => pattern.test(name))?.[1];
}

/** In an import, a text, an attribute, or the name of the module itself. */
function names(module: ModuleSummary, said: (text: string) => boolean): boolean {
  const { imports, path } = module;
  return imports.some(({ module: imported, name }) => said(imported) || said(name ?? '')) || said(path);
}
