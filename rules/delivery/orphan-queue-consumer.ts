import {
  defineProjectRule,
  isOtherServerLanguage,
  isSameQueue,
  nameOfQueue,
  PRODUCTION,
  type ProjectModel,
  type QueueEnd,
  type RelatedLocation,
  type WorkerCommand,
  workerCommands,
} from '#kit';

/** Brokers by which programs as often hear of other programs. */
const SHARED: ReadonlySet<QueueEnd['broker']> = new Set(['arq', 'rq', 'kafka', 'sqs', 'amqp', 'nats']);
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
    ceiling: 'P1',
    profile: 'strict',
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.6' }],
    bad: '# path: shop/api.py\nimport redis\nfrom fastapi import FastAPI\n\napp = FastAPI()\nstore = redis.Redis()\n\n@app.post("/jobs")\ndef submit(job: str):\n    store.lpush("jobs:new", job)\n# path: shop/worker.py\nimport redis\n\nstore = redis.Redis()\n\ndef work():\n    while True:\n        run(store.brpop("jobs"))\n',
    good: '# path: shop/api.py\nimport redis\nfrom fastapi import FastAPI\n\napp = FastAPI()\nstore = redis.Redis()\n\n@app.post("/jobs")\ndef submit(job: str):\n    store.lpush("jobs", job)\n# path: shop/worker.py\nimport redis\n\nstore = redis.Redis()\n\ndef work():\n    while True:\n        run(store.brpop("jobs"))\n',
  },
  needs: ['artifacts', 'queues'],
  check(project, ctx) {
    const isOpen = mayBeFilledFromElsewhere(project) || !isDeployed(project);
    const workers = workerCommands(project).filter(({ broker }) => broker === 'celery');
    const problems = [
      ...onceEach(endsThat('take', project).flatMap((end) => unfilled(end, project) ?? [])),
      ...onceEach(endsThat('put', project).flatMap((end) => unread(end, project) ?? unserved(end, workers) ?? [])),
    ];
    for (const { end, message, related } of problems) {
      const isConsumer = end.act === 'take';
      // A producer whose readers read somewhere else was told with them.
      if (!isConsumer && problems.some((other) => other.end.act === 'take' && other.end.broker === end.broker))
        continue;
      const isLoose = isOpen || SHARED.has(end.broker) || (!isConsumer && end.broker !== 'celery');
      ctx.report({
        at: { path: end.module.path, ...end.place },
        message,
        ...((isLoose || !isConsumer) && { ceiling: 'P2' as const }),
        ...(isLoose && { heldBack: 'a program elsewhere may be at the other end of the queue' }),
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

/** One finding for a queue, wherever its end stands. */
function onceEach(found: readonly OneEnded[]): OneEnded[] {
  return found.filter(({ end }, index) =>
    found
      .slice(0, index)
      .every((told) => told.end.broker !== end.broker || isSameQueue(told.end.name, end.name) !== 'yes'),
  );
}
/** A consumer whose queue nobody fills but itself. */
function unfilled(take: QueueEnd, project: ProjectModel): OneEnded | undefined {
  const name = knownName(take);
  if (name === undefined || REDIS_EVENTS.test(name)) return undefined;
  const ends = project.queueEnds.filter(({ broker }) => broker === take.broker);
  const puts = ends.filter(({ act }) => act === 'put');
  const own = puts.filter((put) => isSameQueue(put.name, take.name) === 'yes' && returnsTo(put, take));
  const others = puts.filter((put) => !own.includes(put));
  if (others.some((put) => isSameQueue(put.name, take.name) !== 'no') || isNamedInShell(name, project))
    return undefined;
  const elsewhere = others.length > 0 ? `; other entries go to ${namesOf(others)}` : '';
  const returned = own.length > 0 ? ' except what this worker puts back itself' : '';
  return {
    end: take,
    message: `\`${take.call}\` waits for entries on \`${name}\`, and nothing in the repository puts anything there${returned}${elsewhere}`,
    related: [...own, ...others].slice(0, 5).map(placeOfEnd),
  };
}

/** A producer whose queue nobody reads; lists and streams only, which grow. */
function unread(put: QueueEnd, project: ProjectModel): OneEnded | undefined {
  const name = knownName(put);
  if (name === undefined || (put.broker !== 'redis-list' && put.broker !== 'redis-stream')) return undefined;
  const ends = project.queueEnds.filter(
    ({ broker, act }) => broker === put.broker && (act === 'take' || act === 'look'),
  );
  const takes = ends.filter(({ act }) => act === 'take');
  if (takes.length === 0 || ends.some((end) => isSameQueue(end.name, put.name) !== 'no')) return undefined;
  return {
    end: put,
    message: `\`${put.call}\` puts on \`${name}\`, and nothing in the repository takes from it or reads it`,
    related: takes.slice(0, 5).map(placeOfEnd),
  };
}

/** Tasks are sent to a queue that no worker is started on. */
function unserved(put: QueueEnd, workers: readonly WorkerCommand[]): OneEnded | undefined {
  const name = put.broker === 'celery' && put.name.kind === 'text' ? knownName(put) : undefined;
  if (name === undefined || workers.length === 0) return undefined;
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

const namesOf = (ends: readonly QueueEnd[]): string =>
  [...new Set(ends.flatMap((end) => nameOfQueue(end.name) ?? []))]
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
