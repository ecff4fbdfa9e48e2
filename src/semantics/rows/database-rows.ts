/** Queries by their text, and the rows that they give. */
import { type Call, type Expression, isCapWords, lastName, withoutAwait } from '../../ast/index.ts';
import { words } from '../../knowledge/words.ts';
import { callsWithin } from '../effects/calls-within.ts';
import type { SemanticModel } from '../model.ts';
import { templateOf } from '../values/text-template.ts';

const READS = /^\s*(select|with)\b/i;
/** Gives one row at most. */
const SINGLE = /\blimit\s+1\b|\bfetch\s+first\b|\btop\s+1\b|\bexists\s*\(|\bcount\s*\(/i;
const ROWS = /^fetch(all|many)$|^(all|scalars|mappings)$/;

/** The text of the statement that a call is given, as it is or in `text(…)`, `?` for what is put into it. */
export function statementGivenTo({ args }: Call, model: SemanticModel): string | undefined {
  const [first] = args;
  const text = first?.kind === 'Call' && first.args.length === 1 ? first.args[0] : first;
  return text && templateOf(text, model);
}

/** The query whose rows a call gives: `conn.execute(…).fetchone()`, `cursor.execute(…)` and then `cursor.fetchone()`. */
export function queryBehind(call: Call, model: SemanticModel): Call | undefined {
  let at: Call | undefined = call;
  let last: Call | undefined;
  while (at !== undefined) {
    const name: string = lastName(at.func) ?? '';
    if (statementRun(at, model) !== undefined) return at;
    if (!FETCHES.has(name) || at.func.kind !== 'Attribute') break;
    last = at;
    at = callBefore(at, at.func.value, model);
  }
  return last?.func.kind === 'Attribute' ? executedOn(last.func.value, last, model) : undefined;
}

const EXECUTES: ReadonlySet<string> = new Set(['execute', 'executemany', 'exec_driver_sql']);
/** Methods of drivers and sessions that are given a statement. */
const QUERIES: ReadonlySet<string> = new Set([
  ...EXECUTES,
  ...words('fetch fetchrow fetchval fetch_all fetch_one fetch_val scalar scalars'),
]);
const FETCHES: ReadonlySet<string> = new Set(
  words(
    'fetchone fetchall fetchval fetchmany first one one_or_none scalar scalar_one scalar_one_or_none scalars all mappings',
  ),
);

/** The call that made what a method is called on; one that ends earlier, so that the way back has an end. */
const callBefore = (call: Call, receiver: Expression, { flow }: SemanticModel): Call | undefined =>
  flow
    .origins(receiver)
    .map(withoutAwait)
    .find((origin): origin is Call => origin.kind === 'Call' && origin.end < call.end);

/** The last statement that a cursor was given before. */
function executedOn(cursor: Expression, before: Call, { source: { text }, context }: SemanticModel): Call | undefined {
  const fn = context.defAround(before);
  return callsWithin(fn === undefined ? [] : [fn])
    .filter(
      ({ func, end }) =>
        end <= before.start &&
        func.kind === 'Attribute' &&
        EXECUTES.has(func.attr) &&
        text.slice(func.value) === text.slice(cursor),
    )
    .sort((one, other) => one.start - other.start)
    .at(-1);
}

/** The text of the statement that a driver runs here. */
export const statementRun = (call: Call, model: SemanticModel): string | undefined =>
  QUERIES.has(lastName(call.func) ?? '') ? statementGivenTo(call, model) : undefined;

/** As well of a function of the project, which may run it. */
const statementIn = (call: Call, model: SemanticModel): string | undefined =>
  statementRun(call, model) ?? (isOfProject(call, model) ? statementGivenTo(call, model) : undefined);

const isOfProject = (call: Call, { effects }: SemanticModel): boolean =>
  effects.projectPath(call) !== undefined && effects.of(call) !== 'log';

/** The table that a statement looks for rows in; false for other statements. */
export function tableQueried(call: Call, model: SemanticModel): string | false | undefined {
  const sql = statementIn(call, model);
  if (sql === undefined || !/^\s*(?:select|insert|update|delete|with)\b/i.test(sql)) return undefined;
  const isLookUp = /^\s*select\b[\s\S]*\bwhere\b/i.test(sql);
  return (isLookUp && tableNamed(/\bfrom\s+([\w."`[\]]+)/i.exec(sql))) || false;
}

/** The table that a statement inserts into; false for other statements, and those that settle by themselves what is there already. */
export function tableWritten(call: Call, model: SemanticModel): string | false | undefined {
  const sql = statementIn(call, model);
  if (sql === undefined || !/^\s*(?:select|insert|update|delete|with|replace)\b/i.test(sql)) return undefined;
  const isSettled = /\bon\s+(?:conflict|duplicate)\b|\binsert\s+(?:or|ignore)\b|\bwhere\s+not\s+exists\b/i.test(sql);
  return (!isSettled && tableNamed(/^\s*insert\s+into\s+([\w."`[\]]+)/i.exec(sql))) || false;
}

const tableNamed = (found: RegExpExecArray | null): string | undefined =>
  found?.[1]?.replace(/["`[\]]/g, '').toLowerCase();

/** That text where it reads; undefined for other statements. */
export function queryGivenTo(call: Call, model: SemanticModel): string | undefined {
  const query = statementGivenTo(call, model);
  return query !== undefined && READS.test(query) ? query : undefined;
}

/** Whether an expression holds the rows of a query: fetched from a cursor, or by a call whose text reads more than one. */
export function holdsRows(expression: Expression, model: SemanticModel): boolean {
  return [expression, ...model.flow.origins(expression)].some((origin) => {
    const call = withoutAwait(origin);
    if (call.kind !== 'Call' || call.func.kind !== 'Attribute') return false;
    const { attr } = call.func;
    if (ROWS.test(attr)) return attr.startsWith('fetch') || model.effects.of(call) === 'database';
    const query = attr === 'fetch' || attr === 'execute' ? queryGivenTo(call, model) : undefined;
    return query !== undefined && !SINGLE.test(query);
  });
}

/** `Order.objects.get(…)`, `session.query(Order).filter(…).first()`, `Order.query.count()`: a mapper runs one query there. */
export function isMappedRead({ func }: Call): boolean {
  const by = func.kind === 'Attribute' ? mapperOf(func.value) : undefined;
  if (func.kind !== 'Attribute' || by === undefined) return false;
  // Of Django's sets `all` gives another set.
  return MAPPED_READS.has(func.attr) || (func.attr === 'all' && by === 'query');
}

/** `Order.objects.filter(…)`, `session.query(Order).all()`: rows of a mapper, as objects. */
export function isMappedRows(expression: Expression, model: SemanticModel): boolean {
  const whole = expression.kind === 'Name' ? model.flow.whole(expression) : expression;
  return (
    whole.kind === 'Call' &&
    whole.func.kind === 'Attribute' &&
    MAPPED_ROWS.has(whole.func.attr) &&
    mapperOf(whole.func.value) !== undefined
  );
}

const MAPPED_READS: ReadonlySet<string> = new Set(
  'get first last exists count latest earliest aggregate one one_or_none scalar'.split(' '),
);
const MAPPED_ROWS: ReadonlySet<string> = new Set(
  'all filter filter_by exclude order_by select_related prefetch_related distinct iterator only defer limit'.split(' '),
);

/** What `.objects` of a class, `.query` of one or `session.query(…)` begins. */
export function mapperOf(chain: Expression): 'objects' | 'query' | undefined {
  let at = chain;
  while (at.kind === 'Call' || at.kind === 'Attribute') {
    if (at.kind === 'Call' && queriesClass(at)) return 'query';
    if (at.kind === 'Attribute' && (at.attr === 'objects' || at.attr === 'query')) {
      const of = lastName(at.value) ?? '';
      return isCapWords(of) || (at.attr === 'query' && /session/i.test(of)) ? at.attr : undefined;
    }
    at = at.kind === 'Call' ? at.func : at.value;
  }
  return undefined;
}

/** `session.query(Order)`, `session.query(Order.id)`, whatever it is called; and `db.query(self.model)`. */
const queriesClass = ({ func, args: [first] }: Call): boolean => {
  if (func.kind !== 'Attribute' || func.attr !== 'query' || first === undefined) return false;
  if (first.kind === 'Attribute' && /^_?db$/i.test(lastName(func.value) ?? '')) return true;
  return isCapWords(lastName(first) ?? '') || (first.kind === 'Attribute' && isCapWords(lastName(first.value) ?? ''));
};
