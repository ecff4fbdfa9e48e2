import {
  defineProjectRule,
  type FactsContext,
  heldBackBy,
  NOT_PRODUCTION,
  type PackedPlace,
  PRODUCTION,
  packPlace,
  type RelatedLocation,
  unpackPlace,
} from '#kit';
import { identifiersOf, nodesOf, stringConstant } from '#kit/code';
import type { ProjectModel } from '#kit/project';
import { isSameQueue, nameOfQueue, type RedisServer, redisServers, redisServiceNames } from '#kit/queues';

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

/** What sends a job in any of them, or has it sent at its time. */
const SENDING: readonly string[] = [
  ...['delay', 'apply_async', 'send_task', 'signature', 'beat_schedule', 'crontab'],
  ...['enqueue', 'enqueue_in', 'enqueue_at', 'enqueue_call', 'enqueue_job', 'cron'],
  ...['send', 'send_with_options', 'schedule', 'kiq', 'kicker', 'periodic_task'],
];

interface Fact {
  /** Absent where a file only sends jobs. */
  readonly kept?: { readonly library: string; readonly place: PackedPlace };
  readonly sends: boolean;
}

export default defineProjectRule<Fact>({
  docs: {
    summary: 'job queue in a Redis that evicts keys',
    why: 'When its memory is full, Redis deletes whole keys to make room. A queue is one key, so all jobs in it can be lost at once without an error.',
    remedy: 'Set `maxmemory-policy noeviction` where jobs are kept, and give caches a Redis of their own.',
    harm: 'loses',
    ceiling: 'P2',
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
  needs: ['artifacts', 'queues'],
  facts(file) {
    const [kept] = [...libraryUses(file), ...celeryBrokers(file)];
    const used = identifiersOf(file.module);
    const sends = SENDING.some((name) => used.has(name));
    return kept === undefined && !sends ? [] : [{ sends, ...(kept !== undefined && { kept }) }];
  },
  check(project, ctx) {
    const all = redisServers(project);
    const servers = all.filter(({ policy }) => /^(?:allkeys|volatile)-/.test(policy));
    if (servers.length === 0) return;
    const isKeptElsewhere = all.some(({ policy }) => policy === 'noeviction');
    const lists = queuesOf(project);
    const isUsed = lists.length > 0 || ctx.facts.some(({ fact }) => fact.sends);
    const queues = [
      ...ctx.facts.flatMap(({ path, fact: { kept } }) =>
        kept === undefined
          ? []
          : [{ path, ...unpackPlace(kept.place), message: `${kept.library} keeps its jobs in Redis` }],
      ),
      ...lists,
    ];
    if (queues.length === 0) return;
    for (const server of servers) {
      if (!mayHoldQueues(server, project)) continue;
      // Other policies delete only keys with a time to live, which queues mostly lack.
      const guess = !server.policy.startsWith('allkeys')
        ? 'the policy spares keys without a time to live, as those of queues mostly are'
        : server.hasLimit
          ? (isCacheByName(server) ?? (isKeptElsewhere ? KEPT : isUsed ? undefined : 'nothing is seen to send a job'))
          : 'no limit of its memory is written here';
      ctx.report({
        at: server.place,
        message: `this Redis deletes keys when its memory is full (\`${server.policy}\`), and the project keeps jobs in it`,
        ...heldBackBy(guess),
        related: queues.slice(0, 4),
        key: `${server.host ?? server.place.path} ${server.policy}`,
      });
    }
  },
});

const KEPT = 'another file gives Redis `noeviction`, so this one may be for development';

const isCacheByName = ({ host }: RedisServer): string | undefined =>
  host !== undefined && CACHE_NAME.test(host)
    ? 'by its name it is a cache, and the jobs may be kept elsewhere'
    : undefined;

/** The only Redis of the repository, or the one that brokers are told of. */
function mayHoldQueues({ host }: RedisServer, project: ProjectModel): boolean {
  const names = redisServiceNames(project);
  if (names.size <= 1) return true;
  return host !== undefined && brokerHosts(project).has(host);
}

/** Hosts of `CELERY_BROKER_URL: redis://queue:6379/0` and its like. */
function brokerHosts({ artifacts }: ProjectModel): ReadonlySet<string> {
  const services = artifacts.of('compose').flatMap(({ model }) => model.services);
  const variables = services.flatMap(({ environment }) => environment);
  return new Set(
    variables.flatMap(({ name, value }) => {
      const host = /^rediss?:\/\/(?:[^@/]*@)?([\w.-]+)/.exec(value?.value ?? '')?.[1];
      return host !== undefined && /BROKER|QUEUE|CELERY|(?:^|_)A?RQ_|JOB|TASK/.test(name.value) ? [host] : [];
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
  return puts.flatMap((put) => {
    const isTaken = kept.some(
      ({ act, broker, name }) => act === 'take' && broker === put.broker && isSameQueue(name, put.name) === 'yes',
    );
    if (!isTaken) return [];
    const message = `\`${put.call}\` puts on \`${nameOfQueue(put.name)}\``;
    return [{ path: put.module.path, ...put.place, message }];
  });
}

type Kept = NonNullable<Fact['kept']>;

function libraryUses(file: FactsContext): Kept[] {
  const used = identifiersOf(file.module);
  if (!ROOTS.some((root) => used.has(root))) return [];
  return nodesOf(file.module, 'Call').flatMap((call): Kept[] => {
    const name = file.names.qualifiedName(call.func);
    const library = name === undefined ? undefined : LIBRARIES.find(([pattern]) => pattern.test(name))?.[1];
    return library === undefined ? [] : [{ library, place: packPlace(file, call) }];
  });
}

/** The address of a Redis in a file that sets up Celery's broker. */
function celeryBrokers(file: FactsContext): Kept[] {
  const used = identifiersOf(file.module);
  const isSetUp = ['broker_url', 'CELERY_BROKER_URL', 'celery_broker_url', 'BROKER_URL'].some((name) => used.has(name));
  if (!isSetUp && !(used.has('Celery') && used.has('broker'))) return [];
  const address = nodesOf(file.module, 'Constant').find((constant) =>
    /^rediss?:\/\//.test(stringConstant(constant) ?? ''),
  );
  return address === undefined ? [] : [{ library: 'Celery', place: packPlace(file, address) }];
}
