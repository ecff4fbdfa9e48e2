import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { ancestors, type Call, type ClassDef, type Expression, holds, numberConstant } from '#kit/code';
import { SIZED_CONSTRUCTORS } from '#kit/values';

/** How many of what a process, a pool or a queue takes. */
const LIMIT =
  /^_*(max|maximum|limit)_(\w{1,60}_)?(tasks?|bg_tasks|jobs|workers|threads|connections?|conns?|pool_size|queue_size|queue|queue_depth|pending|inflight|in_flight|concurrent\w*|concurrency|requests|sessions|clients|subscribers|listeners|buffer_size|backlog)$|^_*(pool_size|queue_size|queue_maxsize|concurrency(_limit)?|task_limit|connection_limit)$/;
export default defineSourceRule({
  docs: {
    summary: 'limit on tasks, queues or connections written into the class',
    why: 'What fits one machine may be too much or too little for the next. Whoever runs the program can change it only in the code.',
    remedy: 'Take the limit as a parameter with a default, or from the settings.',
    harm: 'drifts',
    ceiling: 'P2',
    precision: 'low',
    profile: 'strict',
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
  if (target.kind !== 'Attribute' || !isOfSelf(target.value)) return;
  const limit = limitIn(value, target.attr, ctx);
  const fn = limit === undefined ? undefined : ctx.context.defAround(target);
  if (limit === undefined || fn === undefined || !ctx.state.runsInCreation(fn) || isSetElsewhere(target, ctx)) return;
  const owner = ctx.context.classOfMethod(fn);
  if (owner === undefined) return;
  if (isMeantToFill(owner, value, ctx) || isBroughtOtherwise(owner, target.attr, ctx)) return;
  ctx.report({
    at: limit.at,
    message: `\`${owner.name}\` sets \`${target.attr}\` to ${limit.of}${limit.value}, and no argument or setting can change it`,
    ...(target.parent !== undefined &&
      ctx.handlers.explanationAt(target.parent) !== undefined && { heldBack: 'a comment says why it is this number' }),
  });
}

const isOfSelf = (value: Expression): boolean => value.kind === 'Name' && value.id === 'self';

interface Limit {
  readonly at: Expression;
  readonly of: string;
  readonly value: number;
}

function limitIn(value: Expression, name: string, ctx: SourceContext): Limit | undefined {
  if (value.kind === 'Call') return sizeOf(value, ctx);
  const number = LIMIT.test(name) ? numberConstant(value) : undefined;
  if (number === undefined || number < 2 || !isCompared(value, name, ctx)) return undefined;
  return { at: value, of: '', value: number };
}

/** A literal that bounds a queue, a pool or a semaphore. One is a lock, and has a meaning of its own. */
function sizeOf(call: Call, ctx: SourceContext): Limit | undefined {
  const sized = SIZED_CONSTRUCTORS.get(ctx.names.qualifiedName(call.func) ?? '');
  const size = sized && ctx.values.givenArgument(call, ...sized);
  const number = size === undefined ? undefined : (numberConstant(size) ?? numberConstant(ctx.flow.whole(size)));
  return size === undefined || number === undefined || number < 2
    ? undefined
    : { at: size, of: 'a size of ', value: number };
}

/** The class says what happens where a queue is full: it is a bound of the design, with its answer. */
function isMeantToFill(owner: ClassDef, value: Expression, ctx: SourceContext): boolean {
  if (value.kind !== 'Call' || !/queue$/i.test(ctx.names.qualifiedName(value.func) ?? '')) return false;
  return holds(owner, (node) => {
    if (node.kind === 'ExceptHandler') return ctx.handlers.describe(node).catches.some((name) => FULL.test(name));
    return node.kind === 'Call' && node.func.kind === 'Attribute' && node.func.attr === 'full';
  });
}

const FULL = /(?:^|\.)(?:Queue)?Full$/;

/** `self.loader = loader or Loader(self.slots)`: whoever brings the one that uses it brings the limit. */
function isBroughtOtherwise(owner: ClassDef, name: string, ctx: SourceContext): boolean {
  const mentions = ctx.state
    .mentionsOf(owner, name)
    .filter((mention) => !('ctx' in mention && mention.ctx === 'Store'));
  return (
    mentions.length > 0 &&
    mentions.every((mention) =>
      [...ancestors(mention)].some((at) => {
        const [given] = at.kind === 'BoolOp' && at.op === 'Or' ? at.values : [];
        return given?.kind === 'Name' && ctx.names.parameterOf(given) !== undefined;
      }),
    )
  );
}

/** The limit is held against something. */
function isCompared(value: Expression, name: string, ctx: SourceContext): boolean {
  const owner = ctx.context.classAround(value);
  return owner !== undefined && ctx.state.mentionsOf(owner, name).some(({ parent }) => parent?.kind === 'Compare');
}

/** Somebody can set it after all. */
function isSetElsewhere(target: Expression, ctx: SourceContext): boolean {
  const life = ctx.state.lifeOf(target);
  return (
    life === undefined || life.of('rebind').length > 0 || life.of('update').length > 0 || life.of('create').length > 1
  );
}
