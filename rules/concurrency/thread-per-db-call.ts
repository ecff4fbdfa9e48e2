import {
  type AsyncFunctionDef,
  type Call,
  type Expression,
  type FunctionDef,
  holds,
  isNone,
  lastName,
  nameSpan,
  walk,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { isOfDriver } from '#knowledge/database-drivers';
import type { FunctionNode } from '#semantics';
import { counted } from '#text/wording';

/** Libraries above the drivers that wait as they do. */
const ABOVE_DRIVERS = /^(?:sqlalchemy\.(?:orm|engine)|pymongo)\./;
const METHODS_NEEDED = 3;

export default defineSourceRule({
  docs: {
    summary: 'async store that uses a thread of the shared pool per statement',
    why: 'Each statement waits for a free thread of the shared pool. Statements of one transaction can run on different threads, and slow queries delay everything else that needs a thread.',
    remedy: 'Use an asynchronous driver, or give the class one worker thread for all its statements',
    harm: 'hangs',
    severity: 'P0',
    precision: 'low',
    since: '0.1.0',
    cwe: [400],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SCALE-001' }],
    bad: 'import asyncio\nimport sqlite3\n\nclass Store:\n    def __init__(self, path):\n        self.conn = sqlite3.connect(path, check_same_thread=False)\n\n    async def put(self, row):\n        await asyncio.to_thread(self.conn.execute, "INSERT INTO rows VALUES (?)", row)\n\n    async def commit(self):\n        await asyncio.to_thread(self.conn.commit)\n\n    async def clear(self):\n        await asyncio.to_thread(self.conn.execute, "DELETE FROM rows")\n',
    good: 'import aiosqlite\n\nclass Store:\n    async def put(self, row):\n        async with aiosqlite.connect(self.path) as conn:\n            await conn.execute("INSERT INTO rows VALUES (?)", row)\n            await conn.commit()\n',
  },
  skips: NOT_PRODUCTION,
  mentions: ['to_thread', 'run_in_executor', 'run_sync', 'run_in_threadpool', 'sync_to_async'],
  visit: {
    ClassDef(classDef, ctx) {
      const methods = [...ctx.state.methodsOf(classDef).values()].filter(
        (method) => ctx.context.classOfMethod(method) === classDef,
      );
      const calls = methods.flatMap((method) => databaseThreadIn(method, ctx) ?? []);
      const [first] = calls;
      if (first === undefined || calls.length < METHODS_NEEDED) return;
      ctx.report({
        at: nameSpan(classDef),
        message: `${counted(calls.length, 'method')} of \`${classDef.name}\` each use a thread of the shared pool for every statement`,
        related: calls.slice(0, 4).map((call) => ({ at: call, message: 'a statement runs in a pool thread here' })),
      });
    },
  },
});

/** The first call of a coroutine that hands work on a database to the pool that everybody shares. */
function databaseThreadIn(method: FunctionDef | AsyncFunctionDef, ctx: SourceContext): Call | undefined {
  if (method.kind !== 'AsyncFunctionDef') return undefined;
  let found: Call | undefined;
  walk(method, (node) => {
    if (found !== undefined) return 'skip';
    if (node.kind !== 'Call' || node.parent?.kind !== 'Await') return undefined;
    const start = ctx.context.startOf(node);
    const isShared = lastName(node.func) !== 'run_in_executor' || isNone(node.args[0]);
    if (start?.how === 'executor' && isShared && isOnDatabase(start.run, ctx)) found = node;
    return undefined;
  });
  return found;
}

const waits = (callee: string): boolean => isOfDriver(callee) || ABOVE_DRIVERS.test(callee);

function isOnDatabase(run: Expression, ctx: SourceContext): boolean {
  const callee = ctx.types.calleeName(run);
  // Connecting happens once.
  if (callee !== undefined && waits(callee)) return !callee.endsWith('.connect');
  const fn = ctx.context.functionRun(run);
  if (fn !== undefined) return callsDriver(fn, ctx);
  return run.kind === 'Attribute' && isConnection(run.value, ctx);
}

/** Its body, nested functions included, calls a driver. */
function callsDriver(fn: FunctionNode, ctx: SourceContext): boolean {
  return holds(fn, (node) => node.kind === 'Call' && waits(ctx.types.calleeName(node.func) ?? ''));
}

/** Bound to `await to_thread(driver.connect, …)`. */
function isConnection(receiver: Expression, ctx: SourceContext): boolean {
  const life = ctx.state.lifeOf(receiver);
  return [...(life?.of('create') ?? []), ...(life?.of('rebind') ?? [])].some(({ value }) => {
    const made = value?.kind === 'Await' ? value.value : value;
    const run = made?.kind === 'Call' ? ctx.context.startOf(made)?.run : undefined;
    return run !== undefined && waits(ctx.names.qualifiedName(run) ?? '');
  });
}
