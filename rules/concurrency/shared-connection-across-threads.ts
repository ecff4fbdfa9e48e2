import {
  type Call,
  defineSourceRule,
  type Expression,
  type FunctionStart,
  NOT_PRODUCTION,
  type Node,
  numberConstant,
  type SourceContext,
} from '#kit';

/** Connections that threads may not share, by their drivers' own word (PEP 249, `threadsafety` 1). */
const CONNECTORS: ReadonlySet<string> = new Set([
  'sqlite3.connect',
  'sqlite3.dbapi2.connect',
  'pysqlite3.connect',
  'libsql.connect',
  'libsql_client.connect',
  'libsql_experimental.connect',
  'duckdb.connect',
  'pymysql.connect',
  'MySQLdb.connect',
  'mysql.connector.connect',
  'pyodbc.connect',
  'pymssql.connect',
]);
const POOLED: ReadonlySet<string> = new Set(['ThreadPoolExecutor', 'concurrent.futures.ThreadPoolExecutor']);
const FETCHES = /^fetch(one|many|all)$/;

export default defineSourceRule({
  docs: {
    summary: 'one database connection that several threads use',
    why: 'The driver does not let threads share a connection: statements and transactions of one request run into those of another, and results go astray.',
    remedy:
      'Give the connection a thread of its own (an executor with one worker), hold a lock around each use, or take connections from a pool.',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [362, 567],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SCALE-001' }],
    bad: 'import asyncio\nimport sqlite3\n\nclass Store:\n    def __init__(self, path):\n        self._conn = sqlite3.connect(path)\n\n    async def put(self, row):\n        await asyncio.to_thread(self._conn.execute, "INSERT INTO rows VALUES (?)", row)\n\n    async def count(self):\n        return await asyncio.to_thread(self._conn.execute, "SELECT count(*) FROM rows")\n',
    good: 'import asyncio\nimport sqlite3\nfrom concurrent.futures import ThreadPoolExecutor\n\nclass Store:\n    def __init__(self, path):\n        self._thread = ThreadPoolExecutor(max_workers=1)\n        self._conn = sqlite3.connect(path, check_same_thread=False)\n\n    async def put(self, row):\n        loop = asyncio.get_running_loop()\n        await loop.run_in_executor(self._thread, self._conn.execute, "INSERT INTO rows VALUES (?)", row)\n',
  },
  skips: NOT_PRODUCTION,
  mentions: ['connect'],
  visit: {
    Call(call, ctx) {
      const connector = connectorOf(call, ctx);
      const target = connector === undefined ? undefined : keptIn(call);
      if (connector === undefined || target === undefined || ctx.context.isTestCode(call)) return;
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
        ...(sharesOnPurpose(call, ctx) && { profile: 'strict' as const }),
      });
    },
  },
});

interface Use {
  readonly site: Node;
  /** How a thread comes to it; undefined on the caller's own. */
  readonly start: FunctionStart | undefined;
}

/** The driver's `connect`, called here or handed to a thread: `await to_thread(sqlite3.connect, path)`. */
function connectorOf(call: Call, ctx: SourceContext): string | undefined {
  if (call.func.kind !== 'Attribute' && call.func.kind !== 'Name') return undefined;
  const last = call.func.kind === 'Attribute' ? call.func.attr : call.func.id;
  const named =
    last === 'connect'
      ? call.func
      : last === 'to_thread' || last === 'run_in_executor'
        ? ctx.context.startOf(call)?.run
        : undefined;
  const name = named === undefined ? undefined : ctx.names.qualifiedName(named);
  return name !== undefined && CONNECTORS.has(name) ? name : undefined;
}

/** The attribute or the name of the module that keeps the connection. */
function keptIn(call: Call): Expression | undefined {
  const value = call.parent?.kind === 'Await' ? call.parent : call;
  const { parent } = value;
  const target =
    parent?.kind === 'Assign' && parent.targets.length === 1
      ? parent.targets[0]
      : parent?.kind === 'AnnAssign'
        ? parent.target
        : undefined;
  return target?.kind === 'Attribute' || target?.kind === 'Name' ? target : undefined;
}

/** Where the connection is used without a lock, each with the thread that comes there. */
function usesOf(target: Expression, ctx: SourceContext): readonly Use[] {
  return mentionsOf(target, ctx).flatMap((mention) => {
    const { parent } = mention;
    const fn = ctx.context.functionAround(mention);
    if (parent?.kind !== 'Attribute' || fn === undefined || parent.attr === 'close' || ctx.state.runsInCreation(fn))
      return [];
    if (ctx.context.locksHeldAt(mention).length > 0) return [];
    const direct = startOfMember(parent, ctx);
    if (direct !== undefined)
      return hasOneWorker(direct, ctx) ? [] : [{ site: mention, start: direct }, ...fetchesOf(direct, ctx)];
    const starts = ctx.context.threadStartsOf(fn);
    if (starts.some((start) => hasOneWorker(start, ctx) || ctx.context.locksHeldAt(start.call).length > 0)) return [];
    return starts.length === 0
      ? [{ site: mention, start: undefined }]
      : starts.map((start) => ({ site: start.call, start }));
  });
}

function mentionsOf(target: Expression, ctx: SourceContext): readonly Expression[] {
  if (target.kind === 'Name') {
    const binding = ctx.names.resolve(target);
    return binding?.scope === ctx.names.moduleScope ? binding.references : [];
  }
  const owner = ctx.context.classAround(target);
  return owner === undefined || target.kind !== 'Attribute' ? [] : ctx.state.mentionsOf(owner, target.attr);
}

/** `to_thread(self._conn.execute, …)`: the method itself is what the thread runs. */
function startOfMember(member: Expression, ctx: SourceContext): FunctionStart | undefined {
  const call = member.parent?.kind === 'keyword' ? member.parent.parent : member.parent;
  const start = call?.kind === 'Call' && call.func !== member ? ctx.context.startOf(call) : undefined;
  return start?.run === member ? start : undefined;
}

/** `cursor = await to_thread(conn.execute, …)`, then `cursor.fetchall()` on the event loop. */
function fetchesOf({ call }: FunctionStart, ctx: SourceContext): readonly Use[] {
  return ctx.flow.destinations(call).flatMap(({ kind, node }) => {
    const isFetch =
      kind === 'receiver' && node.kind === 'Call' && node.func.kind === 'Attribute' && FETCHES.test(node.func.attr);
    return isFetch ? [{ site: node, start: undefined }] : [];
  });
}

/** Threads of a pool meet each other; one thread of its own meets those who call from outside of it. */
function isConcurrent(use: Use, first: Use): boolean {
  if (use.start === undefined) return true;
  return first.start?.how === 'executor' || use.start.call !== first.start?.call;
}

/** A pool of one thread is the connection's own thread; what a pool holds that is not made here is not known. */
function hasOneWorker({ call, how }: FunctionStart, ctx: SourceContext): boolean {
  if (how !== 'executor' || call.func.kind !== 'Attribute') return false;
  const { attr, value } = call.func;
  const executor = attr === 'run_in_executor' ? call.args[0] : attr === 'submit' || attr === 'map' ? value : undefined;
  if (executor === undefined || (executor.kind === 'Constant' && executor.value.kind === 'none')) return false;
  const made = ctx.state.lifeOf(executor)?.of('create').at(0)?.value ?? ctx.flow.origins(executor)[0];
  if (made?.kind !== 'Call' || !POOLED.has(ctx.types.calleeName(made.func) ?? '')) return true;
  const workers = ctx.values.givenArgument(made, 'max_workers', 0);
  return workers !== undefined && (numberConstant(workers) ?? ctx.values.number(workers)) === 1;
}

function sharesOnPurpose(call: Call, ctx: SourceContext): boolean {
  const argument = call.keywords.find(({ arg }) => arg === 'check_same_thread')?.value;
  const folded = argument === undefined ? undefined : ctx.values.fold(argument);
  return folded?.kind === 'bool' && !folded.value;
}

function whichThread({ how }: FunctionStart): string {
  return how === 'thread' ? 'a thread of its own' : 'whichever thread the pool has free';
}
