import { defineSourceRule, heldBackBy, NOT_PRODUCTION, providedThat, type SourceContext } from '#kit';
import { definitionCalled } from '#kit/calls';
import {
  ancestors,
  argumentValues,
  type Call,
  callsWithin,
  type Expression,
  holds,
  type ItemLoop,
  isWithin,
  itemLoopOf,
  type Node,
  namesIn,
  parametersOf,
  type Stmt,
  shortText,
  type While,
  withoutAwait,
} from '#kit/code';
import type { Question } from '#kit/project';
import {
  bringsRelated,
  holdsMappedRows,
  holdsRows,
  isMapperQuery,
  isOfFileDriver,
  isRelatedQuery,
  queryGivenTo,
} from '#kit/state';

/** Runs a function of the server, for what it does; aggregates read. */
const FUNCTION_CALL = /^\s*select\s+(?!(?:sum|count|avg|min|max)\()[\w.]+\(/i;
/** Runs once, by hand. */
const MIGRATION = /(^|\/)(migrations?|alembic|versions)\//;
const BATCH = /(^|_)(batch|batches|chunk|chunks|page|pages)$/i;
const RUNS: ReadonlySet<string> = new Set(['execute', 'nextset']);
const EXECUTES: ReadonlySet<string> = new Set(['execute', 'fetchrow', 'fetchval', 'fetch_one', 'fetchone', 'fetch']);

export default defineSourceRule({
  docs: {
    summary: 'query or round trip for every row',
    why: 'Every row costs a call to the driver or the database, where one statement or a batch would do.',
    remedy: 'Fetch in batches (`fetchmany`, iteration over the cursor), or join the second query to the first.',
    harm: 'hangs',
    ceiling: 'P3',
    precision: 'medium',
    since: '0.1.0',
    cwe: [1049],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SCALE-010' }],
    bad: 'async def verify(cursor):\n    await cursor.execute("SELECT id, hash FROM entries")\n    while True:\n        row = await cursor.fetchone()\n        if row is None:\n            break\n        check(row)\n',
    good: 'async def verify(cursor):\n    await cursor.execute("SELECT id, hash FROM entries")\n    async for row in cursor:\n        check(row)\n',
  },
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
  visit: {
    While: checkFetches,
    For: checkQueries,
    AsyncFor: checkQueries,
    ListComp: checkQueries,
    SetComp: checkQueries,
    GeneratorExp: checkQueries,
    DictComp: checkQueries,
  },
});

/** `while True: row = await cursor.fetchone()`. */
function checkFetches(loop: While, ctx: SourceContext): void {
  const call = callsWithin([loop.test, ...loop.body]).find(
    ({ func }) => func.kind === 'Attribute' && func.attr === 'fetchone',
  );
  if (call?.func.kind !== 'Attribute' || ctx.context.loopAround(call) !== loop) return;
  const cursor = call.func.value;
  if (!isTakenAsRow(call) || isRunInLoop(cursor, loop, ctx)) return;
  const isAwaited = call.parent?.kind === 'Await';
  ctx.report({
    at: call,
    message: `\`${ctx.text.slice(call)}\` ${isAwaited ? 'goes to the driver and back' : 'is called'} for every row of the result`,
    remedy: `Iterate over \`${ctx.text.slice(cursor)}\`, or take batches with \`fetchmany\``,
    ...(!isAwaited && { heldBack: 'the driver may have the rows already' }),
  });
}

/** Bound to a name that the loop tests or uses. */
function isTakenAsRow(call: Call): boolean {
  const { parent } = call.parent?.kind === 'Await' ? call.parent : call;
  return parent?.kind === 'Assign' || parent?.kind === 'NamedExpr';
}

/** Each turn runs its own statement: a queue in a table, a walk along references. */
function isRunInLoop(cursor: Expression, { body }: While, { text }: SourceContext): boolean {
  if (cursor.kind === 'Call' || cursor.kind === 'Await') return true;
  const name = text.slice(cursor);
  return holds(body, (node) => {
    if (node.kind === 'Call' && node.func.kind === 'Attribute') return RUNS.has(node.func.attr);
    return (node.kind === 'Name' || node.kind === 'Attribute') && node.ctx === 'Store' && text.slice(node) === name;
  });
}

/** `for row in cursor.fetchall(): cursor.execute("SELECT …", (row.id,))`, `[author_of(book) for book in books]`. */
function checkQueries(node: Node, ctx: SourceContext): void {
  const loop = itemLoopOf(node);
  if (loop === undefined) return;
  const isOver = isOverRows(loop, ctx);
  if (!isOver || !checkQueriesHere(loop, ctx)) checkQueriesElsewhere(loop, isOver, ctx);
}

/** `for job in store.jobs(): store.scan_of(job["path"])`, where both stand in other modules, or what is asked for each row does. */
function checkQueriesElsewhere(loop: ItemLoop, isOverRows: boolean, ctx: SourceContext): void {
  const rows = withoutAwait(ctx.flow.whole(loop.iter));
  const ofRows = rows.kind === 'Call' && !isOverRows ? readsDatabase(rows, ctx) : undefined;
  if (ofRows === undefined && !isOverRows) return;
  const names = namesIn(loop.target);
  const isOfRow = (call: Call): boolean => [...namesIn(...argumentValues(call))].some((name) => names.has(name));
  for (const call of callsWithin(loop.body)) {
    // What is done for its effect writes, and may have to be done for each.
    const ofRow = call.parent?.kind === 'Expr' || !isOfRow(call) ? undefined : readsDatabase(call, ctx);
    if (ofRow === undefined || leavesAfter(call, loop)) continue;
    ctx.report({
      at: call,
      message: `\`${ctx.text.slice(call.func)}\` asks the database for every row that \`${ctx.text.slice(rows.kind === 'Call' ? rows.func : rows)}\` gives`,
      remedy: 'Join the two queries, or ask once for all keys with `IN`',
      heldBack: 'what is called there may keep what it has read, or have few rows',
      when: providedThat(ofRows === undefined ? ofRow : { kind: 'all', of: [ofRows, ofRow] }, 'drop'),
    });
  }
}

/** Whether what a call of another module does waits for a database; undefined where this file shows what it does. */
function readsDatabase(call: Call, { effects, path: from }: SourceContext): Question | undefined {
  const effect = effects.of(call);
  const way = effect === 'project' || effect === 'unknown' ? effects.projectPath(call) : undefined;
  return way === undefined ? undefined : { kind: 'blocks', function: way, from, by: 'database' };
}

function checkQueriesHere(loop: ItemLoop, ctx: SourceContext): boolean {
  const found = queryFor(loop, ctx);
  if (found === undefined || leavesAfter(found.call, loop)) return false;
  const { call, query } = found;
  const isLocal =
    isOfFileDriver(ctx.types.calleeName(call.func) ?? '') ||
    ctx.names.imports.some(({ module }) => /sqlite|duckdb/.test(module));
  ctx.report({
    at: call,
    message: `a query runs here for every row of \`${shortText(loop.iter, ctx.text)}\``,
    remedy: 'Join the two queries, or ask once for all keys with `IN`',
    ...heldBackBy(
      MIGRATION.test(ctx.path)
        ? 'by its path it is a migration, which runs once'
        : isBatch(loop)
          ? 'by its name each turn has a batch'
          : isLocal
            ? 'the database is a file of this machine, which answers fast'
            : undefined,
    ),
    related: [
      { at: loop.iter, message: 'the loop goes through the rows here' },
      ...(query === call ? [] : [{ at: query, message: 'it runs the query here' }]),
    ],
  });
  return true;
}

/** What runs a query for a row in the loop: there, or in a function of this file that is given the row. */
function queryFor(loop: ItemLoop, ctx: SourceContext): { readonly call: Call; readonly query: Call } | undefined {
  const names = namesIn(loop.target);
  const rows = ctx.flow.whole(loop.iter);
  const mayRelate = holdsMappedRows(loop.iter, ctx) && !bringsRelated(rows);
  const isQuery = (call: Call, of: ReadonlySet<string>): boolean =>
    isQueryOf(call, of, ctx) || (mayRelate && [...of].some((name) => isRelatedQuery(call, name)));
  for (const call of callsWithin(loop.body)) {
    if (isQuery(call, names)) return { call, query: call };
    const query = callsWithin(bodyGiven(call, names, ctx)).find((each) => isQuery(each, givenAs(call, names, ctx)));
    if (query !== undefined) return { call, query };
  }
  return undefined;
}

/** Of the function of this file that a call hands the row to, by itself. */
function bodyGiven(call: Call, names: ReadonlySet<string>, ctx: SourceContext): readonly Stmt[] {
  const fn = givenAs(call, names, ctx).size === 0 ? undefined : definitionCalled(ctx, call);
  return fn === undefined || fn.kind === 'ClassDef' ? [] : fn.body;
}

/** What that function calls the row. */
function givenAs(call: Call, names: ReadonlySet<string>, ctx: SourceContext): ReadonlySet<string> {
  const given = call.args.findIndex((each) => each.kind === 'Name' && names.has(each.id));
  const fn = given < 0 ? undefined : definitionCalled(ctx, call);
  if (fn === undefined || fn.kind === 'ClassDef') return new Set();
  const skipped = ctx.context.classOfMethod(fn) !== undefined && call.func.kind === 'Attribute' ? 1 : 0;
  const name = parametersOf(fn)[given + skipped]?.name;
  return new Set(name === undefined ? [] : [name]);
}

/** What is looped over is a part of the rows already, or the whole of them in parts. */
function isBatch({ target, iter }: ItemLoop): boolean {
  return [target, iter].some((each) => each.kind === 'Name' && BATCH.test(each.id));
}

/** Rows of a query: fetched in the loop's header, or before it; or of the cursor itself. */
function isOverRows({ node, iter }: ItemLoop, ctx: SourceContext): boolean {
  return (
    holdsRows(iter, ctx) ||
    holdsMappedRows(iter, ctx) ||
    (node.kind === 'AsyncFor' && iter.kind === 'Name' && /(^|_)cur(sor)?$/.test(iter.id))
  );
}

/** Selects by something of the row. */
function isQueryOf(call: Call, names: ReadonlySet<string>, ctx: SourceContext): boolean {
  if (isMapperQuery(call, ctx))
    return [...namesIn(call, ...call.args.map((each) => ctx.flow.whole(each)))].some((name) => names.has(name));
  if (call.func.kind !== 'Attribute' || !EXECUTES.has(call.func.attr)) return false;
  const query = queryGivenTo(call, ctx);
  if (query === undefined || FUNCTION_CALL.test(query)) return false;
  const given = argumentValues(call)
    .slice(1)
    .map((value) => ctx.flow.whole(value));
  return [...namesIn(...given)].some((name) => names.has(name));
}

/** The loop ends with the query: in a `return`, or before a `return` or `break` of the same block. */
function leavesAfter(call: Call, loop: ItemLoop): boolean {
  if (ends(loop.body, call)) return true;
  for (const node of ancestors(call)) {
    if (node === loop.node) return false;
    if (node.kind === 'Return') return true;
    if (node.kind === 'If' && (ends(node.body, call) || ends(node.orelse, call))) return true;
  }
  return false;
}

function ends(block: readonly Node[], call: Call): boolean {
  const last = block.at(-1);
  const isWithinBlock = block.some((statement) => isWithin(call, statement));
  return isWithinBlock && (last?.kind === 'Return' || last?.kind === 'Break' || last?.kind === 'Raise');
}
