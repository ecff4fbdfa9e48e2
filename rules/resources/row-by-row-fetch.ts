import { defineSourceRule, heldBackBy, NOT_PRODUCTION, providedThat, type SourceContext } from '#kit';
import {
  type AsyncFor,
  ancestors,
  argumentValues,
  type Call,
  callsWithin,
  type Expression,
  type For,
  holds,
  isWithin,
  namesIn,
  type Stmt,
  shortText,
  type While,
  withoutAwait,
} from '#kit/code';
import type { Question } from '#kit/project';
import { holdsRows, isMappedRead, isMappedRows, isOfFileDriver, queryGivenTo } from '#kit/state';

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
  visit: { While: checkFetches, For: checkQueries, AsyncFor: checkQueries },
});

/** `while True: row = await cursor.fetchone()`. */
function checkFetches(loop: While, ctx: SourceContext): void {
  const call = callsWithin([loop.test, ...loop.body]).find(
    ({ func }) => func.kind === 'Attribute' && func.attr === 'fetchone',
  );
  if (call?.func.kind !== 'Attribute' || ctx.context.loopAround(call) !== loop || ctx.context.isTestCode(loop)) return;
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

/** `for row in cursor.fetchall(): cursor.execute("SELECT …", (row.id,))`. */
function checkQueries(loop: For | AsyncFor, ctx: SourceContext): void {
  if (ctx.context.isTestCode(loop)) return;
  if (isOverRows(loop, ctx)) checkQueriesHere(loop, ctx);
  else checkQueriesElsewhere(loop, ctx);
}

/** `for job in store.jobs(): store.scan_of(job["path"])`, where both stand in other modules. */
function checkQueriesElsewhere(loop: For | AsyncFor, ctx: SourceContext): void {
  const rows = withoutAwait(ctx.flow.whole(loop.iter));
  const ofRows = rows.kind === 'Call' ? readsDatabase(rows, ctx) : undefined;
  if (ofRows === undefined) return;
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
      when: providedThat({ kind: 'all', of: [ofRows, ofRow] }, 'drop'),
    });
  }
}

/** Whether what a call of another module does waits for a database; undefined where this file shows what it does. */
function readsDatabase(call: Call, { effects, path: from }: SourceContext): Question | undefined {
  const effect = effects.of(call);
  const way = effect === 'project' || effect === 'unknown' ? effects.projectPath(call) : undefined;
  return way === undefined ? undefined : { kind: 'blocks', function: way, from, by: 'database' };
}

function checkQueriesHere(loop: For | AsyncFor, ctx: SourceContext): void {
  const names = namesIn(loop.target);
  const call = callsWithin(loop.body).find((each) => isQueryOf(each, names, ctx));
  if (call === undefined || leavesAfter(call, loop)) return;
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
  });
}

/** What is looped over is a part of the rows already, or the whole of them in parts. */
function isBatch({ target, iter }: For | AsyncFor): boolean {
  return [target, iter].some((each) => each.kind === 'Name' && BATCH.test(each.id));
}

/** Rows of a query: fetched in the loop's header, or before it; or of the cursor itself. */
function isOverRows({ kind, iter }: For | AsyncFor, ctx: SourceContext): boolean {
  return (
    holdsRows(iter, ctx) ||
    isMappedRows(iter, ctx) ||
    (kind === 'AsyncFor' && iter.kind === 'Name' && /(^|_)cur(sor)?$/.test(iter.id))
  );
}

/** Selects by something of the row. */
function isQueryOf(call: Call, names: ReadonlySet<string>, ctx: SourceContext): boolean {
  if (isMappedRead(call)) return [...namesIn(call)].some((name) => names.has(name));
  if (call.func.kind !== 'Attribute' || !EXECUTES.has(call.func.attr)) return false;
  const query = queryGivenTo(call, ctx);
  if (query === undefined || FUNCTION_CALL.test(query)) return false;
  const given = argumentValues(call)
    .slice(1)
    .map((value) => ctx.flow.whole(value));
  return [...namesIn(...given)].some((name) => names.has(name));
}

/** The loop ends with the query: in a `return`, or before a `return` or `break` of the same block. */
function leavesAfter(call: Call, loop: For | AsyncFor): boolean {
  if (ends(loop.body, call)) return true;
  for (const node of ancestors(call)) {
    if (node === loop) return false;
    if (node.kind === 'Return') return true;
    if (node.kind === 'If' && (ends(node.body, call) || ends(node.orelse, call))) return true;
  }
  return false;
}

function ends(block: readonly Stmt[], call: Call): boolean {
  const last = block.at(-1);
  const isWithinBlock = block.some((statement) => isWithin(call, statement));
  return isWithinBlock && (last?.kind === 'Return' || last?.kind === 'Break' || last?.kind === 'Raise');
}
