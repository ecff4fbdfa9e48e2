import {
  type AsyncFor,
  type Await,
  type Call,
  callsWithin,
  defineSourceRule,
  type Expression,
  type For,
  holds,
  NOT_PRODUCTION,
  type Node,
  type SourceContext,
  type Stmt,
  type While,
  walk,
} from '#kit';

/** Drivers whose statements are a function call away, not a network. */
const LOCAL = /^(sqlite3|pysqlite3|duckdb)\./;
const LIMITED = /\blimit\s+1\b|\bfetch\s+first\b|\btop\s+1\b|\bexists\s*\(|\bcount\s*\(/i;
const READS = /^\s*(select|with)\b/i;
/** Runs a function of the server, for what it does. */
const FUNCTION_CALL = /^\s*select\s+[\w.]+\(/i;
/** Runs once, by hand. */
const MIGRATION = /(^|\/)(migrations?|alembic|versions)\//;
const BATCH = /(^|_)(batch|batches|chunk|chunks|page|pages)$/i;
const ROWS = /^fetch(all|many)$|^(all|scalars|mappings)$/;
const EXECUTES: ReadonlySet<string> = new Set(['execute', 'fetchrow', 'fetchval', 'fetch_one', 'fetchone', 'fetch']);

export default defineSourceRule({
  docs: {
    summary: 'query or round trip for every row',
    why: 'The time grows with the table by a round trip to the driver or the database per row, where one statement or a batch would do.',
    remedy: 'Fetch in batches (`fetchmany`, iteration of the cursor), or join the second query to the first.',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [1049],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SCALE-010' }],
    bad: 'async def verify(cursor):\n    await cursor.execute("SELECT id, hash FROM entries")\n    while True:\n        row = await cursor.fetchone()\n        if row is None:\n            break\n        check(row)\n',
    good: 'async def verify(cursor):\n    await cursor.execute("SELECT id, hash FROM entries")\n    async for row in cursor:\n        check(row)\n',
  },
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
  mentions: ['fetchone', 'execute', 'fetchall', 'fetchrow', 'fetchval', 'fetch', 'fetch_one'],
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
    ...(!isAwaited && { profile: 'strict' as const }),
  });
}

/** Bound to a name that the loop tests or uses. */
function isTakenAsRow(call: Call): boolean {
  const value: Call | Await = call.parent?.kind === 'Await' ? call.parent : call;
  return value.parent?.kind === 'Assign' || value.parent?.kind === 'NamedExpr';
}

/** Each turn runs its own statement: a queue in a table, a walk along references. */
function isRunInLoop(cursor: Expression, loop: While, ctx: SourceContext): boolean {
  if (cursor.kind === 'Call' || cursor.kind === 'Await') return true;
  const name = ctx.text.slice(cursor);
  let found = false;
  for (const statement of loop.body) {
    walk(statement, (node: Node) => {
      if (node.kind === 'Call' && node.func.kind === 'Attribute')
        found ||= node.func.attr === 'execute' || node.func.attr === 'nextset';
      else if ((node.kind === 'Name' || node.kind === 'Attribute') && node.ctx === 'Store')
        found ||= ctx.text.slice(node) === name;
    });
  }
  return found;
}

/** `for row in cursor.fetchall(): cursor.execute("SELECT …", (row.id,))`. */
function checkQueries(loop: For | AsyncFor, ctx: SourceContext): void {
  if (MIGRATION.test(ctx.path) || ctx.context.isTestCode(loop) || isBatch(loop) || !comesFromQuery(loop, ctx)) return;
  const names = namesOf(loop.target);
  const call = callsWithin(loop.body).find((each) => isQueryOf(each, names, ctx));
  if (call === undefined || leavesAfter(call, loop)) return;
  const isLocal =
    LOCAL.test(ctx.types.calleeName(call.func) ?? '') ||
    ctx.names.imports.some(({ module }) => /sqlite|duckdb/.test(module));
  ctx.report({
    at: call,
    message: `a query runs here for every row of \`${ctx.text.slice(loop.iter)}\``,
    remedy: 'Join the two queries, or ask once for all keys with `IN`',
    ...(isLocal && { profile: 'strict' as const }),
  });
}

/** What is looped over is a part of the rows already, or the whole of them in parts. */
function isBatch({ target, iter }: For | AsyncFor): boolean {
  return [target, iter].some((each) => each.kind === 'Name' && BATCH.test(each.id));
}

/** Rows of a query: fetched in the loop's header, or before it. */
function comesFromQuery({ kind, iter }: For | AsyncFor, ctx: SourceContext): boolean {
  return [iter, ...ctx.flow.origins(iter)].some((origin) => {
    const call = origin.kind === 'Await' ? origin.value : origin;
    if (call.kind === 'Name' && kind === 'AsyncFor') return /(^|_)cur(sor)?$/.test(call.id);
    if (call.kind !== 'Call' || call.func.kind !== 'Attribute') return false;
    if (ROWS.test(call.func.attr)) return call.func.attr.startsWith('fetch') || ctx.effects.of(call) === 'database';
    return (call.func.attr === 'fetch' || call.func.attr === 'execute') && readsRows(call, ctx);
  });
}

/** A constant text that selects rows, more than one. */
function readsRows(call: Call, ctx: SourceContext): boolean {
  const text = textOf(call, ctx);
  return text !== undefined && READS.test(text) && !LIMITED.test(text);
}

function textOf({ args }: Call, ctx: SourceContext): string | undefined {
  let [text] = args;
  if (text?.kind === 'Call' && text.args.length === 1) [text] = text.args;
  if (text === undefined) return undefined;
  return (
    ctx.values.string(text) ??
    ctx.values
      .textPieces(text)
      ?.map((piece) => (piece.kind === 'constant' ? piece.text : '?'))
      .join('')
  );
}

/** Selects by something of the row. */
function isQueryOf(call: Call, names: ReadonlySet<string>, ctx: SourceContext): boolean {
  if (call.func.kind !== 'Attribute' || !EXECUTES.has(call.func.attr)) return false;
  const text = textOf(call, ctx);
  if (text === undefined || !READS.test(text) || FUNCTION_CALL.test(text)) return false;
  const rest = [...call.args.slice(1), ...call.keywords.map(({ value }) => value)];
  return rest.some((argument) => mentions(argument, names));
}

function mentions(expression: Expression, names: ReadonlySet<string>): boolean {
  return holds(expression, (node) => node.kind === 'Name' && names.has(node.id));
}

function namesOf(target: Expression): ReadonlySet<string> {
  const names = new Set<string>();
  walk(target, (node) => {
    if (node.kind === 'Name') names.add(node.id);
  });
  return names;
}

/** The loop ends with the query: `return` or `break` behind it. */
function leavesAfter(call: Call, { body }: For | AsyncFor): boolean {
  const last: Stmt | undefined = body.at(-1);
  return last !== undefined && (last.kind === 'Return' || last.kind === 'Break') && call.end <= last.end;
}
