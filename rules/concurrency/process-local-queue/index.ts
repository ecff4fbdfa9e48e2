import { nodesOf } from '#ast';
import {
  type DoubtId,
  defineProjectRule,
  type FactsContext,
  factsOfKind,
  NOT_PRODUCTION,
  type PackedPlace,
  packPlace,
  unpackPlace,
  whereItServes,
} from '#kit';
import type { Question } from '#project';
import { type JobQueue, jobQueuesOfClass, jobQueuesOfModule } from '../_shared/process-queues.ts';
import { splitNames } from './split-processes.ts';
import { type SplitFact, splitFactsIn } from './split-state.ts';

/** Queues of one owner that are fixed together: the first, and the places that a finding tells. */
interface QueuesFact {
  readonly kind: 'queues';
  readonly name: string;
  readonly of: string;
  readonly doubt?: DoubtId;
  readonly served: Question;
  readonly place: PackedPlace;
  readonly related: readonly (readonly [place: PackedPlace, message: string])[];
}

type Fact = QueuesFact | SplitFact;

export default defineProjectRule<Fact>({
  docs: {
    summary: 'job queue that exists only in process memory',
    why: 'Accepted jobs are lost when the process stops or crashes. Another process of the same service never sees them.',
    remedy:
      'Keep the jobs in a store that survives the process (Redis, a database table, a message broker) and take them from there with an acknowledgement',
    harm: 'loses',
    severity: 'P0',
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'TenSafe Issue Register', finding: 'QUEUE-01' }],
    measured: { read: 3, right: 3, on: 'TenSafe; silent on thirty services; too few to say much' },
    bad: 'import queue\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\njobs = queue.Queue()\n\n@app.post("/jobs")\ndef submit(job: dict):\n    jobs.put(job)\n    return {"status": "accepted"}\n\ndef work():\n    while True:\n        run(jobs.get())\n',
    good: 'import json\n\nimport redis\nfrom fastapi import FastAPI\n\napp = FastAPI()\nstore = redis.Redis()\n\n@app.post("/jobs")\ndef submit(job: dict):\n    store.lpush("jobs", json.dumps(job))\n    return {"status": "accepted"}\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  facts: (file) => [...queuesIn(file), ...splitFactsIn(file)],
  check(project, ctx) {
    const split = splitNames(
      ctx.facts.flatMap(({ path, fact }) => (fact.kind === 'queues' ? [] : { path, fact })),
      project,
    );
    for (const problem of split) ctx.report(problem);
    const isSplit = new Set(split.map(({ at, key }) => `${at.path} ${key}`));
    for (const { path, fact } of factsOfKind(ctx.facts, 'queues')) {
      const { name, of, doubt, place, related } = fact;
      const says = (question: Question): boolean => project.answer(question).verdict === 'yes';
      // Where neither a name nor a request says so, it is no queue of jobs.
      if (isSplit.has(`${path} ${name}`) || !says(whereItServes()) || (doubt !== undefined && !says(fact.served)))
        continue;
      ctx.report({
        at: { path, ...unpackPlace(place) },
        doubt,
        message: `\`${name}\` keeps the service's jobs only in a \`${of}\` in process memory, so a restart loses them`,
        related: related.map(([at, message]) => ({ path, ...unpackPlace(at), message })),
        key: name,
      });
    }
  },
});

/** One for all queues of an owner, as they are fixed together; each that a doubt speaks against is on its own. */
function queuesIn(file: FactsContext): readonly QueuesFact[] {
  if (file.context.role === 'script') return [];
  const owners = nodesOf(file.module, 'ClassDef').map((owner) => jobQueuesOfClass(owner, file));
  return [jobQueuesOfModule(file), ...owners].flatMap((queues) => {
    const certain = queues.filter(({ doubt }) => doubt === undefined);
    const others = queues.filter(({ doubt }) => doubt !== undefined).map((queue) => [queue]);
    return [certain, ...others].flatMap((together) => queuesFact(together, file) ?? []);
  });
}

function queuesFact([queue, ...others]: readonly JobQueue[], file: FactsContext): QueuesFact | undefined {
  if (queue === undefined) return undefined;
  const { life, at, put, take, served, doubt } = queue;
  const { owner } = life;
  return {
    kind: 'queues',
    name: owner === undefined ? life.name : `${owner.name}.${life.name}`,
    of: life.type ?? life.container ?? '',
    ...(doubt !== undefined && { doubt }),
    served,
    place: packPlace(file, at),
    related: [
      [packPlace(file, put.call), 'a job is accepted here'],
      [packPlace(file, take.call), 'a job is removed here, and no copy remains'],
      ...others.map((other) => [packPlace(file, other.at), `so does \`${other.life.name}\``] as const),
    ],
  };
}
