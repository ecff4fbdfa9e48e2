import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { type Call, type Expression, lastName, type Node } from '#kit/code';

/** Skips rows: of SQLAlchemy and its relatives, of MongoDB's drivers. */
const SKIPPING: ReadonlySet<string> = new Set(['offset', 'skip']);
const ORDERING: ReadonlySet<string> = new Set(['order_by', 'sort']);
/** What a query begins with that nothing has ordered yet: `session.query(Order)`, `select(Order)`, `Order.query`, `orders.find({})`. */
const BEGINNING: ReadonlySet<string> = new Set(['query', 'select', 'find']);

export default defineSourceRule({
  docs: {
    summary: 'pages of rows that nothing orders',
    why: 'A database gives rows without `ORDER BY` in any order, and in another one after an update: the next page repeats rows and leaves others out, and nobody sees it.',
    remedy: 'Order by something unique before rows are skipped: `.order_by(Order.created_at, Order.id)`.',
    harm: 'lies',
    ceiling: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'Field report 1', finding: 'F: `LIMIT` without `ORDER BY` where a row is chosen' }],
    bad: 'def page(db, skip, limit):\n    return db.query(Order).offset(skip).limit(limit).all()\n',
    good: 'def page(db, skip, limit):\n    return db.query(Order).order_by(Order.id).offset(skip).limit(limit).all()\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook', 'script'],
  visit: {
    Call(call, ctx) {
      if (ctx.context.isTestCode(call)) return;
      const { func } = call;
      const isSkipped = func.kind === 'Attribute' && SKIPPING.has(func.attr) && call.args.length === 1;
      if (isSkipped ? isUnordered(call, ctx) : isUnorderedText(call, ctx)) {
        ctx.report({
          at:
            func.kind === 'Attribute' && isSkipped ? { start: func.end - func.attr.length, end: call.end } : call.func,
          message: 'rows are skipped to come to a page, and nothing says in which order they come',
          cause: `${ctx.path} pages`,
        });
      }
    },
  },
});

/** The query has a limit, all ways to where it begins are seen, and none of them orders. */
function isUnordered(call: Call, ctx: SourceContext): boolean {
  const after = methodsAfter(call);
  if (!after.includes('limit') && !hasMethodBefore(call, 'limit')) return false;
  if (after.some((name) => ORDERING.has(name)) || isOrderedLater(call, ctx)) return false;
  return beginsUnordered(call, ctx, new Set());
}

/** Something is made of the query further down that has an order: `statement = statement.order_by(Order.id)`. */
function isOrderedLater(query: Expression, ctx: SourceContext, seen = new Set<Expression>()): boolean {
  if (seen.has(query)) return false;
  seen.add(query);
  return ctx.flow.destinations(query).some(({ carrier: { parent: method } }) => {
    if (method?.kind !== 'Attribute') return false;
    const made = method.parent;
    return ORDERING.has(method.attr) || (made?.kind === 'Call' && isOrderedLater(made, ctx, seen));
  });
}

/** Names of methods that are called on the result at once. */
function methodsAfter(call: Call): string[] {
  const names: string[] = [];
  let at: Node = call;
  while (at.parent?.kind === 'Attribute' && at.parent.parent?.kind === 'Call' && at.parent.parent.func === at.parent) {
    names.push(at.parent.attr);
    at = at.parent.parent;
  }
  return names;
}

function hasMethodBefore(call: Call, name: string): boolean {
  const { func } = call;
  if (func.kind !== 'Attribute') return false;
  return func.attr === name || (func.value.kind === 'Call' && hasMethodBefore(func.value, name));
}

function beginsUnordered(query: Expression, ctx: SourceContext, seen: Set<Expression>): boolean {
  if (seen.has(query)) return true;
  seen.add(query);
  if (query.kind === 'Name') {
    const definitions = ctx.flow.reachingDefinitions(query);
    return (
      definitions.length > 0 &&
      definitions.every(
        (each) => each.kind === 'assignment' && each.value !== undefined && beginsUnordered(each.value, ctx, seen),
      )
    );
  }
  if (query.kind === 'Attribute') return query.attr === 'query' && query.value.kind === 'Name';
  if (query.kind !== 'Call') return false;
  const { func } = query;
  const name = func.kind === 'Attribute' ? func.attr : (ctx.names.qualifiedName(func)?.split('.').at(-1) ?? '');
  if (ORDERING.has(name)) return false;
  if (BEGINNING.has(name)) return true;
  return func.kind === 'Attribute' && beginsUnordered(func.value, ctx, seen);
}

/** `execute("SELECT … LIMIT ? OFFSET ?")`. */
function isUnorderedText({ args: [statement], func }: Call, { values }: SourceContext): boolean {
  if (statement === undefined || !EXECUTING.has(lastName(func) ?? '')) return false;
  const text = values.string(statement);
  return (
    text !== undefined &&
    /^\s*select\b/i.test(text) &&
    /\boffset\s+(?:\?|%s|%\(|:\w|\$\d|@)/i.test(text) &&
    !/\border\s+by\b/i.test(text)
  );
}

const EXECUTING: ReadonlySet<string> = new Set(['execute', 'text', 'fetch', 'fetch_all', 'fetchall', 'raw']);
