import { type Call, type Expression, isCapWords, lastName, withoutAwait } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, providedThat, reachedFrom, type SourceContext } from '#kit';
import { queryGivenTo } from '#semantics/rows/database-rows';

export default defineSourceRule({
  docs: {
    summary: 'missing pagination: a request loads every row of a table',
    why: 'The table grows, and each request reads, holds and often answers all of it. One day the response takes seconds, and a few at once exhaust the memory.',
    remedy:
      'Let the client ask for a page (`limit` with an upper bound, and a cursor or `offset`), or compute the result in the query',
    harm: 'leaks',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [770],
    origin: [{ document: 'Field report 2', finding: '3' }],
    bad: 'from fastapi import FastAPI\nfrom sqlalchemy.orm import Session\n\napp = FastAPI()\n\n@app.get("/orders")\ndef orders(db: Session):\n    return db.query(Order).order_by(Order.id).all()\n',
    good: 'from fastapi import FastAPI\nfrom sqlalchemy.orm import Session\n\napp = FastAPI()\n\n@app.get("/orders")\ndef orders(db: Session, after: int = 0):\n    return db.query(Order).where(Order.id > after).order_by(Order.id).limit(100).all()\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook', 'script'],
  mentions: ['all', 'fetchall', 'to_list', 'find'],
  visit: {
    Call(call, ctx) {
      const { func } = call;
      if (func.kind !== 'Attribute' || !TAKING_ALL.has(func.attr)) return;
      const fn = ctx.context.defAround(call);
      const table = fn === undefined || WHOLE.test(fn.name) ? undefined : tableOf(call, ctx);
      if (fn === undefined || table === undefined) return;
      ctx.report({
        at: call,
        cause: ctx.path,
        doubt: 'few-rows',
        message: `missing pagination: \`${fn.name}\` loads every row of \`${table}\` for a request`,
        when: providedThat(reachedFrom(['route'], ctx.names.fullNameOf(fn)), 'drop'),
      });
    },
  },
});

const TAKING_ALL: ReadonlySet<string> = new Set(['all', 'fetchall', 'to_list']);
/** All is what they are for. */
const WHOLE = /export|backup|dump|csv|excel|sitemap|seed|migrat|sync|index|restore|init|load_all|cleanup|broadcast/i;
/** Links of a chain that say how many rows there are at most, or make few of many. */
const LIMITING =
  /^(?:limit|fetch|slice|first|one|get|paginate|yield_per|partitions|group_by|having|join|outerjoin|distinct|from_statement|execution_options|columns|with_entities)$/;
const FILTERING = /^(?:filter|filter_by|where)$/;

/** The table of which everything comes, on one path at least. */
function tableOf(taking: Expression, ctx: SourceContext, depth = 0): string | undefined {
  let at = withoutAwait(taking);
  while (at.kind === 'Call' && at.func.kind === 'Attribute') {
    const { attr } = at.func;
    const [first] = at.args;
    if (LIMITING.test(attr) || (FILTERING.test(attr) && !keepsMost(at))) return undefined;
    if (attr === 'find' && (first === undefined || (first.kind === 'Dict' && first.keys.length === 0)))
      return COLLECTION.test(lastName(at.func.value) ?? '') ? undefined : lastName(at.func.value);
    if (attr === 'query' && first !== undefined) return classesOf(at);
    if (RUNNING.test(attr) && first !== undefined) return textOf(at, ctx) ?? tableOf(first, ctx, depth + 1);
    if (SELECT.test(ctx.types.calleeName(at.func) ?? '')) return classesOf(at);
    at = withoutAwait(at.func.value);
  }
  if (at.kind === 'Call') return SELECT.test(ctx.types.calleeName(at.func) ?? '') ? classesOf(at) : undefined;
  if (at.kind !== 'Name' || depth > MAX_DEPTH) return undefined;
  return ctx.flow
    .origins(at)
    .map((origin) => (origin === at ? undefined : tableOf(origin, ctx, depth + 1)))
    .find(Boolean);
}

const MAX_DEPTH = 6;
const RUNNING = /^(?:execute|exec|scalars|stream|stream_scalars)$/;
const SELECT = /^(?:sqlalchemy|sqlmodel)(?:\.\w+)*\.select$/;
const COLLECTION = /^(?:self|cls)$/;

/** `select(Order)`, `query(User, Rating)`: whole rows. */
const classesOf = ({ args: [first] }: Call): string | undefined =>
  first !== undefined && (first.kind === 'Name' || first.kind === 'Attribute') && isCapWords(lastName(first) ?? '')
    ? lastName(first)
    : undefined;

/** `SELECT id, title FROM orders ORDER BY id` */
function textOf(call: Call, ctx: SourceContext): string | undefined {
  const table =
    /^\s*select\b(?!.*\b(?:where|limit|group\s+by|count\(|join|top|distinct|max\(|fetch)\b)[^(]*\bfrom\s+["`]?([\w.]+)/is;
  return table.exec(queryGivenTo(call, ctx) ?? '')?.[1];
}

/** `where(~Order.is_deleted, Order.state != "draft")`: all but a few, or all of one of a few kinds. */
const keepsMost = ({ args, keywords }: Call): boolean =>
  keywords.every(({ value }) => value.kind === 'Constant') &&
  args.every(
    (each) =>
      each.kind === 'UnaryOp' ||
      (each.kind === 'Compare' &&
        each.comparators.every(
          (other) => each.ops[0] === 'NotEq' || (each.ops[0] === 'Eq' && other.kind === 'Constant'),
        )) ||
      (each.kind === 'Call' && /^(?:is_|is_not|isnot|not_in|notin_)$/.test(lastName(each.func) ?? '')),
  );
