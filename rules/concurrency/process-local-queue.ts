import { defineSourceRule, heldBackBy, NOT_PRODUCTION, providedThat, type SourceContext, whereItServes } from '#kit';
import { type JobQueue, jobQueuesOfClass, jobQueuesOfModule } from '#kit/queues';

export default defineSourceRule({
  docs: {
    summary: 'job queue of a service that lives in one process',
    why: 'Jobs that were accepted and not yet done are lost when the process stops or crashes. A second process of the same service does not see them.',
    remedy:
      'Keep the jobs in a store that outlives the process (Redis, a database table, a message broker) and take them from there with an acknowledgement.',
    harm: 'loses',
    ceiling: 'P1',
    profile: 'strict',
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'TenSafe Issue Register', finding: 'QUEUE-01' }],
    measured: { read: 3, right: 3, on: 'TenSafe; silent on thirty services; too few to say much' },
    bad: 'import queue\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\njobs = queue.Queue()\n\n@app.post("/jobs")\ndef submit(job: dict):\n    jobs.put(job)\n    return {"status": "accepted"}\n\ndef work():\n    while True:\n        run(jobs.get())\n',
    good: 'import json\n\nimport redis\nfrom fastapi import FastAPI\n\napp = FastAPI()\nstore = redis.Redis()\n\n@app.post("/jobs")\ndef submit(job: dict):\n    store.lpush("jobs", json.dumps(job))\n    return {"status": "accepted"}\n',
  },
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
  visit: {
    Module(_module, ctx) {
      report(jobQueuesOfModule(ctx), ctx);
    },
    ClassDef(owner, ctx) {
      report(jobQueuesOfClass(owner, ctx), ctx);
    },
  },
});

/** One finding for all queues of an owner, as they are mended together; those that only a guess speaks against stand alone. */
function report(queues: readonly JobQueue[], ctx: SourceContext): void {
  const certain = queues.filter(({ guess }) => guess === undefined);
  const others = queues.filter(({ guess }) => guess !== undefined).map((queue) => [queue]);
  for (const together of [certain, ...others]) reportAll(together, ctx);
}

function reportAll([queue, ...others]: readonly JobQueue[], ctx: SourceContext): void {
  if (queue === undefined) return;
  const { life, at, put, take, served } = queue;
  const { owner } = life;
  const name = owner === undefined ? life.name : `${owner.name}.${life.name}`;
  const finding = {
    at,
    ...heldBackBy(queue.guess),
    message: `\`${name}\` keeps the jobs of the service in a \`${life.type ?? life.container}\` of this process, and nothing else has them`,
    related: [
      { at: put.call, message: 'a job is accepted here' },
      { at: take.call, message: 'a job is taken out here, and no copy is left' },
      ...others.map((other) => ({ at: other.at, message: `so does \`${other.life.name}\`` })),
    ],
  };
  ctx.report({ ...finding, when: providedThat(whereItServes(served), 'drop') });
  // Where neither a name nor a request says so, it is no queue of jobs.
  if (queue.guess !== undefined) return;
  // The way from a request to the queue is not always seen.
  const when = providedThat(whereItServes({ kind: 'not', of: served }), 'drop');
  ctx.report({ ...finding, ceiling: 'P2', heldBack: 'no request is seen to fill the queue', when });
}
