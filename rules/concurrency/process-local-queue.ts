import {
  type ClassDef,
  type Def,
  defineSourceRule,
  type HandOver,
  handOverThrough,
  holds,
  isGivenQueue,
  NOT_PRODUCTION,
  type Node,
  providedThat,
  QUEUE_CLASSES,
  type Question,
  reachedFrom,
  type SourceContext,
  type StateLife,
  whereItServes,
} from '#kit';

const CONTAINERS: ReadonlySet<StateLife['container']> = new Set(['deque', 'list', 'bounded']);
/** Work that somebody asked for and waits for. */
const JOB_WORD =
  /[jJ]ob(?!lib)|(^|_)work(_|$)|tasks?_?(queue|scheduler|runner|manager|worker)|Tasks?(Queue|Scheduler|Runner|Manager|Worker)|^pending_(tasks|requests)$|training_?(runs|queue)/;
const QUEUE_OWNER =
  /Queue|Scheduler|Worker|Dispatcher|Manager|Executor|Runner|Broker|Orchestrator|Service|Backend|Engine|Server/;
/** What passes through these is not asked for by anybody, or is made again. */
const PIPELINE =
  /Log|Metric|Event|Telemetry|Trace|Span|Stat|Buffer|Stream|Audio|Video|Frame|Batch|Prefetch|Loader|Writer|Reader|Iterator|Callback|Notif|Progress|Pool|Thread|Process|Pipeline|Message|Output|Connection|Test|Mock|Fake|Crawl|Walk|Visitor|Graph|Plan|Parser|Search/;
const DURABLE =
  /redis|restor|recover|sql|database|(^|_)db(_|$)|persist|durable|journal|repository|checkpoint|celery|rabbit|kafka|sqs|pubsub|mongo|storage|wal(_|$)/i;

export default defineSourceRule({
  docs: {
    summary: 'job queue of a service that lives in one process',
    why: 'Jobs that were accepted and not yet done are gone when the process stops or crashes, and a second process of the same service does not see them.',
    remedy:
      'Keep the jobs in a store that outlives the process (Redis, a database table, a message broker) and take them from there with an acknowledgement.',
    severity: 'P0',
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'TenSafe Issue Register', finding: 'QUEUE-01' }],
    measured: { read: 2, right: 2, on: 'TenSafe; silent on thirty services; too few to say much' },
    bad: 'import queue\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\njobs = queue.Queue()\n\n@app.post("/jobs")\ndef submit(job: dict):\n    jobs.put(job)\n    return {"status": "accepted"}\n\ndef work():\n    while True:\n        run(jobs.get())\n',
    good: 'import json\n\nimport redis\nfrom fastapi import FastAPI\n\napp = FastAPI()\nstore = redis.Redis()\n\n@app.post("/jobs")\ndef submit(job: dict):\n    store.lpush("jobs", json.dumps(job))\n    return {"status": "accepted"}\n',
  },
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
  visit: {
    Module(_module, ctx) {
      const lives = [...ctx.state.ofModule().values()];
      report(
        lives.filter((life) => mayBeQueue(life) && JOB_WORD.test(life.name)),
        ctx,
      );
    },
    ClassDef(owner, ctx) {
      if (!QUEUE_OWNER.test(owner.name) || PIPELINE.test(owner.name) || ctx.context.isTestCode(owner)) return;
      const lives = [...ctx.state.ofClass(owner).values()].filter(
        (life) => mayBeQueue(life) && (JOB_WORD.test(owner.name) || JOB_WORD.test(life.name)),
      );
      if (lives.length > 0 && !isDurable(owner, ctx)) report(lives, ctx);
    },
  },
});

function mayBeQueue({ type, container, name }: StateLife): boolean {
  if (PIPELINE.test(name)) return false;
  return (type !== undefined && QUEUE_CLASSES.has(type)) || CONTAINERS.has(container);
}

interface JobQueue extends HandOver {
  readonly life: StateLife;
  readonly at: Node;
}

function jobQueue(life: StateLife, ctx: SourceContext): JobQueue | undefined {
  const made = life.of('create');
  const at = (made.find(({ value }) => value !== undefined) ?? made[0])?.node;
  const handOver = at === undefined ? undefined : handOverThrough(life, ctx);
  return at === undefined || handOver === undefined ? undefined : { life, at, ...handOver };
}

/** One finding for all queues of an owner: they are mended together. */
function report(lives: readonly StateLife[], ctx: SourceContext): void {
  const [queue, ...others] = lives.flatMap((life) => jobQueue(life, ctx) ?? []);
  if (queue === undefined) return;
  const { life, at, put, take } = queue;
  const { owner } = life;
  const name = owner === undefined ? life.name : `${owner.name}.${life.name}`;
  const finding = {
    at,
    message: `\`${name}\` keeps the jobs of the service in a \`${life.type ?? life.container}\` of this process, and nothing else has them`,
    related: [
      { at: put.call, message: 'a job is accepted here' },
      { at: take.call, message: 'and taken out here, with no copy left' },
      ...others.map((other) => ({ at: other.at, message: `so does \`${other.life.name}\`` })),
    ],
  };
  const served = servesRequests(owner, ctx.context.defAround(put.call), ctx);
  ctx.report({ ...finding, when: providedThat(whereItServes(served), 'drop') });
  // The way from a request to the queue is not always seen.
  const when = providedThat(whereItServes({ kind: 'not', of: served }), 'drop');
  ctx.report({ ...finding, severity: 'P2', profile: 'strict', when });
}

/** Something in the class keeps the jobs elsewhere as well, or gives it a queue of others, whose stage it is. */
function isDurable(owner: ClassDef, ctx: SourceContext): boolean {
  if (DURABLE.test(owner.name) || isGivenQueue(owner, ctx)) return true;
  return holds(owner, (node) => {
    if (node.kind === 'Attribute') return DURABLE.test(node.attr);
    return node.kind === 'Call' && /^(database|file)$/.test(ctx.effects.of(node));
  });
}

/** A request comes to where a job is put in, or to the object for as long as the process lives. */
function servesRequests(owner: ClassDef | undefined, put: Def | undefined, { names }: SourceContext): Question {
  const reached = put === undefined ? [] : [reachedFrom(['route'], names.fullNameOf(put))];
  const kept: Question[] = owner === undefined ? [] : [{ kind: 'long-lived', class: names.fullNameOf(owner) }];
  return { kind: 'any', of: [...reached, ...kept] };
}
