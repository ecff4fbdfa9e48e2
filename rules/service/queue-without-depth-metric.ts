import { type Call, type ClassDef, type Expression, holds, stringConstant } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import type { StateLife } from '#semantics';

const QUEUE_CLASS =
  /^(queue|asyncio|asyncio\.queues|multiprocessing|janus|gevent\.queue|collections)\.(Queue|PriorityQueue|LifoQueue|SimpleQueue|JoinableQueue|deque)$/;
const METRICS_NAME = /(^|_)(metrics|stats|statistics|counters|telemetry)$/;
const DEPTH =
  /(^|_)(queue|queued|depth|size|length|backlog|pending|waiting|in_?flight|outstanding|lag|fill|occupancy|utili[sz]ation)(_|$)/;
const FAILURE = /(^|_)(errors?|failures?|failed|dropped|rejected|timeouts?|lost)(_|$)/;
const MEASURING: ReadonlySet<string> = new Set(['qsize', 'full']);

export default defineSourceRule({
  docs: {
    summary: 'missing metric: queue depth is not recorded',
    why: 'The metrics count only finished work, so a backlog grows unseen until callers time out.',
    remedy: 'Add the queue depth and the number of failures to the metrics',
    harm: 'hides-failures',
    severity: 'P2',
    precision: 'low',
    measured: { read: 3, right: 1, on: 'sglang, in the strict profile' },
    since: '0.1.0',
    cwe: [778],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'OBS-001' }],
    bad: 'import queue\n\nclass Writer:\n    def __init__(self):\n        self._queue = queue.Queue()\n        self._metrics = {"total": 0, "average_ms": 0.0}\n',
    good: 'import queue\n\nclass Writer:\n    def __init__(self):\n        self._queue = queue.Queue()\n        self._metrics = {"total": 0, "queue_depth": 0, "errors": 0}\n',
  },
  skips: NOT_PRODUCTION,
  mentions: ['Queue', 'PriorityQueue', 'LifoQueue', 'SimpleQueue', 'JoinableQueue', 'deque'],
  visit: {
    ClassDef(owner, ctx) {
      const lives = [...ctx.state.ofClass(owner).values()];
      const metrics = lives.find(({ name }) => METRICS_NAME.test(name));
      const table = metrics === undefined ? undefined : tableOf(metrics, ctx);
      const queue = lives.find((life) => isQueue(life));
      if (table === undefined || queue === undefined || metrics === undefined) return;
      const { keys } = table;
      if (keys.some((key) => DEPTH.test(key)) || isMeasured(owner, queue, ctx)) return;
      const failures = keys.some((key) => FAILURE.test(key)) ? '' : ' or any failures';
      ctx.report({
        at: table.at,
        message: `missing metric: \`${owner.name}.${metrics.name}\` does not record the depth of \`${queue.name}\`${failures}`,
        related: queue
          .of('create')
          .slice(0, 1)
          .map(({ node }) => ({ at: node, message: 'the queue is created here' })),
      });
    },
  },
});

/** `deque(maxlen=20)` from which nobody takes is a history of the last events. */
function isQueue(life: StateLife): boolean {
  if (life.type === undefined || !QUEUE_CLASS.test(life.type)) return false;
  const isBounded = life
    .of('create')
    .some(({ value }) => value?.kind === 'Call' && value.keywords.some(({ arg }) => arg === 'maxlen'));
  return !isBounded || life.of('shrink').length > 0;
}

/** A table of numbers where it is made, by a display or by `dict(…)`; undefined unless all its keys are known. */
function tableOf(life: StateLife, { names }: SourceContext): { at: Expression; keys: readonly string[] } | undefined {
  for (const { value: at } of life.of('create')) {
    const isCall = at?.kind === 'Call' && at.args.length === 0 && names.qualifiedName(at.func) === 'builtins.dict';
    const written = isCall ? at.keywords.map(({ arg }) => arg) : at?.kind === 'Dict' ? at.keys.map(stringConstant) : [];
    const keys = written.filter((key) => key !== undefined);
    if (at !== undefined && keys.length > 0 && keys.length === written.length) return { at, keys };
  }
  return undefined;
}

/** Some method asks for the size of the queue. */
const isMeasured = (owner: ClassDef, queue: StateLife, ctx: SourceContext): boolean =>
  queue.of('size-check').length > 0 || holds(owner, (node) => node.kind === 'Call' && measures(node, queue, ctx));

function measures({ func, args: [measured] }: Call, queue: StateLife, { state }: SourceContext): boolean {
  if (func.kind === 'Attribute') return MEASURING.has(func.attr);
  const isLength = func.kind === 'Name' && func.id === 'len' && measured !== undefined;
  return isLength && state.lifeOf(measured)?.name === queue.name;
}
