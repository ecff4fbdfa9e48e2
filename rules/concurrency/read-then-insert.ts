import { defineSourceRule, heldBackBy, NOT_PRODUCTION, providedThat, type SourceContext } from '#kit';
import { definitionCalled } from '#kit/calls';
import { ancestors, type Call, type Def, type Expression, lastName, walk } from '#kit/code';
import type { Grade } from '#kit/project';
import { statementGivenTo } from '#kit/state';

const INSERT = /^\s*INSERT\s+(?:OR\s+\w+\s+)?INTO\s+["'`[]?([\w.]+)/i;
const SELECT = /^\s*SELECT\b[\s\S]*?\bFROM\s+["'`[]?([\w.]+)/i;
/** The last row, or a number made of all rows. */
const LAST_ROW = /\bDESC\s+LIMIT\s+(1\b|\?|%s|:\w+|\$\d)/i;
const HIGHEST = /\b(MAX|COUNT)\s*\(/i;
/** The database itself sees to it that one of two writers waits or is told. */
const GUARDED_INSERT = /\bON\s+(CONFLICT|DUPLICATE)\b|\bOR\s+(IGNORE|REPLACE)\b|\bWHERE\s+NOT\s+EXISTS\b/i;
const LOCKING =
  /\bFOR\s+(NO\s+KEY\s+)?(UPDATE|SHARE)\b|\bBEGIN\s+(IMMEDIATE|EXCLUSIVE)\b|\bLOCK\s+(TABLE|IN)\b|advisory|GET_LOCK|SERIALIZABLE|\bWITH\s*\(\s*(UPDLOCK|TABLOCK)/i;
const LOCKING_NAME = /immediate|exclusive|serializ|advisory|lock|for_update/i;
const EXECUTES: ReadonlySet<string> = new Set(['execute', 'executemany', 'exec_driver_sql']);
const QUERIES: ReadonlySet<string> = new Set([
  ...EXECUTES,
  'fetch',
  'fetchrow',
  'fetchval',
  'fetch_one',
  'fetch_val',
  'scalar',
  'scalars',
]);
const FETCHES: ReadonlySet<string> = new Set([
  'fetchone',
  'fetchall',
  'fetchval',
  'fetchmany',
  'first',
  'one',
  'one_or_none',
  'scalar',
  'scalar_one',
  'scalar_one_or_none',
  'scalars',
  'all',
  'mappings',
]);
const MAX_STEPS = 200;

/** In a program that one person runs there is one writer, as a rule. */
const FOR_ONE: Grade = { heldBack: 'nothing shows that the program serves several at once' };

export default defineSourceRule({
  docs: {
    summary: '`INSERT` that builds on a row read before it',
    why: 'Two writers can read the same last row and both insert after it. A number is then given twice or a chain of hashes forks, and without a unique constraint nothing reports it.',
    remedy:
      'Read and insert in one transaction that locks (`BEGIN IMMEDIATE`, `SELECT … FOR UPDATE`), or let the database number the rows.',
    harm: 'loses',
    ceiling: 'P1',
    profile: 'strict',
    precision: 'low',
    measured: { read: 1, right: 1, on: 'agent-platform' },
    since: '0.1.0',
    cwe: [362, 367],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'CONSIST-001' }],
    bad: 'def append(conn, entry, digest):\n    row = conn.execute("SELECT hash FROM entries ORDER BY id DESC LIMIT 1").fetchone()\n    conn.execute("INSERT INTO entries (text, hash) VALUES (?, ?)", (entry, digest(row[0], entry)))\n',
    good: 'def append(conn, entry, digest):\n    conn.execute("BEGIN IMMEDIATE")\n    row = conn.execute("SELECT hash FROM entries ORDER BY id DESC LIMIT 1").fetchone()\n    conn.execute("INSERT INTO entries (text, hash) VALUES (?, ?)", (entry, digest(row[0], entry)))\n    conn.commit()\n',
  },
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
  mentions: [...QUERIES, 'add', 'create'],
  visit: {
    Call(call, ctx) {
      const insert = insertOf(call, ctx);
      const fn = insert === undefined ? undefined : ctx.context.defAround(call);
      if (insert === undefined || fn === undefined) return;
      const read = readBehind(insert, fn, ctx);
      if (read === undefined) return;
      const [lock] = ctx.context.locksHeldAt(call);
      if (lock !== undefined) return ctx.proven({ at: call, by: 'a lock is held there', where: lock.lock });
      if (isLocked(call, fn, ctx))
        return ctx.proven({ at: call, by: 'the database locks, or refuses the second insert' });
      ctx.report({
        at: call,
        message: `two writers of \`${insert.table}\` can read the same ${read.what} and both insert after it`,
        ...heldBackBy(guessAgainst(call, fn, ctx)),
        related: [{ at: read.call, message: `the ${read.what} is read here, and nothing keeps others from doing so` }],
        when: providedThat({ kind: 'is-service' }, FOR_ONE),
      });
    },
  },
});

interface Insert {
  /** The table as SQL names it, or the class of its rows. */
  readonly table: string;
  readonly row: Call;
}

/** What a call inserts: by plain SQL, `session.add(Row(…))`, `Row.objects.create(…)`. */
function insertOf(call: Call, ctx: SourceContext): Insert | undefined {
  const name = lastName(call.func) ?? '';
  if (QUERIES.has(name)) {
    const sql = statementGivenTo(call, ctx);
    const table = sql === undefined || GUARDED_INSERT.test(sql) ? undefined : INSERT.exec(sql)?.[1]?.toLowerCase();
    return table === undefined ? undefined : { table, row: call };
  }
  const [added] = call.args;
  if (name === 'add' && added !== undefined) {
    const row = ctx.flow.origins(added).find((origin) => origin.kind === 'Call');
    const table = row?.kind === 'Call' ? lastName(row.func) : undefined;
    return row?.kind === 'Call' && table !== undefined && /^[A-Z]/.test(table) ? { table, row } : undefined;
  }
  if (name !== 'create' || call.func.kind !== 'Attribute' || call.func.value.kind !== 'Attribute') return undefined;
  const table = call.func.value.attr === 'objects' ? lastName(call.func.value.value) : undefined;
  return table === undefined ? undefined : { table, row: call };
}

interface Read {
  readonly call: Call;
  readonly what: 'last row' | 'highest number' | 'number of rows';
}

/** The query of the same table whose row the values come from: through calls, parts, arithmetic, and functions of this file. */
function readBehind({ table, row }: Insert, fn: Def, ctx: SourceContext): Read | undefined {
  const seen = new Set<Expression>();
  let isCounted = false;
  const pending: Expression[] = [...row.args, ...row.keywords.map(({ value }) => value)];
  for (let at = pending.pop(); at !== undefined && seen.size < MAX_STEPS; at = pending.pop()) {
    for (const leaf of ctx.flow.origins(at)) {
      if (seen.has(leaf)) continue;
      seen.add(leaf);
      if (leaf.kind === 'Attribute' || leaf.kind === 'Subscript') pending.push(leaf.value);
      // What a new row only takes over from the last may be the same in two.
      isCounted ||= leaf.kind === 'Attribute' && [...ancestors(leaf)].some(({ kind }) => kind === 'BinOp');
      if (leaf.kind === 'Dict') pending.push(...leaf.values);
      if (leaf.kind !== 'Call') continue;
      const called = definitionCalled(ctx, leaf);
      if (called !== undefined && called.kind !== 'ClassDef')
        pending.push(...ctx.flow.returnValues(called).flatMap((each) => each ?? []));
      const query = queryOf(leaf, ctx.context.defAround(leaf) ?? fn, ctx);
      const read = query === undefined ? rowsReadBy(leaf, table, isCounted, ctx) : readOf(query, table, ctx);
      if (read !== undefined) return read;
      pending.push(...leaf.args, ...leaf.keywords.map(({ value }) => value));
      if (leaf.func.kind === 'Attribute') pending.push(leaf.func.value);
    }
  }
  return undefined;
}

/** The query whose rows a call gives: `conn.execute(…).fetchone()`, `cursor.execute(…)` and then `cursor.fetchone()`. */
function queryOf(call: Call, fn: Def, ctx: SourceContext): Call | undefined {
  let at: Call | undefined = call;
  let last: Call | undefined;
  while (at !== undefined) {
    const name: string = lastName(at.func) ?? '';
    if (QUERIES.has(name) && statementGivenTo(at, ctx) !== undefined) return at;
    if (!FETCHES.has(name) || at.func.kind !== 'Attribute') break;
    last = at;
    at = callBefore(at, at.func.value, ctx);
  }
  return last?.func.kind === 'Attribute' ? executedOn(last.func.value, last, fn, ctx) : undefined;
}

/** The call that made what a method is called on; one that ends earlier, so that the way back has an end. */
function callBefore(call: Call, receiver: Expression, ctx: SourceContext): Call | undefined {
  const made = ctx.flow.origins(receiver).find((origin) => origin.kind === 'Call' && origin.end < call.end);
  return made?.kind === 'Call' ? made : undefined;
}

function executedOn(cursor: Expression, before: Call, fn: Def, ctx: SourceContext): Call | undefined {
  const text = ctx.text.slice(cursor);
  return executionsIn(fn)
    .filter(({ func, end }) => end <= before.start && func.kind === 'Attribute' && ctx.text.slice(func.value) === text)
    .at(-1);
}

function readOf(query: Call, table: string, ctx: SourceContext): Read | undefined {
  const sql = statementGivenTo(query, ctx);
  if (sql === undefined || SELECT.exec(sql)?.[1]?.toLowerCase() !== table || LOCKING.test(sql)) return undefined;
  if (LAST_ROW.test(sql)) return { call: query, what: 'last row' };
  const what = HIGHEST.exec(sql)?.[1]?.toUpperCase();
  return what === undefined ? undefined : { call: query, what: what === 'MAX' ? 'highest number' : 'number of rows' };
}

/** `session.query(func.max(Row.number))`, `Row.objects.aggregate(Max("number"))`, `Row.objects.count()`, `….order_by(Row.number.desc()).first()`. */
function rowsReadBy(query: Call, table: string, isCounted: boolean, ctx: SourceContext): Read | undefined {
  let what: Read['what'] | undefined = lastName(query.func) === 'count' ? 'number of rows' : undefined;
  let isOfTable = false;
  let isLocking = false;
  walk(query, (node) => {
    if (node.kind === 'Name' && node.id === table) isOfTable = true;
    if (node.kind === 'Attribute' && LOCKING_NAME.test(node.attr)) isLocking = true;
    if (node.kind !== 'Call') return;
    if (HIGHEST_FUNCTIONS.test(ctx.names.qualifiedName(node.func) ?? '')) what = 'highest number';
    if (isCounted && lastName(node.func) === 'order_by' && node.args.some(isDescending)) what = 'last row';
  });
  return isOfTable && !isLocking && what !== undefined ? { call: query, what } : undefined;
}

/** `Row.number.desc()`, `desc(Row.number)`, `"-number"`. */
const isDescending = (key: Expression): boolean =>
  key.kind === 'Call'
    ? lastName(key.func) === 'desc'
    : key.kind === 'Constant' && key.value.kind === 'str' && key.value.value.startsWith('-');

const HIGHEST_FUNCTIONS =
  /^(sqlalchemy\.(sql\.)?func\.max|django\.db\.models\.(functions\.)?Max|sqlmodel\.func\.max|peewee\.fn\.MAX)$/;

/** A lock of the database is held, or the second insert fails and is seen to. */
function isLocked(insert: Call, fn: Def, ctx: SourceContext): boolean {
  const handlers = ctx.context.triesAround(insert).flatMap((each) => each.handlers);
  if (
    handlers.some((handler) =>
      ctx.handlers
        .describe(handler)
        .catches.some((name) => /Integrity|Unique/.test(name.slice(name.lastIndexOf('.') + 1))),
    )
  )
    return true;
  return callsIn(fn).some((call) => {
    if (call.start > insert.start) return false;
    if (/^(?:with|select)_for_update$/.test(lastName(call.func) ?? '')) return true;
    const sql = EXECUTES.has(lastName(call.func) ?? '') ? statementGivenTo(call, ctx) : undefined;
    return (sql !== undefined && LOCKING.test(sql)) || beginsLocking(call, ctx);
  });
}

function guessAgainst(insert: Call, fn: Def, ctx: SourceContext): string | undefined {
  if (/migrat/i.test(ctx.path)) return 'by its path it is a migration, which one process runs';
  const before = callsIn(fn).filter(({ start }) => start <= insert.start);
  return before.some(({ func }) => LOCKING_NAME.test(lastName(func) ?? ''))
    ? 'by the name of a call before it something is locked'
    : undefined;
}

/** `with self.transaction():` of this file, which begins a transaction that locks. */
function beginsLocking(call: Call, ctx: SourceContext): boolean {
  if (call.parent?.kind !== 'withitem') return false;
  const opened = ctx.context.functionRun(call.func);
  if (opened === undefined || opened.kind === 'Lambda') return false;
  return executionsIn(opened).some((each) => LOCKING.test(statementGivenTo(each, ctx) ?? ''));
}

const executionsIn = (fn: Def): readonly Call[] =>
  callsIn(fn).filter((call) => EXECUTES.has(lastName(call.func) ?? ''));

function callsIn(fn: Def): readonly Call[] {
  const calls: Call[] = [];
  walk(fn, (node) => {
    if (node.kind === 'Call') calls.push(node);
  });
  return calls.sort((a, b) => a.start - b.start);
}
