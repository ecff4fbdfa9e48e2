import { type AsyncFunctionDef, headerSpan, isSuspension, type Node } from '#ast';
import { defineSourceRule, type Problem, type SourceContext } from '#kit';
import { unlessNeverWaits } from '#kit/concurrency';
import type { HeldLock } from '#semantics';
import { walkOwnCode } from '#semantics/effects/calls-within';

export default defineSourceRule({
  docs: {
    summary: 'deadlock: thread lock held across an `await`',
    why: "While this coroutine is suspended, another can request the same lock and block the event loop's thread. The first coroutine then never resumes, so it never releases the lock. An `RLock` does not help: it lets both coroutines in.",
    remedy: 'Use an `asyncio.Lock` with `async with`, or release the thread lock before the `await`',
    harm: 'hangs',
    severity: {
      'held across an await': 'P1',
      'blocking call while held': 'P2',
    },
    precision: 'low',
    since: '0.1.0',
    cwe: [833],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SCALE-002' }],
    bad: 'import threading\n\nlock = threading.Lock()\n\nasync def refresh(client, prices):\n    with lock:\n        prices.update(await client.fetch())\n',
    good: 'import threading\n\nlock = threading.Lock()\n\nasync def refresh(client, prices):\n    fresh = await client.fetch()\n    with lock:\n        prices.update(fresh)\n',
    measured: { read: 6, right: 6, on: 'TenSafe, agno, jina, distributed; 60 other packages have none' },
  },
  skips: ['test'],
  visit: {
    AsyncFunctionDef(fn, ctx) {
      const suspended = new Map<Node, Hold>();
      const blocked = new Map<Node, Hold>();
      walkOwnCode(fn.body, (node) => {
        const pauses = isSuspension(node);
        if (!pauses && node.kind !== 'Call') return undefined;
        for (const lock of locksTakenHere(node, ctx)) {
          const holds = pauses ? suspended : blocked;
          const known = holds.get(lock.holder);
          if (known !== undefined) known.all.push(node);
          else if (pauses || !isOrdinary(node, ctx)) holds.set(lock.holder, { lock, during: node, all: [node] });
        }
        return undefined;
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
  readonly all: Node[];
}

/** Thread locks that this function itself takes, and waits for. */
function locksTakenHere(node: Node, ctx: SourceContext): readonly HeldLock[] {
  const fn = ctx.context.functionAround(node);
  return ctx.context.locksHeldAt(node).filter(
    ({ kind, holder, acquire }) =>
      kind === 'threading' &&
      ctx.context.functionAround(holder) === fn &&
      // One that only tries makes a busy flag of the lock, and nobody waits for that.
      (acquire === undefined ? holder.kind === 'With' : ctx.effects.blocking(acquire) !== undefined),
  );
}

/** Taking another lock is short as a rule. */
function isOrdinary(node: Node, ctx: SourceContext): boolean {
  const name = node.kind === 'Call' ? ctx.effects.blocking(node) : undefined;
  return name === undefined || name.endsWith('.acquire');
}

function describeSuspension({ lock, during, all }: Hold, fn: AsyncFunctionDef, ctx: SourceContext): Problem {
  return {
    at: placeOf(lock, ctx),
    message: `potential deadlock: ${nameOf(lock, ctx)} is held while \`async def ${fn.name}\` is suspended`,
    related: [{ at: headOf(during, ctx), message: 'the event loop can run other tasks here' }],
    cause: `${ctx.path} ${ownerOf(lock, ctx)} ${ctx.text.slice(lock.lock)}`,
    ...unlessNeverWaits(all, ctx),
  };
}

function describeBlocking({ lock, during }: Hold, fn: AsyncFunctionDef, ctx: SourceContext): Problem {
  const name = during.kind === 'Call' ? ctx.effects.blocking(during) : undefined;
  return {
    at: placeOf(lock, ctx),
    message: `${nameOf(lock, ctx)} is held while \`${name}\` blocks the event loop in \`async def ${fn.name}\``,
    remedy: 'Run the blocking call through `asyncio.to_thread` after releasing the lock',
    related: [{ at: during, message: 'this call blocks' }],
    kind: 'blocking call while held',
  };
}

function nameOf({ lock }: HeldLock, ctx: SourceContext): string {
  return `the \`${ctx.types.classOf(lock) ?? 'threading lock'}\` \`${ctx.text.slice(lock)}\``;
}

function placeOf({ lock, holder, acquire }: HeldLock, ctx: SourceContext): Problem['at'] {
  return holder.kind === 'With' ? headerSpan(holder, ctx.text) : (acquire ?? lock);
}

function headOf(node: Node, ctx: SourceContext): Problem['at'] {
  return node.kind === 'AsyncFor' || node.kind === 'AsyncWith' ? headerSpan(node, ctx.text) : node;
}

/** Where a lock of this text is the same one: `self._lock` within its class. */
function ownerOf({ lock }: HeldLock, ctx: SourceContext): string {
  const cls = ctx.context.classAround(lock);
  return cls === undefined ? '' : ctx.names.fullNameOf(cls);
}
