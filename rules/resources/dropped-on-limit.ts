import {
  type AsyncFunctionDef,
  type Call,
  callsWithin,
  defineSourceRule,
  docstringOf,
  type Expression,
  type FunctionDef,
  type If,
  type Name,
  NOT_PRODUCTION,
  type Node,
  type SourceContext,
  type Stmt,
  walk,
} from '#kit';

const DROP_WORD = /drop|skip|overflow|discard|ignor|full|exceed|limit|too many|maximum|capacity|reject|saturat/i;
const ADDING: ReadonlySet<string> = new Set([
  'append',
  'add',
  'appendleft',
  'put',
  'put_nowait',
  'insert',
  'push',
  'enqueue',
  'submit',
  'heappush',
  'extend',
]);
/** What may be left out: copies, observations, and what somebody else counts. */
const EXPENDABLE =
  /cache|(?:^|_)memo(?:_|$|s$)|seen|metric|telemetry|trace|span|stat|log|debug|sample|histor|error|warning|label|tag|breadcrumb|suggest|preview|visited|recent|example|attribute|log_?entr/i;

export default defineSourceRule({
  docs: {
    summary: 'work dropped with a log line when a limit is reached',
    why: 'The caller is told nothing and goes on as if the work had been taken, so under load tasks, events and writes are gone that nobody does again.',
    remedy: 'Raise, return a status that the caller must look at, or wait until there is room; count what is refused.',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [223, 755],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SPOF-010' }],
    bad: 'import asyncio\nimport logging\n\nlogger = logging.getLogger(__name__)\n\nclass Memory:\n    def __init__(self):\n        self._tasks = set()\n\n    def in_background(self, work):\n        if len(self._tasks) >= 100:\n            logger.warning("Dropping task")\n            return\n        self._tasks.add(asyncio.create_task(work))\n',
    good: 'import asyncio\n\nclass Memory:\n    def __init__(self):\n        self._tasks = set()\n\n    def in_background(self, work):\n        if len(self._tasks) >= 100:\n            raise RuntimeError("too many tasks")\n        self._tasks.add(asyncio.create_task(work))\n',
  },
  skips: NOT_PRODUCTION,
  visit: {
    If(test, ctx) {
      const limit = limitTested(test.test);
      if (limit === undefined) return;
      const refusal = limit.isFull ? test.body : test.orelse;
      const log = onlyLog(refusal, limit.isFull, ctx);
      const fn = ctx.context.defAround(test);
      if (
        log === undefined ||
        fn === undefined ||
        answers(fn, ctx) ||
        !tellsOfLoss(log, ctx) ||
        ctx.context.isTestCode(test)
      )
        return;
      const place = ctx.text.slice(limit.held);
      if (
        EXPENDABLE.test(place) ||
        EXPENDABLE.test(fn.name) ||
        EXPENDABLE.test(ctx.context.classOfMethod(fn)?.name ?? '')
      )
        return;
      const added = addedTo(place, limit.isFull ? behind(test, fn) : test.body, fn, ctx);
      if (added === undefined || DROP_WORD.test(docstringOf(fn) ?? '')) return;
      ctx.report({
        at: test.test,
        message: `\`${fn.name}\` drops \`${added.item}\` with a log line when \`${place}\` is full, and its caller is told nothing`,
        related: [
          { at: log, message: 'all that is left of it' },
          { at: added.at, message: 'kept here otherwise' },
        ],
      });
    },
  },
});

/** Elsewhere it returns something, so that nothing is an answer too. */
function answers(fn: FunctionDef | AsyncFunctionDef, { flow }: SourceContext): boolean {
  return flow.returnValues(fn).some((value) => !isNothing(value));
}

interface Limit {
  /** The expression whose size is looked at. */
  readonly held: Expression;
  /** The test holds when nothing more fits; otherwise when there is room. */
  readonly isFull: boolean;
}

/** `len(x) >= limit`, `x.qsize() > limit`, `x.full()`, `limit <= len(x)`, `len(x) < limit`. */
function limitTested(test: Expression): Limit | undefined {
  if (test.kind === 'Call') {
    const { func } = test;
    return func.kind === 'Attribute' && func.attr === 'full' ? { held: func.value, isFull: true } : undefined;
  }
  const [op] = test.kind === 'Compare' ? test.ops : [];
  if (test.kind !== 'Compare' || test.ops.length !== 1 || op === undefined) return undefined;
  const [right] = test.comparators;
  const left = heldBy(test.left);
  if (left !== undefined)
    return op === 'GtE' || op === 'Gt'
      ? { held: left, isFull: true }
      : op === 'Lt' || op === 'LtE'
        ? { held: left, isFull: false }
        : undefined;
  const held = right === undefined ? undefined : heldBy(right);
  return held !== undefined && (op === 'LtE' || op === 'Lt') ? { held, isFull: true } : undefined;
}

function heldBy(size: Expression): Expression | undefined {
  if (size.kind !== 'Call') return undefined;
  const { func, args } = size;
  if (func.kind === 'Name' && func.id === 'len' && args.length === 1) return args[0];
  return func.kind === 'Attribute' && func.attr === 'qsize' ? func.value : undefined;
}

/** The call that logs, where the branch does nothing else than log and leave with nothing. */
function onlyLog(branch: readonly Stmt[], mustLeave: boolean, ctx: SourceContext): Call | undefined {
  let log: Call | undefined;
  let leaves = false;
  for (const statement of branch) {
    if (statement.kind === 'Expr' && statement.value.kind === 'Call' && ctx.effects.of(statement.value) === 'log')
      log = statement.value;
    else if (statement.kind === 'Continue' || (statement.kind === 'Return' && isNothing(statement.value)))
      leaves = true;
    else if (statement.kind !== 'Pass') return undefined;
  }
  return leaves || !mustLeave ? log : undefined;
}

function isNothing(value: Expression | undefined): boolean {
  return value === undefined || (value.kind === 'Constant' && value.value.kind === 'none');
}

function tellsOfLoss(log: Call, ctx: SourceContext): boolean {
  const [message] = log.args;
  const pieces = message === undefined ? [] : (ctx.values.textPieces(message) ?? []);
  const text = pieces.map((piece) => (piece.kind === 'constant' ? piece.text : '')).join(' ');
  return DROP_WORD.test(text);
}

/** What runs after the test when there is room. */
function behind(test: If, fn: FunctionDef | AsyncFunctionDef): readonly Stmt[] {
  const following: Stmt[] = [...test.orelse];
  for (const statement of fn.body) if (statement.start > test.start) following.push(statement);
  let block: Node | undefined = test.parent;
  while (block !== undefined && block !== fn) {
    if ('body' in block && Array.isArray(block.body))
      for (const statement of block.body as Stmt[]) if (statement.start > test.end) following.push(statement);
    block = block.parent;
  }
  return following;
}

/** Something that the function was given is put into the place when there is room. */
function addedTo(
  place: string,
  statements: readonly Stmt[],
  fn: FunctionDef | AsyncFunctionDef,
  ctx: SourceContext,
): { readonly item: string; readonly at: Node } | undefined {
  for (const call of callsWithin(statements)) {
    const { func } = call;
    if (func.kind !== 'Attribute' || !ADDING.has(func.attr) || ctx.text.slice(func.value) !== place) continue;
    const item = parameterIn(call.args, fn, ctx);
    if (item !== undefined) return { item, at: call };
  }
  for (const statement of statements) {
    const target = statement.kind === 'Assign' ? statement.targets[0] : undefined;
    if (statement.kind !== 'Assign' || target?.kind !== 'Subscript' || ctx.text.slice(target.value) !== place) continue;
    const item = parameterIn([statement.value], fn, ctx);
    if (item !== undefined) return { item, at: statement };
  }
  return undefined;
}

function parameterIn(
  values: readonly Expression[],
  fn: FunctionDef | AsyncFunctionDef,
  ctx: SourceContext,
): string | undefined {
  for (const value of values) {
    const named: Name[] = [];
    for (const leaf of [value, ...ctx.flow.origins(value)])
      walk(leaf, (node) => {
        if (node.kind === 'Name' && node.id !== 'self') named.push(node);
      });
    const item = named.find((name) => ctx.names.parameterOf(name)?.parent?.parent === fn);
    if (item !== undefined) return item.id;
  }
  return undefined;
}
