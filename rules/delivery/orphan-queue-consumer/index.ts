import { defineProjectRule, type RelatedLocation } from '#kit';
import { isSameQueue, nameOfQueue, type ProjectModel, type QueueEnd } from '#project';
import { listedCode } from '#text/wording';
import {
  endsThat,
  isDeployed,
  isNamedInShell,
  keyOfName,
  knownName,
  MOST_SHOWN,
  mayBeFilledFromElsewhere,
  namesOf,
  OF_TASKS,
  Queues,
  REDIS_EVENTS,
  returnsTo,
  SHARED,
} from './queue-names.ts';
import { type WorkerCommand, workerCommands } from './worker-queues.ts';

export default defineProjectRule({
  docs: {
    summary: 'orphan queue: read but never filled, or filled but never read',
    why: 'A worker waits on a queue that nothing fills, or jobs are added to a queue that nothing reads. All processes look healthy, and the jobs are never done.',
    remedy: 'Define the queue name in one constant that both sides import, and test that a job arrives',
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
      // A producer whose readers read somewhere else was reported with them.
      if (!isConsumer && waiting.has(end.broker)) continue;
      const isLoose = isOpen || (isConsumer ? SHARED.has(end.broker) : !OF_TASKS.has(end.broker));
      ctx.report({
        at: { path: end.module.path, ...end.place },
        message,
        ...(!isConsumer && { kind: 'producer without a consumer' }),
        ...(isLoose && { doubt: 'external-use' }),
        related: [
          ...related,
          ...(end.namedAt === undefined ? [] : [{ ...end.namedAt, message: 'the queue is named here' }]),
        ],
        key: `${end.broker} ${nameOfQueue(end.name)} ${end.act}`,
      });
    }
  },
});

interface OneEnded {
  readonly end: QueueEnd;
  readonly message: string;
  readonly related: readonly RelatedLocation[];
}

/** One finding for a queue, wherever its end stands. */
function onceEach(found: readonly OneEnded[]): OneEnded[] {
  const reported = new Map<string, QueueEnd>();
  return found.filter(({ end }) => {
    const key = `${end.broker} ${keyOfName(end)}`;
    if (reported.has(key)) return false;
    const isNew = [...reported.values()].every(
      ({ broker, name }) => broker !== end.broker || isSameQueue(name, end.name) !== 'yes',
    );
    reported.set(key, end);
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
  const returned = alike.length > 0 ? ' except this worker itself' : '';
  return {
    end: take,
    message: `orphan queue: \`${take.call}\` reads from \`${name}\`, and nothing in the repository writes to it${returned}${elsewhere}`,
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
    message: `orphan queue: \`${put.call}\` writes to \`${name}\`, and nothing in the repository reads it`,
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
  const listened = listedCode(queues.flat());
  return {
    end: put,
    message: `orphan queue: tasks are sent to \`${name}\`, but the workers listen only to ${listened}`,
    related: workers.slice(0, 5).map(({ placed }) => ({
      ...placed.placeOf(placed.command.span),
      message: 'a worker is started here',
    })),
  };
}

const placeOfEnd = (end: QueueEnd) => ({
  path: end.module.path,
  ...end.place,
  message: `\`${end.call}\` ${end.act === 'put' ? 'writes to' : 'reads from'} \`${nameOfQueue(end.name) ?? '?'}\``,
});
