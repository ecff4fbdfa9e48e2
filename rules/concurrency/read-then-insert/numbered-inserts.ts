/** Inserts that build on a row which was read before: the highest number plus one, the hash of the last row. */
import { ancestors, type Call, type Def, type Expression, lastName, walk } from '#ast';
import type { DoubtId } from '#findings';
import { type FactsContext, type PackedPlace, packPlace } from '#kit';
import { callsWithin } from '#semantics/effects/calls-within';
import { definitionCalled } from '#semantics/effects/definition-called';
import { queryBehind, statementGivenTo } from '#semantics/rows/database-rows';
import { type RowInsert, rowsInsertedBy } from '#semantics/rows/row-inserts';
import { locksRows, rowLockAt } from '#semantics/rows/row-locks';
import { doubtOfLock, LOCKING_NAME } from './refused-inserts.ts';

/** A row whose values come of one that was read before of the same table, as facts carry it. */
export interface Numbered {
  readonly kind: 'numbered';
  readonly fn: string;
  readonly table: string;
  readonly what: 'last row' | 'highest number' | 'number of rows';
  readonly read: PackedPlace;
  readonly insert: PackedPlace;
  readonly doubt?: DoubtId;
}

/** Those of a function that nothing keeps others out of. */
export function numberedFactsIn(fn: Def, file: FactsContext): Numbered[] {
  const inserts = callsWithin([fn]).flatMap((call) => rowsInsertedBy(call, file).map((insert) => ({ call, insert })));
  return inserts.flatMap(({ call, insert }): Numbered[] => {
    const read = readBehind(insert, file);
    if (read === undefined) return [];
    // What another function reads is asked for while the call of it runs.
    const since = file.context.defAround(read.call) === fn ? read.call : insert.made;
    const lock = file.context.lockHeldFrom(since, call)?.lock ?? rowLockAt(call, fn, file, since);
    if (lock !== undefined) {
      file.proven({ at: call, by: 'a lock is held', where: lock });
      return [];
    }
    if (isRefusalCaught(call, file)) {
      file.proven({ at: call, by: 'the database rejects the second insert' });
      return [];
    }
    const places = { read: packPlace(file.source, read.call), insert: packPlace(file.source, call) };
    const doubt = doubtOfLock(call, fn, file);
    return [
      { kind: 'numbered', fn: file.names.fullNameOf(fn), table: insert.name, what: read.what, ...places, ...doubt },
    ];
  });
}

const SELECT = /^\s*SELECT\b[\s\S]*?\bFROM\s+["'`[]?([\w.]+)/i;
/** The last row, or a number made of all rows. */
const LAST_ROW = /\bDESC\s+LIMIT\s+(1\b|\?|%s|:\w+|\$\d)/i;
const HIGHEST = /\b(MAX|COUNT)\s*\(/i;
const MAX_STEPS = 200;

interface Read {
  readonly call: Call;
  readonly what: Numbered['what'];
}

/** The query of the same table whose row the values come from: through calls, parts, arithmetic, and functions of this file. */
function readBehind({ name: table, made: row }: RowInsert, ctx: FactsContext): Read | undefined {
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
      const query = queryBehind(leaf, ctx);
      const read = query === undefined ? rowsReadBy(leaf, table, isCounted, ctx) : readOf(query, table, ctx);
      if (read !== undefined) return read;
      pending.push(...leaf.args, ...leaf.keywords.map(({ value }) => value));
      if (leaf.func.kind === 'Attribute') pending.push(leaf.func.value);
    }
  }
  return undefined;
}

function readOf(query: Call, table: string, ctx: FactsContext): Read | undefined {
  const sql = statementGivenTo(query, ctx);
  if (sql === undefined || SELECT.exec(sql)?.[1]?.toLowerCase() !== table || locksRows(query, ctx)) return undefined;
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

/** The second insert fails and is seen to. */
const isRefusalCaught = (insert: Call, { context, handlers }: FactsContext): boolean =>
  context
    .triesAround(insert)
    .flatMap((each) => each.handlers.flatMap((handler) => handlers.describe(handler).catches))
    .some((name) => /Integrity|Unique/.test(name.slice(name.lastIndexOf('.') + 1)));
