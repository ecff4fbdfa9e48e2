import { type Call, type ExceptHandler, type Expression, headerSpan, lastName, nodesOf } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { type QueuePut, queueBehind, queuePutBy } from '#kit/queues';
import { FULL_QUEUE_ERRORS } from '#knowledge/queues';
import { callsWithin } from '#semantics/effects/calls-within';

const CHECKING: ReadonlySet<string> = new Set(['full', 'qsize', 'empty', 'get_nowait']);

export default defineSourceRule({
  docs: {
    summary: 'unhandled `QueueFull`, or a handler that never runs',
    why: 'A non-blocking put raises an exception when the queue is full. Nothing handles the exception here, so a burst of work can end the producer.',
    remedy: 'Catch `asyncio.QueueFull` or `queue.Full` and wait, refuse, or drop and count, or use a `put` that waits',
    harm: 'breaks',
    severity: {
      'full queue': 'P2',
      'handler for a queue that is never full': 'P3',
    },
    precision: 'medium',
    measured: {
      read: 11,
      right: 11,
      on: 'litellm, prefect, astrbot, dbgpt, khoj, xinference; nine of them handlers that never run',
    },
    since: '0.1.0',
    cwe: [248, 755],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SCALE-011' }],
    bad: 'import asyncio\n\nclass Feed:\n    def __init__(self):\n        self.events = asyncio.Queue(maxsize=100)\n\n    def publish(self, event):\n        self.events.put_nowait(event)\n',
    good: 'import asyncio\n\nclass Feed:\n    def __init__(self):\n        self.events = asyncio.Queue(maxsize=100)\n        self.dropped = 0\n\n    def publish(self, event):\n        try:\n            self.events.put_nowait(event)\n        except asyncio.QueueFull:\n            self.dropped += 1\n',
  },
  skips: NOT_PRODUCTION,
  mentions: ['put_nowait', 'QueueFull', 'Full', 'block'],
  visit: {
    Call(call, ctx) {
      const put = queuePutBy(call, ctx);
      if (put === undefined || put.waits) return;
      const made = queueBehind(put.queue, ctx);
      if (made?.limit !== 'some' || isExpected(put, ctx)) return;
      if (isFirstPut(call, made.call, ctx)) return;
      const place = ctx.text.slice(put.queue);
      ctx.report({
        at: call,
        message: `unhandled exception: \`${ctx.text.slice(call.func)}\` raises when \`${place}\` is full`,
        related: [{ at: made.call, message: 'its size is limited here' }],
      });
    },
    ExceptHandler(handler, ctx) {
      const put = deadPut(handler, ctx);
      if (put === undefined) return;
      ctx.report({
        at: headerSpan(handler, ctx.text),
        message: `dead handler: \`${ctx.text.slice(put.queue)}\` is unbounded and never full`,
        remedy: 'Give the queue a `maxsize`, or remove the handler',
        kind: 'handler for a queue that is never full',
        related: [{ at: put.made, message: 'created without a limit here' }],
      });
    },
  },
});

/** A new queue has room for one. */
function isFirstPut(call: Call, made: Call, { context }: SourceContext): boolean {
  const isInLoop = context.loopAround(call) !== undefined && context.loopAround(call) !== context.loopAround(made);
  return context.functionAround(call) === context.functionAround(made) && !isInLoop;
}

/** A handler here or around a call of this function, or a look at the queue before. */
function isExpected({ call, queue }: QueuePut, ctx: SourceContext): boolean {
  const fn = ctx.context.defAround(call);
  if (isCaught(call, ctx) || fn === undefined) return true;
  const place = ctx.text.slice(queue);
  const isLookedAt = callsWithin([fn]).some(
    ({ func }) => func.kind === 'Attribute' && CHECKING.has(func.attr) && ctx.text.slice(func.value) === place,
  );
  return (
    isLookedAt || nodesOf(ctx.module, 'Call').some((each) => lastName(each.func) === fn.name && isCaught(each, ctx))
  );
}

function isCaught(call: Call, { context, handlers }: SourceContext): boolean {
  const around = context.triesAround(call).flatMap((tried) => tried.handlers.map(handlers.describe));
  return (
    around.some(
      ({ breadth, catches }) => breadth !== 'narrow' || catches.some((name) => FULL_QUEUE_ERRORS.has(name)),
    ) || context.managersAround(call).some((each) => each.kind === 'Call' && /suppress/.test(lastName(each.func) ?? ''))
  );
}

/** The only queue that the `try` of a handler for full queues puts into has no limit. */
function deadPut(
  handler: ExceptHandler,
  ctx: SourceContext,
): { readonly queue: Expression; readonly made: Call } | undefined {
  const { type, parent } = handler;
  if (type === undefined || parent?.kind !== 'Try') return undefined;
  if (!FULL_QUEUE_ERRORS.has(ctx.names.qualifiedName(type) ?? '')) return undefined;
  const [put, ...others] = callsWithin(parent.body).flatMap((call) => queuePutBy(call, ctx) ?? []);
  const made = put === undefined ? undefined : queueBehind(put.queue, ctx);
  return put === undefined || others.length > 0 || made?.limit !== 'none'
    ? undefined
    : { queue: put.queue, made: made.call };
}
