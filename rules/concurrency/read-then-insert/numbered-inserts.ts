/** Inserts that build on a row which was read before: the highest number plus one, the hash of the last row. */
import { ancestors, type Call, type Def, type Expression, lastName, nodesOf, walk } from '#ast';
import { groupBy } from '#collections';
import type { DoubtId } from '#findings';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import { memoizeByFile } from '#semantics/by-file';
import { definitionCalled } from '#semantics/effects/definition-called';
import { statementGivenTo } from '#semantics/rows/database-rows';

/** A row whose values come of what was read of the same table. */
interface NumberedInsert {
  readonly insert: Call;
  readonly table: string;
  readonly read: Call;
  readonly what: 'last row' | 'highest number' | 'number of rows';
  readonly fn: Def;
  readonly doubt?: DoubtId;
}

/** Those of a function that nothing keeps others out of. */
function numberedInserts(fn: Def, file: FactsContext): NumberedInsert[] {
  return (callsByDef(file).get(fn) ?? []).flatMap((call): NumberedInsert[] => {
    const insert = insertOf(call, file);
    const read = insert === undefined ? undefined : readBehind(insert, fn, file);
    if (insert === undefined || read === undefined) return [];
    const [lock] = file.context.locksHeldAt(call);
    if (lock !== undefined) {
      file.proven({ at: call, by: 'a lock is held', where: lock.lock });
      return [];
    }
    if (isLocked(call, fn, file)) {
      file.proven({ at: call, by: 'the database locks, or rejects the second insert' });
      return [];
    }
    const doubt = mayBeSerialized(call, fn, file) && { doubt: 'serialized-access' as const };
    return [{ insert: call, table: insert.table, read: read.call, what: read.what, fn, ...doubt }];
  });
}

/** The calls of a file by the function that they are in. */
const callsByDef = memoizeByFile(({ source, context }: FactsContext) =>
  groupBy(inOrder(nodesOf(source.module, 'Call')), (call) => context.defAround(call)),
);

const inOrder = (calls: readonly Call[]): readonly Call[] => calls.toSorted((a, b) => a.start - b.start);

/** A row that builds on one that was read before, as facts carry it. */
export interface Numbered extends Pick<NumberedInsert, 'table' | 'what' | 'doubt'> {
  readonly kind: 'numbered';
  readonly fn: string;
  readonly read: PackedPlace;
  readonly insert: PackedPlace;
}

export const numberedFactsIn = (fn: Def, file: FactsContext): Numbered[] =>
  numberedInserts(fn, file).map(({ table, what, doubt, read, insert }) => ({
    kind: 'numbered',
    fn: file.names.fullNameOf(fn),
    table,
    what,
    read: packPlace(file.source, read),
    insert: packPlace(file.source, insert),
    ...(doubt && { doubt }),
  }));

const INSERT = /^\s*INSERT\s+(?:OR\s+\w+\s+)?INTO\s+["'`[]?([\w.]+)/i;
const SELECT = /^\s*SELECT\b[\s\S]*?\bFROM\s+["'`[]?([\w.]+)/i;
/** The last row, or a number made of all rows. */
const LAST_ROW = /\bDESC\s+LIMIT\s+(1\b|\?|%s|:\w+|\$\d)/i;
const HIGHEST = /\b(MAX|COUNT)\s*\(/i;
/** The database itself sees to it that one of two writers waits or gets an error. */
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

interface Insert {
  /** The table as SQL names it, or the class of its rows. */
  readonly table: string;
  readonly row: Call;
}

/** What a call inserts: by plain SQL, `session.add(Row(…))`, `Row.objects.create(…)`. */
function insertOf(call: Call, ctx: FactsContext): Insert | undefined {
  const name = lastName(call.func) ?? '';
  if (QUERIES.has(name)) {
    const sql = statementGivenTo(call, ctx);
    const table = sql === undefined || GUARDED_INSERT.test(sql) ? undefined : INSERT.exec(sql)?.[1]?.toLowerCase();
    return table === undefined ? builtInsert(call, ctx) : { table, row: call };
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

/** `conn.execute(insert(notes).values(…))`, `conn.execute(notes.insert().values(…))` */
function builtInsert({ args: [built] }: Call, ctx: FactsContext): Insert | undefined {
  const row = built === undefined ? undefined : ctx.flow.origins(built).find((origin) => origin.kind === 'Call');
  if (row?.kind !== 'Call' || row.func.kind !== 'Attribute' || row.func.attr !== 'values') return undefined;
  const made = row.func.value;
  if (made.kind !== 'Call' || lastName(made.func) !== 'insert') return undefined;
  const table = made.func.kind === 'Attribute' && made.args.length === 0 ? made.func.value : made.args[0];
  const name = table && lastName(table);
  return name === undefined ? undefined : { table: name, row };
}

interface Read {
  readonly call: Call;
  readonly what: NumberedInsert['what'];
}

/** The query of the same table whose row the values come from: through calls, parts, arithmetic, and functions of this file. */
function readBehind({ table, row }: Insert, fn: Def, ctx: FactsContext): Read | undefined {
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
function queryOf(call: Call, fn: Def, ctx: FactsContext): Call | undefined {
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
function callBefore(call: Call, receiver: Expression, ctx: FactsContext): Call | undefined {
  const made = ctx.flow.origins(receiver).find((origin) => origin.kind === 'Call' && origin.end < call.end);
  return made?.kind === 'Call' ? made : undefined;
}

function executedOn(cursor: Expression, before: Call, fn: Def, ctx: FactsContext): Call | undefined {
  const text = ctx.text.slice(cursor);
  return executionsIn(fn)
    .filter(({ func, end }) => end <= before.start && func.kind === 'Attribute' && ctx.text.slice(func.value) === text)
    .at(-1);
}

function readOf(query: Call, table: string, ctx: FactsContext): Read | undefined {
  const sql = statementGivenTo(query, ctx);
  if (sql === undefined || SELECT.exec(sql)?.[1]?.toLowerCase() !== table || LOCKING.test(sql)) return undefined;
  if (LAST_ROW.test(sql)) return { call: query, what: 'last row' };
  const what = HIGHEST.exec(sql)?.[1]?.toUpperCase();
  return what === undefined ? undefined : { call: query, what: what === 'MAX' ? 'highest number' : 'number of rows' };
}

/** `session.query(func.max(Row.number))`, `Row.objects.aggregate(Max("number"))`, `Row.objects.count()`, `….order_by(Row.number.desc()).first()`. */
function rowsReadBy(query: Call, table: string, isCounted: boolean, ctx: FactsContext): Read | undefined {
  let what: Read['what'] | undefined = lastName(query.func) === 'count' ? 'number of rows' : undefined;
  let isOfTable = false;
  let isLocking = false;
  walk(query, (node) => {
    if (node.kind === 'Name' && node.id === table) isOfTable = true;
    if (node.kind === 'Attribute' && LOCKING_NAME.test(node.attr)) isLocking = true;
    if (node.kind !== 'Call') return;
    const callee = ctx.names.qualifiedName(node.func) ?? '';
    if (HIGHEST_FUNCTIONS.test(callee)) what = 'highest number';
    if (COUNT_FUNCTIONS.test(callee)) what ??= 'number of rows';
    if (isCounted && lastName(node.func) === 'order_by' && node.args.some(isDescending)) what = 'last row';
  });
  return isOfTable && !isLocking && what !== undefined ? { call: query, what } : undefined;
}

/** `Row.number.desc()`, `desc(Row.number)`, `"-number"`. */
const isDescending = (key: Expression): boolean =>
  key.kind === 'Call'
    ? lastName(key.func) === 'desc'
    : key.kind === 'Constant' && key.value.kind === 'str' && key.value.value.startsWith('-');

const COUNT_FUNCTIONS = /^sql(?:alchemy|model)\.(?:sql\.)?func\.count$/;
const HIGHEST_FUNCTIONS =
  /^(sqlalchemy\.(sql\.)?func\.max|django\.db\.models\.(functions\.)?Max|sqlmodel\.func\.max|peewee\.fn\.MAX)$/;

/** A lock of the database is held, or the second insert fails and is seen to. */
function isLocked(insert: Call, fn: Def, ctx: FactsContext): boolean {
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

function mayBeSerialized(insert: Call, fn: Def, ctx: FactsContext): boolean {
  if (/migrat/i.test(ctx.path)) return true;
  const before = callsIn(fn).filter(({ start }) => start <= insert.start);
  return before.some(({ func }) => LOCKING_NAME.test(lastName(func) ?? ''));
}

/** `with self.transaction():` of this file, which begins a transaction that locks. */
function beginsLocking(call: Call, ctx: FactsContext): boolean {
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
  return inOrder(calls);
}
