import {
  type AsyncFunctionDef,
  ancestors,
  type Call,
  dottedName,
  type ExceptHandler,
  type Expression,
  headerSpan,
  isInFinally,
  isWithin,
  lastName,
  mentions,
  type Node,
  type Stmt,
  withoutAwait,
} from '#ast';
import { type DoubtId, defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { suspensionsIn, unlessNeverWaits } from '#kit/concurrency';
import { callsWithin, firstSuspension } from '#semantics/effects/calls-within';
import {
  beginsTransaction,
  type ConnectionEnd,
  connectionEndedBy,
  connectionTaken,
  isKeptConnection,
} from '#semantics/state/connections';
import { actUndoneIn } from './undone-acts.ts';

/** Contexts that end a transaction or a connection by themselves. */
const MANAGING = /transaction|session|begin|connect|acquire|atomic|cursor|engine|unit_of_work|uow/i;

export default defineSourceRule({
  docs: {
    summary: 'rollback that a cancelled task skips',
    why: '`CancelledError` is not an `Exception`, so this handler does not run when the task is cancelled. The transaction then stays open on a connection that other tasks may use, the connection is not returned to its pool, or the flag or lock stays set.',
    remedy:
      'Use the context manager of the driver, or roll back under `except BaseException:` and raise again, or return the connection in `finally`.',
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
  needs: ['effects'],
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
    ctx.proven({ at: handler, by: 'a server cancels a socket when it ends, and this ends with it', where: around });
    return;
  }
  ctx.report({
    at: headerSpan(handler, ctx.text),
    message: `a cancelled task skips this handler: \`${ctx.text.slice(found.subject)}\` ${found.says}`,
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

/** A container that the module fills, which no other process and no restart sees. */
const isOfProcess = (subject: Expression, { names, types }: SourceContext): boolean => {
  let root = subject;
  while (root.kind === 'Attribute' || root.kind === 'Subscript') root = root.value;
  const made = root.kind === 'Name' ? names.moduleScope.bindings.get(root.id)?.definitions : undefined;
  const held = subject.kind === 'Subscript' ? subject.value : subject;
  return made?.length === 1 && /^(?:builtins|collections)\./.test(types.classOf(held) ?? '');
};

interface Lost {
  readonly subject: Expression;
  readonly undo: Node;
  readonly says: string;
  readonly only: string;
  readonly doubt?: DoubtId;
  readonly kind?: 'flag or entry';
}

function connectionLost(handler: ExceptHandler, around: AsyncFunctionDef, ctx: SourceContext): Lost | undefined {
  const [undo] = endsIn(handler.body);
  if (undo === undefined) return undefined;
  const { connection, how, call } = undo;
  const doubt = managerAround(handler, ctx) && { doubt: 'opaque-callee' as const };
  const lost = { subject: connection, undo: call, ...doubt };
  if (how === 'given-back') {
    const isTaken = connectionTaken(connection, handler.start, ctx) !== undefined;
    return isTaken ? { ...lost, says: 'never comes back to its pool', only: 'the only way back' } : undefined;
  }
  const open = { ...lost, says: 'keeps its transaction open', only: 'the only rollback' };
  if (isKeptConnection(connection, ctx)) return open;
  const name = dottedName(connection);
  const begins = callsWithin([around]).some(
    (each) => each.start < handler.start && name !== undefined && beginsTransaction(each, name),
  );
  return begins || isClosedHere(connection, handler, ctx)
    ? { doubt: 'transaction-handled-elsewhere', ...open }
    : undefined;
}

/** A session that the function makes and that its handler closes as well as rolls back. */
const isClosedHere = (connection: Expression, handler: ExceptHandler, { flow }: SourceContext): boolean =>
  connection.kind === 'Name' &&
  flow.origins(connection).every((origin) => withoutAwait(origin).kind === 'Call') &&
  callsWithin(handler.body).some(
    ({ func }) =>
      func.kind === 'Attribute' && ['close', 'aclose'].includes(func.attr) && lastName(func.value) === connection.id,
  );

function actLost(handler: ExceptHandler, around: AsyncFunctionDef, ctx: SourceContext): Lost | undefined {
  const undone = actUndoneIn(handler, around, ctx);
  if (undone === undefined) return undefined;
  return {
    ...undone,
    kind: 'flag or entry',
    says: 'stays as it was set before',
    only: 'the only way back after a failure',
  };
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
function isEndedElsewhere(handler: ExceptHandler, subject: Expression, ctx: SourceContext): boolean {
  const name = lastName(subject.kind === 'Subscript' ? subject.value : subject) ?? '';
  for (const outer of ancestors(handler)) {
    if (outer.kind === 'AsyncFunctionDef') return false;
    if (outer.kind !== 'Try') continue;
    const cancelled = outer.handlers.find((other) => ctx.handlers.describe(other).takes('asyncio.CancelledError'));
    if (mentions([...outer.finalbody, ...(cancelled?.body ?? [])], name)) return true;
  }
  return false;
}
