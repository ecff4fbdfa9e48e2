import { identifiersOf, nodesOf, stringConstant } from '#ast';
import {
  type DoubtId,
  defineProjectRule,
  type FactsContext,
  NOT_PRODUCTION,
  type PackedPlace,
  PRODUCTION,
  packPlace,
  type RelatedLocation,
  unpackPlace,
} from '#kit';
import { nameOfQueue, type ProjectModel } from '#project';
import { EndsByName } from '#project/queue-ends';
import { type RedisServer, redisServers, redisServiceNames } from './redis-settings.ts';

/** Libraries that keep their jobs in Redis, by what a file that sets them up calls. */
const LIBRARIES: readonly (readonly [RegExp, string])[] = [
  [/^rq\.(?:Queue|Worker|queue\.Queue|worker\.Worker)$/, 'RQ'],
  [/^arq\.(?:create_pool|connections\.\w+|worker\.\w+|cron)$/, 'arq'],
  [/^dramatiq\.brokers\.redis\.RedisBroker$/, 'Dramatiq'],
  [/^huey\.(?:\w*RedisHuey|RedisExpireHuey)$/, 'Huey'],
  [/^taskiq_redis\.\w+Broker$/, 'Taskiq'],
];
/** The first word of their calls. */
const ROOTS: readonly string[] = ['rq', 'arq', 'dramatiq', 'huey', 'taskiq_redis', 'celery'];
/** A Redis of its own for what may go. */
const CACHE_NAME = /cache/i;

interface Fact {
  readonly library: string;
  readonly place: PackedPlace;
}

export default defineProjectRule<Fact>({
  docs: {
    summary: 'job queue in a Redis that evicts keys',
    why: 'When its memory is full, Redis deletes whole keys. A queue is a single key, so all of its jobs can be lost at once without an error.',
    remedy: 'Set `maxmemory-policy noeviction` for the Redis with the jobs, and use a separate Redis for caches',
    harm: 'loses',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.6' },
      { document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '5.4' },
    ],
    measured: { read: 1, right: 1, on: 'content_platform; silent on sixty other repositories' },
    bad: '# path: compose.yaml\nservices:\n  redis:\n    image: redis:7\n    command: redis-server --maxmemory 512mb --maxmemory-policy allkeys-lru\n# path: shop/jobs.py\nimport redis\n\nstore = redis.Redis(host="redis")\n\ndef submit(job):\n    store.lpush("jobs", job)\n\ndef work():\n    while True:\n        run(store.brpop("jobs"))\n',
    good: '# path: compose.yaml\nservices:\n  redis:\n    image: redis:7\n    command: redis-server --maxmemory 512mb --maxmemory-policy noeviction\n# path: shop/jobs.py\nimport redis\n\nstore = redis.Redis(host="redis")\n\ndef submit(job):\n    store.lpush("jobs", job)\n\ndef work():\n    while True:\n        run(store.brpop("jobs"))\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts(file) {
    return [...libraryUses(file), ...celeryBrokers(file)].slice(0, 1);
  },
  check(project, ctx) {
    const all = redisServers(project);
    const servers = all.filter(({ policy }) => /^(?:allkeys|volatile)-/.test(policy));
    if (servers.length === 0) return;
    const isKeptElsewhere = all.some(({ policy }) => policy === 'noeviction');
    const queues = [
      ...ctx.facts.map(({ path, fact: { library, place } }) => ({
        path,
        ...unpackPlace(place),
        message: `${library} keeps its jobs in Redis`,
      })),
      ...queuesOf(project),
    ];
    const isOnly = redisServiceNames(project).size <= 1;
    const brokers = brokersOf(project);
    for (const server of servers) {
      const own = brokers.filter(({ host }) => host === server.host).map(({ declared }) => declared);
      if (own.length === 0 && (!isOnly || queues.length === 0)) continue;
      ctx.report({
        at: server.place,
        message: `job loss: this Redis evicts keys when its memory is full (\`${server.policy}\`), and the project keeps jobs in it`,
        doubt: doubtAbout(server, isKeptElsewhere),
        related: [...queues, ...own].slice(0, 4),
        key: `${server.host ?? server.place.path} ${server.policy}`,
      });
    }
  },
});

function doubtAbout({ host = '', policy, hasLimit }: RedisServer, isKeptElsewhere: boolean): DoubtId | undefined {
  if (CACHE_NAME.test(host)) return 'expendable-state';
  // Other policies delete only keys with a time to live, which queues mostly lack.
  if (!policy.startsWith('allkeys') || !hasLimit) return 'uncertain-failure';
  return isKeptElsewhere ? 'overridden-at-deployment' : undefined;
}

/** `CELERY_BROKER_URL: redis://queue:6379/0` and its like. */
function brokersOf({
  artifacts,
}: ProjectModel): readonly { readonly host: string; readonly declared: RelatedLocation }[] {
  return artifacts.of('compose').flatMap(({ model, placeOf }) =>
    model.services
      .flatMap(({ environment }) => environment)
      .flatMap(({ name, value, span }) => {
        const host = /^rediss?:\/\/(?:[^@/]*@)?([\w.-]+)/.exec(value?.value ?? '')?.[1];
        return host !== undefined && /BROKER|QUEUE|CELERY|(?:^|_)A?RQ_|JOB|TASK/.test(name.value)
          ? [{ host, declared: { ...placeOf(span), message: `\`${name.value}\` sends jobs to it` } }]
          : [];
      }),
  );
}

/** Lists and streams with both ends in production code. */
function queuesOf({ queueEnds }: ProjectModel): RelatedLocation[] {
  const kept = queueEnds.filter(
    ({ broker, module, name }) =>
      (broker === 'redis-list' || broker === 'redis-stream') && PRODUCTION.has(module.role) && name.kind !== 'unknown',
  );
  const puts = kept.filter(({ act }) => act === 'put');
  const takes = new EndsByName(kept.filter(({ act }) => act === 'take'));
  return puts.flatMap((put) => {
    const isTaken = takes.same(put.name).some(({ broker }) => broker === put.broker);
    if (!isTaken) return [];
    const message = `\`${put.call}\` writes to \`${nameOfQueue(put.name)}\``;
    return [{ path: put.module.path, ...put.place, message }];
  });
}

function libraryUses(file: FactsContext): Fact[] {
  const used = identifiersOf(file.module);
  if (!ROOTS.some((root) => used.has(root))) return [];
  return nodesOf(file.module, 'Call').flatMap((call): Fact[] => {
    const name = file.names.qualifiedName(call.func);
    const library = name === undefined ? undefined : LIBRARIES.find(([pattern]) => pattern.test(name))?.[1];
    return library === undefined ? [] : [{ library, place: packPlace(file, call) }];
  });
}

/** The address of a Redis in a file that sets up Celery's broker. */
function celeryBrokers(file: FactsContext): Fact[] {
  const used = identifiersOf(file.module);
  const isSetUp = ['broker_url', 'CELERY_BROKER_URL', 'celery_broker_url', 'BROKER_URL'].some((name) => used.has(name));
  if (!isSetUp && !(used.has('Celery') && used.has('broker'))) return [];
  const address = nodesOf(file.module, 'Constant').find((constant) =>
    /^rediss?:\/\//.test(stringConstant(constant) ?? ''),
  );
  return address === undefined ? [] : [{ library: 'Celery', place: packPlace(file, address) }];
}
