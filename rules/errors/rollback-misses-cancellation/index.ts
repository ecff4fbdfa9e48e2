import { type Call, type ExceptHandler, headerSpan, isInFinally, isWithin } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { suspensionsIn, unlessNeverWaits } from '#kit/concurrency';
import { firstSuspension } from '#semantics/effects/calls-within';
import { connectionEndedBy, connectionTaken } from '#semantics/state/connections';
import { actLost, connectionLost, endsIn, isEndedElsewhere, isOfProcess } from './lost-connections.ts';

export default defineSourceRule({
  docs: {
    summary: 'rollback skipped when the task is cancelled',
    why: '`CancelledError` is not a subclass of `Exception`, so this handler does not run on cancellation. The transaction stays open, the connection is not returned to its pool, or the flag or lock stays set.',
    remedy:
      "Use the driver's context manager, or roll back under `except BaseException:` and re-raise, or release in `finally`",
    harm: 'loses',
    severity: {
      'transaction or connection': 'P1',
      'flag or entry': 'P2',
    },
    precision: 'low',
    since: '0.1.0',
    cwe: [460, 772],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'ERR-007' }],
    measured: { read: 1, right: 1, on: 'feast; none in 80 other packages, TenSafe and the standard library' },
    bad: 'import aiosqlite\n\nclass Ledger:\n    async def open(self):\n        self.connection = await aiosqlite.connect("ledger.db")\n\n    async def book(self, entry):\n        try:\n            await self.connection.execute("INSERT INTO entry VALUES (?)", (entry,))\n            await self.connection.commit()\n        except Exception:\n            await self.connection.rollback()\n            raise\n',
    good: 'import aiosqlite\n\nclass Ledger:\n    async def open(self):\n        self.connection = await aiosqlite.connect("ledger.db")\n\n    async def book(self, entry):\n        try:\n            await self.connection.execute("INSERT INTO entry VALUES (?)", (entry,))\n            await self.connection.commit()\n        except BaseException:\n            await self.connection.rollback()\n            raise\n',
  },
  skips: NOT_PRODUCTION,
  visit: {
    Call(call, ctx) {
      if (connectionEndedBy(call)?.how === 'given-back') reportUnguarded(call, ctx);
    },
    ExceptHandler: check,
  },
});

function check(handler: ExceptHandler, ctx: SourceContext): void {
  const around = ctx.context.functionAround(handler);
  const described = ctx.handlers.describe(handler);
  if (around?.kind !== 'AsyncFunctionDef' || described.takes('asyncio.CancelledError')) return;
  const [wait] = suspensionsIn(described.tried);
  if (wait === undefined) return;
  const found = connectionLost(handler, around, ctx) ?? actLost(handler, around, ctx);
  if (found === undefined || isEndedElsewhere(handler, found.subject, ctx)) return;
  if (ctx.context.routeOf(around)?.methods.includes('WEBSOCKET') && isOfProcess(found.subject, ctx)) {
    ctx.proven({
      at: handler,
      by: 'the server cancels a socket only when it closes, and this ends with it',
      where: around,
    });
    return;
  }
  ctx.report({
    at: headerSpan(handler, ctx.text),
    message: `task cancellation skips this handler: \`${ctx.text.slice(found.subject)}\` ${found.says}`,
    doubt: found.doubt,
    kind: found.kind,
    ...(found.kind !== undefined && { cause: `${ctx.path} ${found.kind}` }),
    related: [
      { at: wait, message: 'the task can be cancelled here' },
      { at: found.undo, message: found.only },
    ],
    ...unlessNeverWaits(suspensionsIn(described.tried), ctx),
  });
}

/** `connection = await pool.getconn()`, `yield connection`, `await pool.putconn(connection)`: any failure in between keeps it. */
function reportUnguarded(call: Call, ctx: SourceContext): void {
  const [given] = call.args;
  const around = ctx.context.functionAround(call);
  if (given === undefined || around?.kind !== 'AsyncFunctionDef') return;
  const returns = endsIn(around.body).filter(({ how }) => how === 'given-back');
  if (returns.some((each) => isInFinally(each.call) || ctx.context.handlerAround(each.call) !== undefined)) return;
  const taken = connectionTaken(given, call.start, ctx);
  const wait = taken === undefined ? undefined : firstSuspension(around.body, taken.end);
  if (taken === undefined || wait === undefined || wait.start >= call.start || isWithin(call, wait)) return;
  ctx.report({
    at: call,
    message: `resource leak: \`${ctx.text.slice(given)}\` returns to its pool only if nothing fails and the task is not cancelled`,
    related: [
      { at: taken, message: 'acquired here' },
      { at: wait, message: 'a failure or cancellation here skips the release' },
    ],
  });
}
