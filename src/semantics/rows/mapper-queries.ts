/** Queries that mappers and document stores run: what gives rows, and what asks for more of one row. */

import {
  type Attribute,
  type Call,
  type Expression,
  holds,
  isCapWords,
  lastName,
  type Node,
  withoutAwait,
} from '../../ast/index.ts';
import { FOLLOWED } from '../limits.ts';
import type { SemanticModel } from '../model.ts';
import { isMappedRead, isMappedRows } from './database-rows.ts';

/** Rows of a mapper: `session.query(Order).all()`, `(await db.execute(select(Order))).scalars()`, `await Order.filter(…)`, `db.orders.find({…})`. */
export function holdsMappedRows(expression: Expression, model: SemanticModel): boolean {
  if (isMappedRows(expression, model)) return true;
  return [expression, ...model.flow.origins(expression)].some((origin) => {
    const links = linksOf(origin.kind === 'Attribute' && origin.attr === 'data' ? origin.value : origin, model);
    const [last] = links;
    if (last === undefined) return false;
    const isMany = MANY.has(last.attr) || (last.attr === 'query' && links.length === 1);
    if (links.some((link) => isSessionQuery(link) || runsSelect(link, model))) return isMany || runsSelect(last, model);
    return (
      queriesTable(links) ||
      (links.some((link) => isDocumentQuery(link) || isOfClass(link, MANY_OF_CLASS)) && !ONE.has(last.attr))
    );
  });
}

/** One query for what a call is given: `session.get(Team, row.team_id)`, `db.query(Bonus).filter(…).scalar()`, `db.users.find_one({…})`. */
export function isMapperQuery(call: Call, model: SemanticModel): boolean {
  if (isMappedRead(call)) return true;
  if (call.func.kind !== 'Attribute' || holdsByKey(call.func, model)) return false;
  const links = linksOf(call, model);
  const [last, before] = links;
  if (last === undefined) return false;
  if (links.some(isSessionQuery)) return MANY.has(last.attr) || ONE.has(last.attr);
  if (runsSelect(last, model) || queriesTable(links)) return true;
  if (last.attr === 'get' && call.args.length > 1 && isClassName(call.args[0])) return true;
  if (last.attr === 'find_one' || last.attr === 'count_documents') return call.args.length > 0;
  return (
    isOfClass(last, ONE_OF_CLASS) || (before !== undefined && isOfClass(before, MANY_OF_CLASS) && ONE.has(last.attr))
  );
}

/** What one row of a query is: of `isMapperQuery`, and `(await db.execute(select(Order))).scalar_one_or_none()`, `result.scalars().first()`. */
export function givesMappedRow(call: Call, model: SemanticModel): boolean {
  if (isMapperQuery(call, model)) return true;
  const links = linksOf(call, model);
  return ONE.has(links[0]?.attr ?? '') && links.some((link) => runsSelect(link, model));
}

/** A mapping of what a query gave: `{row.id: row for row in rows}.get(key)`. */
const holdsByKey = ({ attr, value }: Attribute, { types }: SemanticModel): boolean =>
  attr === 'get' && value.kind === 'Name' && types.classOf(value) === 'builtins.dict';

/** `order.lines.count()`: what belongs to a row of Django is asked for, unless the query for the rows has brought it along. */
export function isRelatedQuery({ func, args }: Call, row: string): boolean {
  if (func.kind !== 'Attribute' || func.value.kind !== 'Attribute' || !RELATED.has(func.attr)) return false;
  const { value } = func.value;
  return value.kind === 'Name' && value.id === row && (func.attr !== 'count' || args.length === 0);
}

/** What was said when the rows were asked for about what to bring along. */
export const loadsRelated = (rows: Expression): boolean =>
  holds(rows, (node: Node) => node.kind === 'Attribute' && BRINGING.has(node.attr));

const BRINGING: ReadonlySet<string> = new Set('prefetch_related select_related annotate values values_list'.split(' '));
const RELATED: ReadonlySet<string> = new Set('all count exists first last filter exclude aggregate'.split(' '));
const MANY: ReadonlySet<string> = new Set(
  'all fetchall filter filter_by order_by limit offset scalars mappings unique where yield_per to_list sort skip'.split(
    ' ',
  ),
);
const ONE: ReadonlySet<string> = new Set(
  'get first one one_or_none scalar scalar_one scalar_one_or_none fetchone count exists'.split(' '),
);
const MANY_OF_CLASS: ReadonlySet<string> = new Set(['filter', 'select']);
const ONE_OF_CLASS: ReadonlySet<string> = new Set(['get', 'get_or_none', 'get_by_id', 'find_one']);

interface Link {
  readonly attr: string;
  readonly of: Expression;
  readonly call: Call;
}

/** The calls of a chain, the last first, through locals: `all`, `filter` and `query` of `s.query(User).filter(…).all()`. */
function linksOf(expression: Expression, model: SemanticModel): Link[] {
  const links: Link[] = [];
  let at = withoutAwait(expression);
  while (at.kind === 'Call' && at.func.kind === 'Attribute' && links.length < FOLLOWED.methods) {
    links.push({ attr: at.func.attr, of: at.func.value, call: at });
    const of = withoutAwait(at.func.value);
    at = of.kind === 'Name' ? withoutAwait(model.flow.origins(of)[0] ?? of) : of;
  }
  return links;
}

/** `s.query(User)`, `s.query(User.id, func.sum(User.spent))`: a client that takes a text is no session. */
function isSessionQuery({ attr, call }: Link): boolean {
  return attr === 'query' && call.args.length > 0 && call.args.every((each) => isClassName(each) || isColumn(each));
}

const isColumn = (node: Expression): boolean =>
  (node.kind === 'Attribute' && isClassName(node.value)) ||
  (node.kind === 'Call' &&
    node.func.kind === 'Attribute' &&
    node.args.some((each) => isClassName(each) || isColumn(each)));

const isClassName = (node: Expression | undefined): boolean =>
  (node?.kind === 'Name' || node?.kind === 'Attribute') && isCapWords(lastName(node) ?? '');

/** `session.execute(select(User).where(…))`, with the statement there or in a local. */
function runsSelect({ attr, call }: Link, model: SemanticModel): boolean {
  const [statement] = call.args;
  if (!RUNNING.has(attr) || statement === undefined) return false;
  return isSelect(statement, model);
}

/** `select(User).where(…)`, through locals that are bound anew: `stmt = stmt.limit(10)`. */
function isSelect(statement: Expression, model: SemanticModel, depth = 0): boolean {
  let at = statement;
  while (at.kind === 'Call' && at.func.kind === 'Attribute' && model.types.calleeName(at.func) === undefined)
    at = at.func.value;
  if (at.kind === 'Call') return SELECT.test(model.types.calleeName(at.func) ?? '');
  return (
    depth < FOLLOWED.bindings &&
    model.flow.origins(at).some((origin) => origin !== at && isSelect(origin, model, depth + 1))
  );
}

const RUNNING: ReadonlySet<string> = new Set('execute exec scalar scalars stream stream_scalars'.split(' '));
const SELECT = /^(?:sqlalchemy|sqlmodel)(?:\.\w+)*\.select$/;

/** `client.table("orders").select("*").execute()`: of a client of PostgREST, as Supabase has it. */
const queriesTable = (links: readonly Link[]): boolean =>
  links[0]?.attr === 'execute' &&
  links.some(({ attr }) => attr === 'select') &&
  links.some(({ attr, call: { args } }) => /^(table|from_)$/.test(attr) && args[0]?.kind === 'Constant');

/** `db.orders.find({…})`, `orders.aggregate([…])`: of a store of documents. */
function isDocumentQuery({ attr, call }: Link): boolean {
  const [first] = call.args;
  if (attr === 'aggregate') return first?.kind === 'List';
  return attr === 'find' && first?.kind === 'Dict';
}

/** `Order.filter(paid=True)`, `User.get(id=order.user_id)`: mappers whose classes run the query themselves. */
function isOfClass({ attr, of, call }: Link, names: ReadonlySet<string>): boolean {
  const isQueried = call.keywords.length > 0 || attr === 'get_by_id' || attr === 'select' || attr === 'find_one';
  return names.has(attr) && of.kind === 'Name' && isClassName(of) && isQueried;
}
