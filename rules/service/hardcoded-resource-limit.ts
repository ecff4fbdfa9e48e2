import { type Expression, numberConstant } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';

/** How many of what a process, a pool or a queue takes. */
const LIMIT =
  /^_*(max|maximum|limit)_(\w{1,60}_)?(tasks?|bg_tasks|jobs|workers|threads|connections?|conns?|pool_size|queue_size|queue|queue_depth|pending|inflight|in_flight|concurrent\w*|concurrency|requests|sessions|clients|subscribers|listeners|buffer_size|backlog)$|^_*(pool_size|queue_size|queue_maxsize|concurrency(_limit)?|task_limit|connection_limit)$/;
export default defineSourceRule({
  docs: {
    summary: 'limit on tasks or connections written into the class that turns them away',
    why: 'What fits one machine may be too much or too little for the next. Whoever runs the program can change it only in the code.',
    remedy: 'Take the limit as a parameter with a default, or from the settings.',
    harm: 'drifts',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SPOF-010' }],
    measured: {
      read: 10,
      right: 9,
      on: 'vanna, camel_ai, llama_stack, prefect, sglang, litellm; none in TenSafe and twenty others',
    },
    bad: 'class Tasks:\n    def __init__(self):\n        self.running = set()\n        self.max_tasks = 100\n\n    def start(self, task):\n        if len(self.running) >= self.max_tasks:\n            raise RuntimeError("too many tasks")\n        self.running.add(task)\n',
    good: 'class Tasks:\n    def __init__(self, max_tasks=100):\n        self.running = set()\n        self.max_tasks = max_tasks\n\n    def start(self, task):\n        if len(self.running) >= self.max_tasks:\n            raise RuntimeError("too many tasks")\n        self.running.add(task)\n',
  },
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
  visit: {
    Assign({ targets: [target, ...more], value }, ctx) {
      if (target !== undefined && more.length === 0) check(target, value, ctx);
    },
    AnnAssign({ target, value }, ctx) {
      if (value !== undefined) check(target, value, ctx);
    },
  },
});

function check(target: Expression, value: Expression, ctx: SourceContext): void {
  if (target.kind !== 'Attribute' || !isOfSelf(target.value) || !LIMIT.test(target.attr)) return;
  const limit = numberConstant(value);
  const fn = limit === undefined || limit < 2 ? undefined : ctx.context.defAround(target);
  if (fn === undefined || !ctx.state.runsInCreation(fn) || isSetElsewhere(target, ctx)) return;
  const owner = ctx.context.classOfMethod(fn);
  if (owner === undefined) return;
  // What is held against it is turned away; a queue or a pool of that size would make it wait.
  if (!ctx.state.mentionsOf(owner, target.attr).some(({ parent }) => parent?.kind === 'Compare')) return;
  ctx.report({
    at: value,
    cause: `${ctx.path} ${owner.name}`,
    message: `\`${owner.name}\` sets \`${target.attr}\` to ${limit}, and no argument or setting can change it`,
  });
}

const isOfSelf = (value: Expression): boolean => value.kind === 'Name' && value.id === 'self';

/** Somebody can set it after all. */
function isSetElsewhere(target: Expression, ctx: SourceContext): boolean {
  const life = ctx.state.lifeOf(target);
  return (
    life === undefined || life.of('rebind').length > 0 || life.of('update').length > 0 || life.of('create').length > 1
  );
}
