import {
  type AsyncFunctionDef,
  type Call,
  defineSourceRule,
  type HeldLock,
  headerSpan,
  type Node,
  type Problem,
  type SourceContext,
  walk,
} from '#kit';

export default defineSourceRule({
  docs: {
    summary: 'thread lock held across an `await`',
    why: 'While the coroutine waits with the lock, the next coroutine that takes it stops the whole event loop, and with it the one that would give the lock back.',
    remedy: 'Use an `asyncio.Lock` with `async with`, or give the thread lock back before the `await`.',
    severity: 'P0',
    precision: 'medium',
    since: '0.1.0',
    cwe: [833],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SCALE-002' }],
    bad: 'import threading\n\nlock = threading.Lock()\n\nasync def refresh(client, prices):\n    with lock:\n        prices.update(await client.fetch())\n',
    good: 'import threading\n\nlock = threading.Lock()\n\nasync def refresh(client, prices):\n    fresh = await client.fetch()\n    with lock:\n        prices.update(fresh)\n',
    measured: { read: 4, right: 4, on: 'TenSafe, agno, jina, distributed; 60 other packages have none' },
  },
  skips: ['test'],
  visit: {
    AsyncFunctionDef(fn, ctx) {
      if (ctx.context.isTestCode(fn)) return;
      const suspended = new Map<Node, Hold>();
      const blocked = new Map<Node, Hold>();
      walkBody(fn, (node) => {
        const pauses = isSuspension(node);
        if (!pauses && node.kind !== 'Call') return;
        for (const lock of locksTakenHere(node, ctx)) {
          const holds = pauses ? suspended : blocked;
          if (holds.has(lock.holder) || (!pauses && isOrdinary(node, ctx))) continue;
          holds.set(lock.holder, { lock, during: node });
        }
      });
      for (const hold of suspended.values()) ctx.report(describeSuspension(hold, fn, ctx));
      for (const [holder, hold] of blocked) {
        if (!suspended.has(holder)) ctx.report(describeBlocking(hold, fn, ctx));
      }
    },
  },
});

/** A lock and the first thing of its kind that happens while it is held. */
interface Hold {
  readonly lock: HeldLock;
  readonly during: Node;
}

function walkBody(fn: AsyncFunctionDef, each: (node: Node) => void): void {
  for (const statement of fn.body) {
    walk(statement, (node) => {
      if (node.kind === 'Lambda' || node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef') return 'skip';
      each(node);
      return undefined;
    });
  }
}

/** Where an `async def` gives the event loop to others. */
function isSuspension(node: Node): boolean {
  if (node.kind === 'comprehension') return node.is_async !== 0;
  return ['Await', 'AsyncFor', 'AsyncWith', 'Yield'].includes(node.kind);
}

/** Thread locks that this function itself takes, and waits for. */
function locksTakenHere(node: Node, ctx: SourceContext): readonly HeldLock[] {
  const fn = ctx.context.functionAround(node);
  return ctx.context
    .locksHeldAt(node)
    .filter(
      ({ kind, holder }) =>
        kind === 'threading' &&
        ctx.context.functionAround(holder) === fn &&
        (holder.kind === 'With' || acquireIn(holder, ctx) !== undefined),
    );
}

/** The waiting `acquire()`; one that only tries makes a busy flag of the lock, and nobody waits for that. */
function acquireIn(statement: Node, ctx: SourceContext): Call | undefined {
  let found: Call | undefined;
  walk(statement, (node) => {
    if (node !== statement && 'body' in node) return 'skip';
    if (node.kind !== 'Call' || node.func.kind !== 'Attribute' || node.func.attr !== 'acquire') return undefined;
    if (ctx.effects.blocking(node) !== undefined) found ??= node;
    return undefined;
  });
  return found;
}

/** Taking another lock is short as a rule. */
function isOrdinary(node: Node, ctx: SourceContext): boolean {
  const name = node.kind === 'Call' ? ctx.effects.blocking(node) : undefined;
  return name === undefined || name.endsWith('.acquire');
}

function describeSuspension({ lock, during }: Hold, fn: AsyncFunctionDef, ctx: SourceContext): Problem {
  return {
    at: placeOf(lock, ctx),
    message: `${nameOf(lock, ctx)} is held while \`async def ${fn.name}\` waits`,
    related: [{ at: headOf(during, ctx), message: 'the event loop runs other tasks here' }],
  };
}

function describeBlocking({ lock, during }: Hold, fn: AsyncFunctionDef, ctx: SourceContext): Problem {
  const name = during.kind === 'Call' ? ctx.effects.blocking(during) : undefined;
  return {
    at: placeOf(lock, ctx),
    message: `${nameOf(lock, ctx)} is held while \`${name}\` blocks the event loop in \`async def ${fn.name}\``,
    remedy: 'Do the waiting before the lock is taken, in `asyncio.to_thread`',
    related: [{ at: during, message: 'the thread waits here' }],
    severity: 'P3',
    profile: 'strict',
  };
}

function nameOf({ lock }: HeldLock, ctx: SourceContext): string {
  return `the \`${ctx.types.classOf(lock) ?? 'threading lock'}\` \`${ctx.text.slice(lock)}\``;
}

function placeOf({ lock, holder }: HeldLock, ctx: SourceContext): Problem['at'] {
  if (holder.kind === 'With') return headerSpan(holder, ctx.text);
  return acquireIn(holder, ctx) ?? lock;
}

function headOf(node: Node, ctx: SourceContext): Problem['at'] {
  return node.kind === 'AsyncFor' || node.kind === 'AsyncWith' ? headerSpan(node, ctx.text) : node;
}
