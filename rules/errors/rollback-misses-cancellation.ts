import {
  type AsyncFunctionDef,
  ancestors,
  type Call,
  callsWithin,
  defineSourceRule,
  dottedName,
  type ExceptHandler,
  type Expression,
  headerSpan,
  holds,
  isInFinally,
  NOT_PRODUCTION,
  type Node,
  type SourceContext,
  type Stmt,
  walkOwnCode,
} from '#kit';

/** Methods that give a connection back: `await pool.release(connection)`. */
const GIVING_BACK: ReadonlySet<string> = new Set(['release', 'putconn', 'release_connection', 'return_connection']);
/** Methods that take one. */
const TAKING: ReadonlySet<string> = new Set(['acquire', 'getconn', 'get_connection', 'acquire_connection']);
/** Contexts that end a transaction or a connection by themselves. */
const MANAGING = /transaction|session|begin|connect|acquire|atomic|cursor|engine|unit_of_work|uow/i;

export default defineSourceRule({
  docs: {
    summary: 'rollback that a cancelled task skips',
    why: '`CancelledError` is no `Exception`: when a request times out or its client goes away, the transaction stays open on a connection that the next task uses, or the connection never comes back to its pool.',
    remedy:
      'Use the context manager of the driver, or roll back under `except BaseException:` and raise again, or give back in `finally`.',
    severity: 'P1',
    precision: 'medium',
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
      if (call.func.kind === 'Attribute' && GIVING_BACK.has(call.func.attr)) reportUnguarded(call, ctx);
    },
    ExceptHandler(handler, ctx) {
      const around = ctx.context.functionAround(handler);
      if (around?.kind !== 'AsyncFunctionDef' || handler.parent?.kind !== 'Try') return;
      const undo = findUndo(handler);
      if (undo === undefined || catchesCancellation(handler, ctx)) return;
      if (ctx.context.isTestCode(handler)) return;
      const tried = handler.parent;
      const wait = findWait(tried.body);
      if (wait === undefined || isUndoneElsewhere(handler, undo, around, ctx)) return;
      if (!(undo.isRollback ? isLasting(undo.of, around, ctx) : takenBy(undo.of, tried.end, ctx) !== undefined)) return;
      const name = ctx.text.slice(undo.of);
      ctx.report({
        at: headerSpan(handler, ctx.text),
        message: `a cancelled task skips this handler: ${undo.isRollback ? `\`${name}\` keeps its transaction open` : `\`${name}\` never comes back to its pool`}`,
        related: [
          { at: wait, message: 'cancelled here, for example' },
          { at: undo.call, message: undo.isRollback ? 'the only rollback' : 'the only way back' },
        ],
      });
    },
  },
});

/** `connection = await pool.getconn()`, `yield connection`, `await pool.putconn(connection)`: any failure in between keeps it. */
function reportUnguarded(call: Call, ctx: SourceContext): void {
  const [given] = call.args;
  const around = ctx.context.functionAround(call);
  if (given?.kind !== 'Name' || around?.kind !== 'AsyncFunctionDef' || ctx.context.isTestCode(call)) return;
  const others = callsWithin(around.body).filter((each) => undoOf(each)?.isRollback === false);
  if (others.some((each) => isInFinally(each) || ctx.context.handlerAround(each) !== undefined)) return;
  const taken = takenBy(given, call.start, ctx);
  const wait =
    taken === undefined
      ? undefined
      : findWait(
          around.body.filter(({ end }) => end > taken.end),
          taken.end,
        );
  if (taken === undefined || wait === undefined || wait.start >= call.start || isAround(wait, call)) return;
  ctx.report({
    at: call,
    message: `\`${given.id}\` goes back to its pool only when nothing fails and nobody cancels in between`,
    related: [
      { at: taken, message: 'taken here' },
      { at: wait, message: 'a failure or a cancellation here keeps it' },
    ],
  });
}

const isAround = (outer: Node, inner: Node): boolean => outer.start <= inner.start && outer.end >= inner.end;

interface Undo {
  readonly call: Call;
  /** The connection. */
  readonly of: Expression;
  readonly isRollback: boolean;
}

function findUndo(handler: ExceptHandler): Undo | undefined {
  return callsWithin(handler.body)
    .map(undoOf)
    .find((undo) => undo !== undefined);
}

function undoOf(call: Call): Undo | undefined {
  if (call.func.kind !== 'Attribute') return undefined;
  if (call.func.attr === 'rollback' && call.args.length === 0) return { call, of: call.func.value, isRollback: true };
  const [given] = call.args;
  return GIVING_BACK.has(call.func.attr) && given?.kind === 'Name' ? { call, of: given, isRollback: false } : undefined;
}

function catchesCancellation(handler: ExceptHandler, ctx: SourceContext): boolean {
  const { breadth, catches } = ctx.handlers.describe(handler);
  return breadth === 'base' || breadth === 'bare' || catches.includes('asyncio.CancelledError');
}

/** The first place of a block, from an offset on, at which the task can be cancelled. */
function findWait(body: readonly Stmt[], from = 0): Node | undefined {
  let found: Node | undefined;
  walkOwnCode(body, (node) => {
    if (found !== undefined) return 'skip';
    const isWaiting = node.kind === 'Await' || node.kind === 'AsyncFor' || node.kind === 'AsyncWith';
    if ((isWaiting || node.kind === 'Yield') && node.start >= from) found = node;
    return undefined;
  });
  return found;
}

/** By another clause, by a `finally` that has to do with the connection, or by a context around the `try`. */
function isUndoneElsewhere(handler: ExceptHandler, undo: Undo, around: AsyncFunctionDef, ctx: SourceContext): boolean {
  const name = ctx.text.slice(undo.of);
  for (const outer of ancestors(handler)) {
    if (outer === around) return false;
    if (outer.kind === 'AsyncWith' || outer.kind === 'With') {
      if (outer.items.some(({ context_expr }) => MANAGING.test(ctx.text.slice(context_expr)))) return true;
    }
    if (outer.kind !== 'Try') continue;
    if (outer.finalbody.some((statement) => mentions(statement, name, ctx))) return true;
    const others = outer.handlers.filter((other) => other !== handler && catchesCancellation(other, ctx));
    if (others.some(({ body }) => body.some((statement) => mentions(statement, name, ctx)))) return true;
  }
  return false;
}

function mentions(statement: Stmt, name: string, ctx: SourceContext): boolean {
  return holds(
    statement,
    (node) => (node.kind === 'Name' || node.kind === 'Attribute') && ctx.text.slice(node) === name,
  );
}

/**
 * The connection outlives the function: an attribute that the class itself fills, a name of the module, or a local taken
 * from these. What is handed in, and what a context manager gives, is ended by its owner.
 */
function isLasting(connection: Expression, around: AsyncFunctionDef, ctx: SourceContext): boolean {
  const roots = ctx.flow.origins(connection);
  return roots.length > 0 && roots.every((root) => isKept(root, around, ctx));
}

function isKept(root: Expression, around: AsyncFunctionDef, ctx: SourceContext): boolean {
  if (root.kind === 'Name') return ctx.names.resolve(root)?.scope === ctx.names.moduleScope;
  if (root.kind !== 'Attribute' || dottedName(root)?.startsWith('self.') !== true) return false;
  const life = ctx.state.lifeOf(root);
  if (life === undefined || ctx.context.classOfMethod(around) === undefined) return false;
  const bound = [...life.of('create'), ...life.of('rebind')].flatMap(({ value }) => value ?? []);
  return bound.length > 0 && bound.every((value) => isMadeHere(value, ctx));
}

/** A connection that the class opens, or None; not a parameter. */
function isMadeHere(value: Expression, ctx: SourceContext): boolean {
  return ctx.flow.origins(value).every(({ kind }) => kind === 'Call' || kind === 'Constant' || kind === 'Await');
}

/** `connection = await pool.acquire()`, somewhere above. */
function takenBy(connection: Expression, before: number, ctx: SourceContext): Call | undefined {
  for (const origin of ctx.flow.origins(connection)) {
    const call = origin.kind === 'Await' ? origin.value : origin;
    if (call.kind !== 'Call' || call.func.kind !== 'Attribute' || call.start > before) continue;
    if (TAKING.has(call.func.attr)) return call;
  }
  return undefined;
}
