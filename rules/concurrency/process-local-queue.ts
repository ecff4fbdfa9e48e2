import {
  type Call,
  type ClassDef,
  type Condition,
  defineSourceRule,
  type Expression,
  type FunctionNode,
  holds,
  NOT_PRODUCTION,
  type Node,
  type Question,
  type SourceContext,
  type StateLife,
  walk,
} from '#kit';

const QUEUE_CLASS =
  /^(queue|asyncio|multiprocessing|janus|asyncio\.queues|gevent\.queue)\.(Queue|PriorityQueue|LifoQueue|SimpleQueue|JoinableQueue)$/;
const CONTAINERS: ReadonlySet<StateLife['container']> = new Set(['deque', 'list', 'bounded']);
const PUTTING: ReadonlySet<string> = new Set(['put', 'put_nowait', 'append', 'appendleft', 'insert']);
const TAKING: ReadonlySet<string> = new Set(['get', 'get_nowait', 'pop', 'popleft']);
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
    measured: { read: 1, right: 1, on: 'TenSafe; silent on thirty services; too few to say much' },
    bad: 'import queue\n\nfrom fastapi import FastAPI\n\napp = FastAPI()\njobs = queue.Queue()\n\n@app.post("/jobs")\ndef submit(job: dict):\n    jobs.put(job)\n    return {"status": "accepted"}\n\ndef work():\n    while True:\n        run(jobs.get())\n',
    good: 'import json\n\nimport redis\nfrom fastapi import FastAPI\n\napp = FastAPI()\nstore = redis.Redis()\n\n@app.post("/jobs")\ndef submit(job: dict):\n    store.lpush("jobs", json.dumps(job))\n    return {"status": "accepted"}\n',
  },
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
  visit: {
    Module(_module, ctx) {
      report(
        [...ctx.state.ofModule().values()].filter((life) => mayBeQueue(life) && JOB_WORD.test(life.name)),
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
  return (type !== undefined && QUEUE_CLASS.test(type)) || CONTAINERS.has(container);
}

/** A queue, where a job comes in and where it goes out. */
interface JobQueue {
  readonly life: StateLife;
  readonly at: Node;
  readonly put: QueueUse;
  readonly take: QueueUse;
}

function jobQueue(life: StateLife, ctx: SourceContext): JobQueue | undefined {
  const made = life.of('create');
  const at = (made.find(({ value }) => value !== undefined) ?? made[0])?.node;
  if (at === undefined) return undefined;
  const uses = usesOf(life, ctx);
  const puts = uses.filter(({ method }) => PUTTING.has(method) || method === 'heappush');
  const take = uses.find(({ method }) => TAKING.has(method) || method === 'heappop');
  const put = puts.find((use) => isSubmission(use, ctx));
  if (put === undefined || take === undefined || puts.some((use) => isWaitedFor(use, ctx))) return undefined;
  return { life, at, put, take };
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
      { at: put.node, message: 'a job is accepted here' },
      { at: take.node, message: 'and taken out here, with no copy left' },
      ...others.map((other) => ({ at: other.at, message: `so does \`${other.life.name}\`` })),
    ],
  };
  const served = servesRequests(owner, put.within, ctx);
  const isServed: Question = { kind: 'all', of: [{ kind: 'is-service' }, served] };
  ctx.report({ ...finding, when: { question: isServed, yes: 'keep', no: 'drop', unknown: 'drop' } });
  // The way from a request to the queue is not always seen.
  const isUnseen: Question = { kind: 'all', of: [{ kind: 'is-service' }, { kind: 'not', of: served }] };
  const when: Condition = { question: isUnseen, yes: 'keep', no: 'drop', unknown: 'drop' };
  ctx.report({ ...finding, severity: 'P2', profile: 'strict', when });
}

interface QueueUse {
  readonly method: string;
  readonly node: Call;
  readonly element: Expression | undefined;
  readonly within: FunctionNode;
}

/** Every call of a method of the queue, and heap operations on it. */
function usesOf(life: StateLife, ctx: SourceContext): readonly QueueUse[] {
  const mentions = life.owner === undefined ? namesOf(life, ctx) : ctx.state.mentionsOf(life.owner, life.name);
  return mentions.flatMap((mention): QueueUse[] => {
    const within = ctx.context.functionAround(mention);
    const { parent } = mention;
    if (within === undefined || parent === undefined) return [];
    if (parent.kind === 'Attribute' && parent.parent?.kind === 'Call' && parent.parent.func === parent) {
      return [{ method: parent.attr, node: parent.parent, element: parent.parent.args.at(-1), within }];
    }
    const heap = parent.kind === 'Call' ? ctx.names.qualifiedName(parent.func) : undefined;
    if (parent.kind !== 'Call' || heap?.startsWith('heapq.') !== true) return [];
    return [{ method: heap.slice('heapq.'.length), node: parent, element: parent.args.at(-1), within }];
  });
}

function namesOf(life: StateLife, ctx: SourceContext): readonly Expression[] {
  return ctx.names.moduleScope.bindings.get(life.name)?.references ?? [];
}

/** What is put in came from a caller: it is a parameter, or made of parameters. */
function isSubmission({ element, within }: QueueUse, ctx: SourceContext): boolean {
  if (element === undefined || within.kind === 'Lambda' || ctx.state.runsInCreation(within)) return false;
  return mentionsParameter(element, ctx) || ctx.flow.origins(element).some((origin) => mentionsParameter(origin, ctx));
}

function mentionsParameter(expression: Expression, ctx: SourceContext): boolean {
  return holds(
    expression,
    (node) =>
      node.kind === 'Name' && node.id !== 'self' && node.id !== 'cls' && ctx.names.parameterOf(node) !== undefined,
  );
}

/** The caller waits for the result and learns of a crash: a future goes along, or the function waits after putting. */
function isWaitedFor({ node, within }: QueueUse, ctx: SourceContext): boolean {
  if (within.kind === 'Lambda') return false;
  let waits = false;
  for (const statement of within.body) {
    walk(statement, (inner) => {
      if (inner.kind !== 'Call' || inner === node) return;
      const called =
        inner.func.kind === 'Attribute' ? inner.func.attr : inner.func.kind === 'Name' ? inner.func.id : '';
      if (/^(create_future|Future|Event|result|wait|wait_for|Condition)$/.test(called)) waits = true;
    });
  }
  return waits;
}

/** Something in the class keeps the jobs elsewhere as well. */
function isDurable(owner: ClassDef, ctx: SourceContext): boolean {
  let durable = DURABLE.test(owner.name);
  walk(owner, (node: Node) => {
    if (durable) return 'skip';
    if (node.kind === 'Attribute') durable = DURABLE.test(node.attr);
    else if (node.kind === 'Call') {
      const effect = ctx.effects.of(node);
      durable = effect === 'database' || effect === 'file';
    }
    return undefined;
  });
  return durable;
}

function servesRequests(owner: ClassDef | undefined, put: FunctionNode, { names }: SourceContext): Question {
  const reached: Question = {
    kind: 'reached-from',
    function: `${names.moduleName}.${names.qualnameOf(put)}`,
    entries: ['route'],
  };
  if (owner === undefined) return reached;
  return {
    kind: 'any',
    of: [reached, { kind: 'long-lived', class: `${names.moduleName}.${names.qualnameOf(owner)}` }],
  };
}
