import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import {
  booleanConstant,
  boundTarget,
  type Call,
  callKeyword,
  type Expression,
  type FunctionStart,
  lastName,
  type Node,
} from '#kit/code';
import { type SharedSession, sessionSharedBy, workersOf } from '#kit/concurrency';
import { UNSHARED_CONNECTORS } from '#kit/state';

const FETCHES = /^fetch(one|many|all)$/;

export default defineSourceRule({
  docs: {
    summary: 'one database connection that several threads use',
    why: 'These connections are not made to be used by several threads at once. `sqlite3` refuses it unless `check_same_thread=False` is set; otherwise the transactions and results of one thread get mixed with those of another.',
    remedy:
      'Give the connection a thread of its own (an executor with one worker), hold a lock around each use, or take connections from a pool.',
    harm: 'loses',
    ceiling: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [362, 567],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SCALE-001' }],
    bad: 'import asyncio\nimport sqlite3\n\nclass Store:\n    def __init__(self, path):\n        self._conn = sqlite3.connect(path)\n\n    async def put(self, row):\n        await asyncio.to_thread(self._conn.execute, "INSERT INTO rows VALUES (?)", row)\n\n    async def count(self):\n        return await asyncio.to_thread(self._conn.execute, "SELECT count(*) FROM rows")\n',
    good: 'import asyncio\nimport sqlite3\nfrom concurrent.futures import ThreadPoolExecutor\n\nclass Store:\n    def __init__(self, path):\n        self._thread = ThreadPoolExecutor(max_workers=1)\n        self._conn = sqlite3.connect(path, check_same_thread=False)\n\n    async def put(self, row):\n        loop = asyncio.get_running_loop()\n        await loop.run_in_executor(self._thread, self._conn.execute, "INSERT INTO rows VALUES (?)", row)\n',
  },
  skips: NOT_PRODUCTION,
  mentions: ['connect', 'gather', 'submit', 'map', 'Thread', 'create_task', 'run_in_executor', 'to_thread'],
  visit: {
    Call(call, ctx) {
      const shared = sessionSharedBy(call, ctx);
      if (shared !== undefined) return reportShared(call, shared, ctx);
      const connector = connectorOf(call, ctx);
      const target = connector === undefined ? undefined : boundTarget(call);
      if (connector === undefined || target === undefined) return;
      const uses = usesOf(target, ctx);
      const threaded = uses.filter(({ start }) => start !== undefined);
      const [first] = threaded;
      if (first === undefined) return;
      const others = uses.filter((use) => use.site !== first.site && isConcurrent(use, first));
      if (others.length === 0) return;
      ctx.report({
        at: call,
        message: `\`${ctx.text.slice(target)}\` is one \`${connector}\` connection, and several threads use it without a lock`,
        related: [first, ...others].slice(0, 4).map(({ site, start }) => ({
          at: site,
          message: start === undefined ? 'used here on the thread of the caller' : `used here in ${whichThread(start)}`,
        })),
        // SQLite serialises the statements itself, so that only transactions run into each other.
        ...(booleanConstant(callKeyword(call, 'check_same_thread')?.value) === false && {
          heldBack: 'SQLite itself takes one statement after the other, and nothing shows a transaction of several',
        }),
      });
    },
  },
});

/** `gather(to_thread(check, db), count(db))`: the session itself is handed to several at once. */
function reportShared(call: Call, { session, other }: SharedSession, ctx: SourceContext): void {
  ctx.report({
    at: session,
    message: `\`${session.id}\` is one session, and what \`${ctx.text.slice(call.func)}\` runs side by side uses it`,
    remedy: 'Give each a session of its own',
    heldBack: 'what it is handed to may take turns',
    ...(other !== session && { related: [{ at: other, message: 'used here at the same time' }] }),
  });
}

interface Use {
  readonly site: Node;
  /** How a thread comes to it; undefined on the caller's own. */
  readonly start: FunctionStart | undefined;
}

/** The driver's `connect`, called here or handed to a thread: `await to_thread(sqlite3.connect, path)`. */
function connectorOf(call: Call, ctx: SourceContext): string | undefined {
  const last = lastName(call.func) ?? '';
  const named = last === 'connect' ? call.func : HANDING_OVER.has(last) ? ctx.context.startOf(call)?.run : undefined;
  const name = named === undefined ? undefined : ctx.names.qualifiedName(named);
  return name !== undefined && UNSHARED_CONNECTORS.has(name) ? name : undefined;
}

const HANDING_OVER: ReadonlySet<string> = new Set(['to_thread', 'run_in_executor']);

/** Where the connection is used without a lock, each with the thread that comes there. */
function usesOf(target: Expression, ctx: SourceContext): readonly Use[] {
  const life = ctx.state.lifeOf(target);
  const mentions = life === undefined ? [] : ctx.state.mentionsOfLife(life);
  return mentions.flatMap((mention) => {
    const { parent } = mention;
    const fn = ctx.context.functionAround(mention);
    if (parent?.kind !== 'Attribute' || fn === undefined || parent.attr === 'close' || ctx.state.runsInCreation(fn))
      return [];
    if (ctx.context.locksHeldAt(mention).length > 0) return [];
    // `to_thread(self._conn.execute, …)`: the method itself is what the thread runs.
    const direct = ctx.context.startRunning(parent);
    if (direct !== undefined)
      return mayMeet(direct, ctx) ? [{ site: mention, start: direct }, ...fetchesOf(direct, ctx)] : [];
    const starts = ctx.context.threadStartsOf(fn);
    if (starts.some((start) => !mayMeet(start, ctx) || ctx.context.locksHeldAt(start.call).length > 0)) return [];
    return starts.length === 0
      ? [{ site: mention, start: undefined }]
      : starts.map((start) => ({ site: start.call, start }));
  });
}

/** `cursor = await to_thread(conn.execute, …)`, then `cursor.fetchall()` on the event loop. */
function fetchesOf({ call }: FunctionStart, ctx: SourceContext): readonly Use[] {
  const fetches = ctx.flow
    .destinations(call)
    .filter(({ kind, node }) => kind === 'receiver' && node.kind === 'Call' && FETCHES.test(lastName(node.func) ?? ''));
  return fetches.map(({ node }) => ({ site: node, start: undefined }));
}

/** Threads of a pool meet each other; one thread of its own meets those who call from outside of it. */
function isConcurrent(use: Use, first: Use): boolean {
  if (use.start === undefined) return true;
  return first.start?.how === 'executor' || use.start.call !== first.start?.call;
}

/** A pool of one thread is the connection's own thread; what a pool holds that is not made here is not known. */
function mayMeet(start: FunctionStart, ctx: SourceContext): boolean {
  return start.how !== 'executor' || workersOf(start, ctx) === 'many';
}

function whichThread({ how }: FunctionStart): string {
  return how === 'thread' ? 'a thread of its own' : 'whichever thread the pool has free';
}
