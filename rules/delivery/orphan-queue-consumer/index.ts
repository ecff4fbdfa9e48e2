import { groupBy } from '#collections';
import { defineProjectRule, PRODUCTION, type RelatedLocation } from '#kit';
import { isOtherServerLanguage } from '#knowledge/server-languages';
import { isSameQueue, nameOfQueue, type ProjectModel, type QueueEnd } from '#project';
import { type WorkerCommand, workerCommands } from './worker-queues.ts';

/** Brokers by which programs as often hear of other programs. */
const SHARED: ReadonlySet<QueueEnd['broker']> = new Set(['arq', 'rq', 'kafka', 'sqs', 'amqp', 'nats']);
/** Brokers whose queues are those of tasks: their workers are started by a command that names them. */
const OF_TASKS: ReadonlySet<QueueEnd['broker']> = new Set(['celery', 'dramatiq', 'rq']);
/** Redis tells of its keys on channels of these names. */
const REDIS_EVENTS = /^__key(?:space|event)@/;
const RETURNING =
  /requeue|retry|retries|release|restore|recover|resched|put_back|give_back|nack|reject|return|dead|dlq|fail/i;
/** Scripts of servers, which may put on the same queue. */
const SCRIPTS = /^(?=.*\.(?:[cm]?js|ts)$)(?:.*\/)?(?:server|backend|api|services?|workers?|functions|lambda|apps?)\//;
const PAGES = /(?:^|\/)(?:static|public|frontend|web|ui|client|dashboard|assets|node_modules|templates|docs?)\//;

export default defineProjectRule({
  docs: {
    summary: 'queue that is read and never filled (or filled and never read)',
    why: 'A worker waits on a queue that nothing fills, or jobs are added to a queue that nothing reads. All processes look healthy, and those jobs are never done.',
    remedy: 'Take the name of the queue from one constant that both sides import, and test that a job arrives.',
    harm: 'loses',
    severity: {
      'consumer without a producer': 'P0',
      'producer without a consumer': 'P2',
    },
    precision: 'medium',
    harmsUnrun: true,
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.6' }],
    bad: '# path: shop/api.py\nimport redis\nfrom fastapi import FastAPI\n\napp = FastAPI()\nstore = redis.Redis()\n\n@app.post("/jobs")\ndef submit(job: str):\n    store.lpush("jobs:new", job)\n# path: shop/worker.py\nimport redis\n\nstore = redis.Redis()\n\ndef work():\n    while True:\n        run(store.brpop("jobs"))\n',
    good: '# path: shop/api.py\nimport redis\nfrom fastapi import FastAPI\n\napp = FastAPI()\nstore = redis.Redis()\n\n@app.post("/jobs")\ndef submit(job: str):\n    store.lpush("jobs", job)\n# path: shop/worker.py\nimport redis\n\nstore = redis.Redis()\n\ndef work():\n    while True:\n        run(store.brpop("jobs"))\n',
  },
  needs: ['artifacts', 'queues'],
  check(project, ctx) {
    const isOpen = mayBeFilledFromElsewhere(project) || !isDeployed(project);
    const workers = workerCommands(project);
    const queues = new Queues(project);
    const unfilledQueues = onceEach(endsThat('take', project).flatMap((end) => unfilled(end, queues, project) ?? []));
    const waiting = new Set(unfilledQueues.map(({ end }) => end.broker));
    const problems = [
      ...unfilledQueues,
      ...onceEach(
        endsThat('put', project).flatMap((end) => unread(end, queues) ?? unserved(end, workers, queues) ?? []),
      ),
    ];
    for (const { end, message, related } of problems) {
      const isConsumer = end.act === 'take';
      // A producer whose readers read somewhere else was told with them.
      if (!isConsumer && waiting.has(end.broker)) continue;
      const isLoose = isOpen || (isConsumer ? SHARED.has(end.broker) : !OF_TASKS.has(end.broker));
      ctx.report({
        at: { path: end.module.path, ...end.place },
        message,
        ...(!isConsumer && { kind: 'producer without a consumer' }),
        ...(isLoose && { doubt: 'external-use' }),
        related: [
          ...related,
          ...(end.namedAt === undefined ? [] : [{ ...end.namedAt, message: 'the queue gets its name here' }]),
        ],
        key: `${end.broker} ${nameOfQueue(end.name)} ${end.act}`,
      });
    }
  },
});

const endsThat = (act: QueueEnd['act'], { queueEnds }: ProjectModel): readonly QueueEnd[] =>
  queueEnds.filter((end) => end.act === act && PRODUCTION.has(end.module.role));

interface OneEnded {
  readonly end: QueueEnd;
  readonly message: string;
  readonly related: readonly RelatedLocation[];
}

/** Ends of one name, in the order of the project. */
interface NamedEnds {
  readonly name: QueueEnd['name'];
  readonly ends: readonly QueueEnd[];
}

/** What is done to the queues of each broker, by their names: these are few where ends are many. */
class Queues {
  readonly #named = new Map<string, readonly NamedEnds[]>();
  readonly #order: ReadonlyMap<QueueEnd, number>;

  constructor({ queueEnds }: ProjectModel) {
    this.#order = new Map(queueEnds.map((end, index) => [end, index]));
    for (const [work, ends] of groupBy(queueEnds, ({ broker, act }) => `${broker} ${act}`)) {
      const named = [...groupBy(ends, keyOfName).values()];
      this.#named.set(
        work,
        named.flatMap((same) => (same[0] === undefined ? [] : { name: same[0].name, ends: same })),
      );
    }
  }

  of(broker: QueueEnd['broker'], act: QueueEnd['act']): readonly NamedEnds[] {
    return this.#named.get(`${broker} ${act}`) ?? [];
  }

  /** The first few of them, as the project has them. */
  firstOf(named: readonly NamedEnds[]): readonly QueueEnd[] {
    const place = (end: QueueEnd): number => this.#order.get(end) ?? 0;
    const first = named.flatMap(({ ends }) => ends.slice(0, MOST_SHOWN));
    return first.sort((a, b) => place(a) - place(b)).slice(0, MOST_SHOWN);
  }
}

const MOST_SHOWN = 5;

const keyOfName = ({ name }: QueueEnd): string => JSON.stringify(name);

/** One finding for a queue, wherever its end stands. */
function onceEach(found: readonly OneEnded[]): OneEnded[] {
  const told = new Map<string, QueueEnd>();
  return found.filter(({ end }) => {
    const key = `${end.broker} ${keyOfName(end)}`;
    if (told.has(key)) return false;
    const isNew = [...told.values()].every(
      ({ broker, name }) => broker !== end.broker || isSameQueue(name, end.name) !== 'yes',
    );
    told.set(key, end);
    return isNew;
  });
}

/** A consumer whose queue nobody fills but itself. */
function unfilled(take: QueueEnd, queues: Queues, project: ProjectModel): OneEnded | undefined {
  const name = knownName(take);
  if (name === undefined || REDIS_EVENTS.test(name)) return undefined;
  const puts = queues.of(take.broker, 'put');
  const alike = puts.filter((put) => isSameQueue(put.name, take.name) !== 'no');
  const isOwn = alike.every(
    (put) => isSameQueue(put.name, take.name) === 'yes' && put.ends.every((end) => returnsTo(end, take)),
  );
  if (!isOwn || isNamedInShell(name, project)) return undefined;
  const others = puts.filter((put) => !alike.includes(put));
  const elsewhere = others.length > 0 ? `; other entries go to ${namesOf(others)}` : '';
  const returned = alike.length > 0 ? ' except what this worker puts back itself' : '';
  return {
    end: take,
    message: `\`${take.call}\` waits for entries on \`${name}\`, and nothing in the repository puts anything there${returned}${elsewhere}`,
    related: [...queues.firstOf(alike), ...queues.firstOf(others)].slice(0, MOST_SHOWN).map(placeOfEnd),
  };
}

/** A producer whose queue nobody reads; lists and streams only, which grow. */
function unread(put: QueueEnd, queues: Queues): OneEnded | undefined {
  const name = knownName(put);
  if (name === undefined || (put.broker !== 'redis-list' && put.broker !== 'redis-stream')) return undefined;
  const takes = queues.of(put.broker, 'take');
  const readers = [...takes, ...queues.of(put.broker, 'look')];
  if (takes.length === 0 || readers.some((end) => isSameQueue(end.name, put.name) !== 'no')) return undefined;
  return {
    end: put,
    message: `\`${put.call}\` puts on \`${name}\`, and nothing in the repository takes from it or reads it`,
    related: queues.firstOf(takes).map(placeOfEnd),
  };
}

/** Tasks are sent to a queue that no worker is started on. */
function unserved(put: QueueEnd, all: readonly WorkerCommand[], ends: Queues): OneEnded | undefined {
  const workers = all.filter(({ broker }) => broker === put.broker);
  const name = put.name.kind === 'text' ? knownName(put) : undefined;
  if (name === undefined || workers.length === 0) return undefined;
  // `Worker(["mail"]).work()` of RQ.
  if (ends.of(put.broker, 'take').some((take) => isSameQueue(take.name, put.name) !== 'no')) return undefined;
  const queues = workers.map((worker) => worker.queues?.map((queue) => queue.name) ?? [name]);
  if (queues.flat().includes(name)) return undefined;
  const told = [...new Set(queues.flat())].map((each) => `\`${each}\``).join(', ');
  return {
    end: put,
    message: `tasks are sent to the queue \`${name}\`, and the workers are started on ${told}`,
    related: workers.slice(0, 5).map(({ placed }) => ({
      ...placed.placeOf(placed.command.span),
      message: 'a worker is started here',
    })),
  };
}

function knownName({ name }: QueueEnd): string | undefined {
  // What only a variable says, a deployment knows: a bucket that tells of its files, another team's service.
  const isKnown = name.kind === 'text' || (name.kind === 'pattern' && name.prefix !== '');
  return isKnown ? nameOfQueue(name) : undefined;
}

/** What a worker took it puts back: in the function that takes, or in a method of the same class that is named so. */
function returnsTo(put: QueueEnd, take: QueueEnd): boolean {
  if (put.within !== undefined && put.within === take.within) return true;
  const isNeighbour = put.owner === undefined ? put.module === take.module : put.owner === take.owner;
  return isNeighbour && RETURNING.test(put.within?.split('.').at(-1) ?? '');
}

const namesOf = (named: readonly NamedEnds[]): string =>
  [...new Set(named.flatMap(({ name }) => nameOfQueue(name) ?? []))]
    .slice(0, 3)
    .map((name) => `\`${name}\``)
    .join(', ');

const placeOfEnd = (end: QueueEnd) => ({
  path: end.module.path,
  ...end.place,
  message: `\`${end.call}\` ${end.act === 'put' ? 'puts on' : 'takes from'} \`${nameOfQueue(end.name) ?? '?'}\``,
});

/** `redis-cli lpush jobs …` in some script. */
function isNamedInShell(name: string, { commands }: ProjectModel): boolean {
  return commands.some(({ command: { words } }) => {
    const isRedis = words.some(({ text }) => /redis-cli$|^rq$|kafka-/.test(text));
    return isRedis && words.some(({ text }) => text.includes(name));
  });
}

function mayBeFilledFromElsewhere({ files }: ProjectModel): boolean {
  return [...files].some((path) => isOtherServerLanguage(path) || (SCRIPTS.test(path) && !PAGES.test(path)));
}

/** Somebody runs this: it serves, or brings what it is deployed with. A library's users bring the other end. */
function isDeployed(project: ProjectModel): boolean {
  if (project.answer({ kind: 'is-service' }).verdict === 'yes') return true;
  return project.artifacts.of('dockerfile').length + project.artifacts.of('compose').length > 0;
}
