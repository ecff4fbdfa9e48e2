import { defineSourceRule, heldBackBy, NOT_PRODUCTION, type SourceContext } from '#kit';
import {
  ancestors,
  type Call,
  callsWithin,
  type ExceptHandler,
  type Expression,
  firstSuspension,
  headerSpan,
  isInFinally,
  isWithin,
  lastName,
  mentions,
  type Stmt,
  shortText,
} from '#kit/code';
import { type ConnectionEnd, connectionEndedBy, connectionTaken, GIVING_BACK, isKeptConnection } from '#kit/state';

/** Contexts that end a transaction or a connection by themselves. */
const MANAGING = /transaction|session|begin|connect|acquire|atomic|cursor|engine|unit_of_work|uow/i;

export default defineSourceRule({
  docs: {
    summary: 'rollback that a cancelled task skips',
    why: '`CancelledError` is not an `Exception`, so this handler does not run when the task is cancelled. The transaction then stays open on a connection that other tasks may use, or the connection is not returned to its pool.',
    remedy:
      'Use the context manager of the driver, or roll back under `except BaseException:` and raise again, or return the connection in `finally`.',
    harm: 'loses',
    ceiling: 'P1',
    profile: 'strict',
    precision: 'low',
    since: '0.1.0',
    cwe: [460, 772],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'ERR-007' }],
    measured: { read: 1, right: 1, on: 'feast; none in 80 other packages, TenSafe and the standard library' },
    bad: 'import aiosqlite\n\nclass Ledger:\n    async def open(self):\n        self.connection = await aiosqlite.connect("ledger.db")\n\n    async def book(self, entry):\n        try:\n            await self.connection.execute("INSERT INTO entry VALUES (?)", (entry,))\n            await self.connection.commit()\n        except Exception:\n            await self.connection.rollback()\n            raise\n',
    good: 'import aiosqlite\n\nclass Ledger:\n    async def open(self):\n        self.connection = await aiosqlite.connect("ledger.db")\n\n    async def book(self, entry):\n        try:\n            await self.connection.execute("INSERT INTO entry VALUES (?)", (entry,))\n            await self.connection.commit()\n        except BaseException:\n            await self.connection.rollback()\n            raise\n',
  },
  skips: NOT_PRODUCTION,
  mentions: ['rollback', ...GIVING_BACK],
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
  if (around?.kind !== 'AsyncFunctionDef') return;
  const [undo] = endsIn(handler.body);
  if (undo === undefined || described.takes('asyncio.CancelledError')) return;
  const { connection, how, call } = undo;
  const wait = firstSuspension(described.tried);
  if (wait === undefined || isEndedElsewhere(handler, undo, ctx)) return;
  const isRollback = how === 'rolled-back';
  if (isRollback ? !isKeptConnection(connection, ctx) : connectionTaken(connection, handler.start, ctx) === undefined)
    return;
  const name = ctx.text.slice(connection);
  const manager = managerAround(handler, ctx);
  ctx.report({
    at: headerSpan(handler, ctx.text),
    message: `a cancelled task skips this handler: ${isRollback ? `\`${name}\` keeps its transaction open` : `\`${name}\` never comes back to its pool`}`,
    ...heldBackBy(manager && `by its name \`${shortText(manager, ctx.text)}\` ends it when it is left`),
    related: [
      { at: wait, message: 'the task can be cancelled here' },
      { at: call, message: isRollback ? 'the only rollback' : 'the only way back' },
    ],
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
    message: `\`${ctx.text.slice(given)}\` goes back to its pool only when nothing fails and nobody cancels in between`,
    related: [
      { at: taken, message: 'taken here' },
      { at: wait, message: 'after a failure or a cancellation here it is not returned' },
    ],
  });
}

const endsIn = (body: readonly Stmt[]): readonly ConnectionEnd[] =>
  callsWithin(body).flatMap((call) => connectionEndedBy(call) ?? []);

/** A context around the `try` that is called as those are which end a transaction or a connection. */
const managerAround = (handler: ExceptHandler, { context, text }: SourceContext): Expression | undefined =>
  context.managersAround(handler).find((manager) => MANAGING.test(text.slice(manager)));

/** By another clause, or by a `finally` that has to do with the connection. */
function isEndedElsewhere(handler: ExceptHandler, { connection }: ConnectionEnd, ctx: SourceContext): boolean {
  const name = lastName(connection) ?? '';
  for (const outer of ancestors(handler)) {
    if (outer.kind === 'AsyncFunctionDef') return false;
    if (outer.kind !== 'Try') continue;
    const cancelled = outer.handlers.find((other) => ctx.handlers.describe(other).takes('asyncio.CancelledError'));
    if (mentions([...outer.finalbody, ...(cancelled?.body ?? [])], name)) return true;
  }
  return false;
}
