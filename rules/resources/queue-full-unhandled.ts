import {
  ancestors,
  booleanConstant,
  type Call,
  callsWithin,
  defineSourceRule,
  type ExceptHandler,
  type Expression,
  headerSpan,
  NOT_PRODUCTION,
  nodesOf,
  queueBehind,
  type SourceContext,
} from '#kit';

const FULL: ReadonlySet<string> = new Set([
  'queue.Full',
  'asyncio.QueueFull',
  'asyncio.queues.QueueFull',
  'multiprocessing.queues.Full',
  'gevent.queue.Full',
  '_queue.Full',
]);
const CHECKING: ReadonlySet<string> = new Set(['full', 'qsize', 'empty', 'get_nowait']);

export default defineSourceRule({
  docs: {
    summary: 'full queue that nobody expects',
    why: '`put_nowait` raises as soon as the readers fall behind, so the burst that the queue was to absorb ends the producer instead.',
    remedy: 'Catch `QueueFull` and decide: wait, refuse, or drop and count; or await `put`.',
    severity: 'P2',
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
      if (call.func.kind !== 'Attribute' || !isWithoutWaiting(call)) return;
      const queue = queueBehind(call.func.value, ctx);
      if (queue?.limit !== 'some' || ctx.context.isTestCode(call) || isExpected(call, call.func.value, ctx)) return;
      if (isFirstPut(call, queue.call, ctx)) return;
      const place = ctx.text.slice(call.func.value);
      ctx.report({
        at: call,
        message: `\`${ctx.text.slice(call.func)}\` raises when \`${place}\` is full, and nothing here expects it`,
        related: [{ at: queue.call, message: 'its size is limited here' }],
      });
    },
    ExceptHandler(handler, ctx) {
      const put = deadPut(handler, ctx);
      if (put === undefined) return;
      ctx.report({
        at: headerSpan(handler, ctx.text),
        message: `\`${ctx.text.slice(put.place)}\` has no limit and is never full, so this handler never runs`,
        remedy: 'Give the queue a `maxsize`, or remove the handler',
        severity: 'P3',
        related: [{ at: put.made, message: 'made without a limit here' }],
      });
    },
  },
});

/** `put_nowait(x)`, `put(x, block=False)`, `put(x, False)`. */
function isWithoutWaiting({ func, args, keywords }: Call): boolean {
  if (func.kind !== 'Attribute') return false;
  if (func.attr === 'put_nowait') return true;
  const block = keywords.find(({ arg }) => arg === 'block')?.value ?? args[1];
  return func.attr === 'put' && booleanConstant(block) === false;
}

/** A new queue has room for one. */
function isFirstPut(call: Call, made: Call, { context }: SourceContext): boolean {
  const isInLoop = context.loopAround(call) !== undefined && context.loopAround(call) !== context.loopAround(made);
  return context.functionAround(call) === context.functionAround(made) && !isInLoop;
}

/** A handler here or around a call of this function, or a look at the queue before. */
function isExpected(call: Call, queue: Expression, ctx: SourceContext): boolean {
  const fn = ctx.context.defAround(call);
  if (isCaught(call, ctx) || fn === undefined) return true;
  const place = ctx.text.slice(queue);
  const isLookedAt = callsWithin([fn]).some(
    ({ func }) => func.kind === 'Attribute' && CHECKING.has(func.attr) && ctx.text.slice(func.value) === place,
  );
  return isLookedAt || callersOf(fn.name, ctx).some((caller) => isCaught(caller, ctx));
}

function callersOf(name: string, { module }: SourceContext): readonly Call[] {
  return nodesOf(module, 'Call').filter(
    ({ func }) => (func.kind === 'Attribute' ? func.attr : func.kind === 'Name' ? func.id : '') === name,
  );
}

function isCaught(call: Call, ctx: SourceContext): boolean {
  const isTried = ctx.context.triesAround(call).some(({ handlers }) =>
    handlers.some((handler) => {
      const { breadth, catches } = ctx.handlers.describe(handler);
      return breadth !== 'narrow' || catches.some((name) => FULL.has(name));
    }),
  );
  return isTried || isSuppressed(call);
}

function isSuppressed(call: Call): boolean {
  for (const node of ancestors(call)) {
    if (node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef') return false;
    if (
      node.kind === 'With' &&
      node.items.some(
        ({ context_expr: at }) =>
          at.kind === 'Call' &&
          /suppress/.test(at.func.kind === 'Attribute' ? at.func.attr : at.func.kind === 'Name' ? at.func.id : ''),
      )
    )
      return true;
  }
  return false;
}

/** The only queue that the `try` of a handler for full queues puts into has no limit. */
function deadPut(
  handler: ExceptHandler,
  ctx: SourceContext,
): { readonly place: Expression; readonly made: Call } | undefined {
  const { type, parent } = handler;
  if (type === undefined || type.kind === 'Tuple' || parent?.kind !== 'Try' || ctx.context.isTestCode(handler))
    return undefined;
  if (!FULL.has(ctx.names.qualifiedName(type) ?? '')) return undefined;
  const puts = callsWithin(parent.body).flatMap(({ func }) =>
    func.kind === 'Attribute' && /^put(_nowait)?$/.test(func.attr) ? [func.value] : [],
  );
  const [place, ...others] = puts;
  const made = place === undefined ? undefined : queueBehind(place, ctx);
  return place === undefined || others.length > 0 || made?.limit !== 'none' ? undefined : { place, made: made.call };
}
