import { type Call, type Expression, holds, isSuspension, lastName, type Node, nodesOf, stringConstant } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { EXPENDABLE } from '#kit/queues';
import { QUEUE_OPERATIONS } from '#knowledge/message-queues';

/** Work that someone asked for. */
const JOB_WORD = /job|task|work|queue|order|mail|notif|request|submission|upload|payment|webhook|todo|pending/i;
/** What is made again when it is lost, or is no work. */
const REPEATABLE =
  /cache|refresh|warm|result|response|reply|answer|token|history|buffer|lock|signal|control|command|batch_log/i;
/** Something remembers what is being worked on. */
const REMEMBERING =
  /process(?:ing|_list|ed_(?:obj|job|item|m))|in_?progress|in_?flight|unack|(?:^|_)n?ack(?:_|$|nowledge)|lease|claim|visibility|recover|requeue|reliable|backup|running|orphan|stale|heartbeat/i;
const TAKING_NAME =
  /dequeue|(?:^|_)(?:pop|next|take|claim|receive|fetch|pull|poll)(?:_|$)|get_(?:next|job|task|message|work|item)/i;
const POPS = [...QUEUE_OPERATIONS]
  .filter(([, operations]) =>
    operations.some(({ broker, act, keeps }) => broker === 'redis-list' && act === 'take' && !keeps),
  )
  .map(([method]) => method);

export default defineSourceRule({
  docs: {
    summary: 'job loss: a job leaves its queue before it is done',
    why: 'After the pop, the worker holds the only copy of the job. If it is killed or runs out of memory, the job is lost without a trace.',
    remedy:
      'Move the job to an in-progress list (`BLMOVE`) and remove it when it is done, or use a stream with a consumer group and `XACK`',
    harm: 'loses',
    severity: 'P1',
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '1.6' }],
    measured: {
      read: 6,
      right: 6,
      on: 'six small public services with workers of their own; silent on rq, huey, IntelOwl, ragflow, CTFd, ckan and forty others',
    },
    bad: 'import redis\n\nstore = redis.Redis()\n\ndef work():\n    while True:\n        _, job = store.brpop("jobs")\n        render(job)\n',
    good: 'import redis\n\nstore = redis.Redis()\n\ndef work():\n    while True:\n        job = store.blmove("jobs", "jobs:processing", 0, "RIGHT", "LEFT")\n        render(job)\n        store.lrem("jobs:processing", 1, job)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions: [...POPS, 'auto_ack', 'no_ack'],
  visit: {
    Call(call, ctx) {
      const method = call.func.kind === 'Attribute' ? call.func.attr : undefined;
      if (method !== undefined && /^(?:basic_)?consume$/.test(method)) checkConsumer(call, ctx);
      if (method === undefined || !POPS.includes(method)) return;
      const queue = ctx.values.argument(call, method.startsWith('b') ? 'keys' : 'name', 0);
      if (queue.kind !== 'given' || !isOfRedis(call, method, ctx)) return;
      const place = workPlace(call, ctx);
      if (place === undefined || !isJob(call, queue.value, ctx) || isRemembered(call, ctx)) return;
      ctx.report({
        at: call,
        message: `job loss: \`${method}\` removes the job from \`${nameIn(queue.value, ctx)}\` before the work is done, and no copy remains`,
        // Who calls it may keep what it was given.
        ...(place === 'getter' && { doubt: 'failure-handled-elsewhere' }),
      });
    },
  },
});

/** `basic_consume(queue, work, auto_ack=True)`: the broker forgets what it has sent. */
function checkConsumer(call: Call, ctx: SourceContext): void {
  const setting = call.keywords.find(({ arg }) => arg === 'auto_ack' || arg === 'no_ack');
  const folded = setting && ctx.values.fold(setting.value);
  const isExclusive = call.keywords.some(({ arg }) => arg === 'exclusive');
  if (folded?.kind !== 'bool' || !folded.value || isExclusive) return;
  const queue = ctx.values.givenArgument(call, 'queue', 0);
  const written = (value: Expression): string => ctx.text.slice(ctx.flow.whole(value));
  const option = nodesOf(ctx.module, 'keyword').find(
    ({ arg, value }) => arg === 'reply_to' && queue !== undefined && written(value) === written(queue),
  );
  if (option !== undefined) {
    ctx.proven({ at: call, by: 'the queue carries replies', where: option });
    return;
  }
  const name = queue === undefined ? '' : `${ctx.text.slice(queue)} ${ctx.values.string(queue) ?? ''}`;
  if (REPEATABLE.test(name)) return;
  ctx.report({
    at: call,
    message: `message loss: \`${setting?.arg}\` acknowledges each message on delivery, before the work is done`,
    remedy: 'Acknowledge each message after its work is done',
  });
}

/** Moves what is there to somewhere else, or throws it away. */
const MOVING = /compact|migrat|drain|flush|purge|clear|empty|clean|transfer|drop|move/i;

/** `blpop` and `brpop` are Redis's; lists, deques and classes of one's own have `lpop` too. */
function isOfRedis(call: Call, method: string, ctx: SourceContext): boolean {
  const receiver = call.func.kind === 'Attribute' ? call.func.value : undefined;
  if (receiver === undefined || (receiver.kind === 'Name' && /^(?:self|cls)$/.test(receiver.id))) return false;
  if (method.startsWith('b')) return true;
  const type = ctx.types.classOf(receiver);
  return type === undefined ? !/^(?:deque|stack|list)$/.test(lastName(receiver) ?? '') : /redis|valkey/i.test(type);
}

/** Taken again and again, to be worked on here; or for a caller. */
function workPlace(call: Call, ctx: SourceContext): 'loop' | 'getter' | undefined {
  const loop = ctx.context.loopAround(call);
  const fn = ctx.context.defAround(call);
  if (loop?.kind === 'While' && !isDraining(call, loop)) return 'loop';
  return fn !== undefined && loop === undefined && TAKING_NAME.test(fn.name) ? 'getter' : undefined;
}

/** `while store.lpop(…): pass`, and loops without work of their own. */
function isDraining(call: Call, loop: Node): boolean {
  if (loop.kind !== 'While') return true;
  let at: Node = call;
  while (at.parent !== undefined && at.parent !== loop) at = at.parent;
  return at === loop.test && loop.body.every((statement) => statement.kind === 'Pass' || isSuspension(statement));
}

function isJob(call: Call, queue: Expression, ctx: SourceContext): boolean {
  const fn = ctx.context.defAround(call);
  const owner = ctx.context.classAround(call);
  const name = ctx.text.slice(queue);
  const known = ctx.values.string(queue);
  const own = `${name} ${known ?? ''}`;
  if (REPEATABLE.test(own) || EXPENDABLE.test(own) || MOVING.test(fn?.name ?? '')) return false;
  return JOB_WORD.test(`${own} ${fn?.name ?? ''} ${owner?.name ?? ''}`);
}

/** Something in the function or its class keeps what is under way, or says when it is done. */
function isRemembered(call: Call, ctx: SourceContext): boolean {
  const around = ctx.context.classAround(call) ?? ctx.context.defAround(call);
  return holds(around ?? ctx.module, (node) => {
    if (node.kind === 'Name') return REMEMBERING.test(node.id);
    if (node.kind === 'Attribute') return REMEMBERING.test(node.attr);
    // Texts with spaces are messages, not keys.
    const text = node.kind === 'Constant' ? stringConstant(node) : undefined;
    return text !== undefined && !text.includes(' ') && REMEMBERING.test(text);
  });
}

function nameIn(queue: Expression, ctx: SourceContext): string {
  return ctx.values.string(queue) ?? ctx.text.slice(queue);
}
