/** Queries that take a page of rows without an order. */
import { type Call, callKeyword, dottedName, type Expression, isCapWords, lastName, type Node } from '#ast';
import type { SourceContext } from '#kit';
import { definitionCalled } from '#semantics/effects/definition-called';
import { isUnorderedPage } from './sql-page.ts';

/** Skips rows: of SQLAlchemy and its relatives, of MongoDB's drivers. */
export const SKIPPING: ReadonlySet<string> = new Set(['offset', 'skip']);
const ORDERING: ReadonlySet<string> = new Set(['order_by', 'sort', 'order']);
/** What a query begins with that nothing has ordered yet: `session.query(Order)`, `select(Order)`, `Order.query`, `orders.find({})`. */
const BEGINNING: ReadonlySet<string> = new Set(['query', 'select', 'find', 'objects']);
/** The same where a class is asked: `Order.filter(open=True)`. */
const BEGINNING_OF_CLASS: ReadonlySet<string> = new Set(['filter', 'all', 'filter_by']);
const PAGINATOR = 'django.core.paginator.Paginator';

/** A sample is no page: `start = random.randint(0, count - size)`. */
export function isDrawn(first: Expression | undefined, ctx: SourceContext): boolean {
  const drawn = first && ctx.flow.whole(first);
  const isRandom = drawn?.kind === 'Call' && /^random\./.test(ctx.names.qualifiedName(drawn.func) ?? '');
  if (isRandom) ctx.proven({ at: first ?? drawn, by: 'the query samples from a random offset', where: drawn });
  return isRandom;
}

export const LIST_VIEW = /^django\.views\.generic\.(?:list\.)?ListView$/;

/** The class whose manager a query begins with, which may order by itself: `Order` of `Order.objects.filter(…)`, and of `Order.filter(…)`. */
export function managerOf(query: Expression, ctx: SourceContext): Expression | undefined {
  const seen = new Set<Expression>();
  let at: Expression | undefined = ctx.flow.whole(query);
  // `query = query.filter(…)` in a loop leads back to itself.
  while (at !== undefined && !seen.has(at)) {
    seen.add(at);
    if (at.kind === 'Attribute' && at.attr === 'objects') return at.value;
    if (at.kind === 'Name') {
      // In a branch a filter may be put on top; all begin with the same.
      at = ctx.flow.reachingDefinitions(at).find(({ value }) => value !== undefined && !seen.has(value))?.value;
      continue;
    }
    if (at.kind !== 'Call') return undefined;
    const own: Expression | undefined = at.func.kind === 'Attribute' ? at.func.value : undefined;
    if (own && BEGINNING_OF_CLASS.has(lastName(at.func) ?? '') && isClassName(own)) return own;
    const next: Expression | undefined = queriesMade(at, ctx)[0] ?? own;
    at = next && ctx.flow.whole(next);
  }
  return undefined;
}

const isClassName = (value: Expression): boolean => value.kind === 'Name' && isCapWords(value.id);

/** The query of which a call takes a page: `query.paginate(page=2)`, `db.paginate(select(…))`, `query.slice(a, b)`, `Paginator(rows, 25)`. */
export function pageOf(call: Call, ctx: SourceContext): Expression | undefined {
  const { func, args } = call;
  if (ctx.names.qualifiedName(func) === PAGINATOR) return args[0] ?? callKeyword(call, 'object_list')?.value;
  const name = calledName(func, ctx);
  const own = func.kind === 'Attribute' ? func.value : undefined;
  if (name === 'paginate') return [own, ...args].find((each) => each !== undefined && beginsUnordered(each, ctx));
  const isCounted = args.length === 2 && args.some((each) => ctx.values.fold(each) === undefined);
  // Frames have `select` and `slice` as well, and an order of their own.
  const isSliced = name === 'slice' && hasMethodBefore(call, 'query');
  return isCounted && (isSliced || name === 'range') ? own : undefined;
}

/** As its library calls it, whatever it is imported as. */
const calledName = (func: Expression, ctx: SourceContext): string =>
  (func.kind === 'Attribute' ? undefined : ctx.names.qualifiedName(func)?.split('.').at(-1)) ?? lastName(func) ?? '';

/** A function that is called by its name, and is no library's, may order what it is given: what it does is not looked at. */
export function isOwnPaginator({ func }: Call, ctx: SourceContext): boolean {
  if (func.kind !== 'Name' || ctx.names.qualifiedName(func)?.startsWith('fastapi_pagination.') === true) return false;
  return calledName(func, ctx) === 'paginate';
}

/** The query has a limit, all paths to where it begins are seen, and none of them orders. */
export function isUnordered(call: Call, ctx: SourceContext): boolean {
  const after = methodsAfter(call);
  if (!after.includes('limit') && !hasMethodBefore(call, 'limit')) return false;
  if (after.some((name) => ORDERING.has(name)) || isOrderedLater(call, ctx)) return false;
  return beginsUnordered(call, ctx);
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

export function beginsUnordered(query: Expression, ctx: SourceContext, seen = new Set<Expression>()): boolean {
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
  if (query.kind === 'Attribute') return BEGINNING.has(query.attr) && dottedName(query.value) !== undefined;
  if (query.kind !== 'Call') return false;
  const { func } = query;
  const name = calledName(func, ctx);
  if (ORDERING.has(name)) return false;
  if (BEGINNING.has(name)) return true;
  if (func.kind === 'Attribute' && BEGINNING_OF_CLASS.has(name) && isClassName(func.value)) return true;
  if (func.kind === 'Attribute' && beginsUnordered(func.value, ctx, seen)) return true;
  const made = queriesMade(query, ctx);
  return made.length > 0 && made.every((each) => each !== undefined && beginsUnordered(each, ctx, seen));
}

/** `self._base(session)`: what a function of this file gives. */
function queriesMade(call: Call, ctx: SourceContext): readonly (Expression | undefined)[] {
  const maker = definitionCalled(ctx, call);
  return maker && maker.kind !== 'ClassDef' ? ctx.flow.returnValues(maker) : [];
}

/** `execute("SELECT … LIMIT ? OFFSET ?")`, and what asks through a function of one's own: `fetch_rows(conn, sql)`. */
export function isUnorderedText({ args, func }: Call, ctx: SourceContext): boolean {
  const name = lastName(func) ?? '';
  return EXECUTING.test(name) && args.slice(0, 2).some((statement) => isUnorderedPage(statement, ctx));
}

const EXECUTING = /^(?:text|raw|select|scalars?|all|one|run)$|execute|fetch|query|read_sql/i;
