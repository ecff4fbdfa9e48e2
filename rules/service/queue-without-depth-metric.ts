import {
  type ClassDef,
  type Dict,
  defineSourceRule,
  NOT_PRODUCTION,
  type SourceContext,
  type StateLife,
  stringConstant,
  walk,
} from '#kit';

const QUEUE_CLASS =
  /^(queue|asyncio|asyncio\.queues|multiprocessing|janus|gevent\.queue|collections)\.(Queue|PriorityQueue|LifoQueue|SimpleQueue|JoinableQueue|deque)$/;
const METRICS_NAME = /(^|_)(metrics|stats|statistics|counters|telemetry)$/;
const DEPTH =
  /(^|_)(queue|queued|depth|size|length|backlog|pending|waiting|in_?flight|outstanding|lag|fill|occupancy|utili[sz]ation)(_|$)/;
const FAILURE = /(^|_)(errors?|failures?|failed|dropped|rejected|timeouts?|lost)(_|$)/;
const MEASURING: ReadonlySet<string> = new Set(['qsize', 'full']);

export default defineSourceRule({
  docs: {
    summary: 'queue with metrics that do not tell how full it is',
    why: 'A backlog grows unseen until waiting callers time out, because the numbers that are kept only tell of what was done.',
    remedy: 'Add the depth of the queue (and the number of failures) to the metrics.',
    severity: 'P2',
    precision: 'low',
    profile: 'strict',
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
      if (ctx.context.isTestCode(owner)) return;
      const lives = [...ctx.state.ofClass(owner).values()];
      const metrics = lives.find(({ name }) => METRICS_NAME.test(name));
      const table = metrics === undefined ? undefined : keyedDict(metrics);
      const queue = lives.find(({ type }) => type !== undefined && QUEUE_CLASS.test(type));
      if (table === undefined || queue === undefined || metrics === undefined) return;
      const keys = table.keys.map((key) => stringConstant(key) ?? '?');
      if (keys.includes('?') || keys.some((key) => DEPTH.test(key)) || isMeasured(owner, queue, ctx)) return;
      const failures = keys.some((key) => FAILURE.test(key)) ? '' : ', and no failures';
      ctx.report({
        at: table,
        message: `\`${owner.name}.${metrics.name}\` does not tell how deep \`${queue.name}\` is${failures}`,
        related: queue
          .of('create')
          .slice(0, 1)
          .map(({ node }) => ({ at: node, message: 'the queue is made here' })),
      });
    },
  },
});

/** The display that a table of numbers is made with. */
function keyedDict(life: StateLife): Dict | undefined {
  const made = life.of('create').find(({ value }) => value?.kind === 'Dict')?.value;
  return made?.kind === 'Dict' && made.keys.length > 0 ? made : undefined;
}

/** Some method asks for the size of the queue. */
function isMeasured(owner: ClassDef, queue: StateLife, ctx: SourceContext): boolean {
  if (queue.of('size-check').length > 0) return true;
  let found = false;
  walk(owner, (node) => {
    if (node.kind !== 'Call') return;
    const { func, args } = node;
    if (func.kind === 'Attribute') found ||= MEASURING.has(func.attr);
    else if (func.kind === 'Name' && func.id === 'len') {
      const [measured] = args;
      found ||= measured !== undefined && ctx.state.lifeOf(measured)?.name === queue.name;
    }
  });
  return found;
}
