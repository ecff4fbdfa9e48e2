import {
  ancestors,
  type Call,
  defineSourceRule,
  type Expression,
  headerSpan,
  NOT_PRODUCTION,
  type Node,
  type SourceContext,
  type Stmt,
  type While,
  walk,
} from '#kit';

/** Loops on these live as long as the process, thread or service does; that is their deadline. */
const LIFE_WORDS =
  /(^|_)(stop|stopp(ed|ing)|shutdown|shutting|terminate[ds]?|exit|exiting|quit|running|alive|closed?|closing|interrupt(ed)?|cancel(l?ed)?|abort(ed)?|kill(ed)?|paused?|keep_?going|active|enabled)(_|$)/i;
/** A limit that came from elsewhere has no other sign than its name. */
const LIMIT_WORDS =
  /(^|_)(deadline|timeout|timed|expire[ds]?|expiry|attempts?|retries|tries|elapsed|remaining|budget|until)(_|$)/i;
/** What a process or thread says of its own end. */
const LIFE_METHODS: ReadonlySet<string> = new Set([
  'is_alive',
  'isAlive',
  'poll',
  'returncode',
  'is_set',
  'isSet',
  'getppid',
  'pid_exists',
]);
/** Waits on conditions and events are none: they end when they are told. */
const SLEEPS: ReadonlySet<string> = new Set([
  'time.sleep',
  'gevent.sleep',
  'eventlet.sleep',
  'asyncio.sleep',
  'anyio.sleep',
  'trio.sleep',
]);
const THREADS: ReadonlySet<string> = new Set(['threading.Thread', 'multiprocessing.Process']);
const CLOCKS: ReadonlySet<string> = new Set([
  'time.time',
  'time.monotonic',
  'time.perf_counter',
  'time.time_ns',
  'time.monotonic_ns',
  'datetime.datetime.now',
  'datetime.datetime.utcnow',
]);

export default defineSourceRule({
  docs: {
    summary: 'loop that sleeps until a condition holds, with no deadline',
    why: 'If the condition never comes true, because the other side crashed or lost the job, the loop and the thread it occupies wait for ever, and nothing reports it.',
    remedy:
      'Compare `time.monotonic()` with a deadline in the loop and raise `TimeoutError`, or wait on an event with a timeout.',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [835],
    origin: [{ document: 'TenSafe System Audit', finding: 'P1-8' }],
    bad: 'import time\n\ndef wait(job):\n    while not job.is_done():\n        time.sleep(0.5)\n',
    good: 'import time\n\ndef wait(job, timeout):\n    deadline = time.monotonic() + timeout\n    while not job.is_done():\n        if time.monotonic() > deadline:\n            raise TimeoutError("job is still not done")\n        time.sleep(0.5)\n',
    measured: { read: 5, right: 4, on: 'TenSafe, bentoml, gradio, mlflow' },
  },
  skips: NOT_PRODUCTION,
  visit: {
    While(loop, ctx) {
      const sleep = sleepIn(loop.body, ctx);
      if (sleep === undefined || ctx.context.isTestCode(loop)) return;
      const condition = pollCondition(loop, ctx);
      if (condition === undefined || !mayChange(condition, loop)) return;
      if (hasOwnEnd(condition, loop, ctx) || isWithinTimeout(loop)) return;
      ctx.report({
        at: headerSpan(loop, ctx.text),
        message: `the loop waits ${describe(condition, loop, ctx)} with no deadline`,
        ...((sleep.parent?.kind === 'Await' || !isPredicate(condition, loop)) && { profile: 'strict' as const }),
        related: [{ at: sleep, message: 'it sleeps here' }],
      });
    },
  },
});

/** The call, of a statement that does nothing but sleep. */
function sleepOf(statement: Stmt, ctx: SourceContext): Call | undefined {
  if (statement.kind !== 'Expr') return undefined;
  const call = statement.value.kind === 'Await' ? statement.value.value : statement.value;
  return call.kind === 'Call' && SLEEPS.has(ctx.names.qualifiedName(call.func) ?? '') ? call : undefined;
}

/** The sleep that every turn comes to: a statement of the body, or what the `else` of the test does. */
function sleepIn(body: readonly Stmt[], ctx: SourceContext): Call | undefined {
  return body
    .flatMap((statement) => (statement.kind === 'If' ? statement.orelse : [statement]))
    .map((statement) => sleepOf(statement, ctx))
    .find((call) => call !== undefined);
}

/** What the loop waits for, when waiting is all it does: `while not c: sleep`, and `while True` with `if c: break`. */
function pollCondition(loop: While, ctx: SourceContext): Expression | undefined {
  const endless = ctx.values.fold(loop.test) !== undefined;
  let condition = endless ? undefined : loop.test;
  for (const statement of loop.body) {
    if (sleepOf(statement, ctx) !== undefined || isIdle(statement, ctx)) continue;
    if (!endless || condition !== undefined || statement.kind !== 'If' || !isExit(statement.body, ctx))
      return undefined;
    if (statement.orelse.some((inner) => sleepOf(inner, ctx) === undefined && !isIdle(inner, ctx))) return undefined;
    condition = statement.test;
  }
  return condition;
}

/** Asks again, counts, or logs. */
function isIdle(statement: Stmt, ctx: SourceContext): boolean {
  switch (statement.kind) {
    case 'Pass':
    case 'AugAssign':
      return true;
    case 'Assign':
    case 'AnnAssign':
      return statement.value !== undefined;
    case 'Expr': {
      const { value } = statement;
      return value.kind === 'Constant' || (value.kind === 'Call' && isSaying(value, ctx));
    }
    case 'If':
      return [...statement.body, ...statement.orelse].every((inner) => isIdle(inner, ctx));
    default:
      return false;
  }
}

/** Writing to the screen piece by piece is work: a spinner waits for nothing. */
function isSaying(call: Call, ctx: SourceContext): boolean {
  const { func } = call;
  if (ctx.names.qualifiedName(func) === 'builtins.print') return true;
  return ctx.effects.of(call) === 'log' && func.kind === 'Attribute' && func.attr !== 'write' && func.attr !== 'flush';
}

/** Ends the loop as soon as the condition holds, after logging at most. */
function isExit(body: readonly Stmt[], ctx: SourceContext): boolean {
  const last = body.at(-1);
  if (last?.kind !== 'Break' && last?.kind !== 'Return') return false;
  return body.slice(0, -1).every((statement) => isIdle(statement, ctx));
}

/** Asks something, or looks at what others change; a local that the loop does not bind stays as it is. */
function mayChange(condition: Expression, loop: While): boolean {
  if (contains(condition, ({ kind }) => kind === 'Call' || kind === 'Attribute' || kind === 'Subscript')) return true;
  return loop.body.some(
    (statement) =>
      statement.kind === 'Assign' &&
      contains(statement.value, ({ kind }) => kind === 'Call') &&
      statement.targets.some((target) => target.kind === 'Name' && mentions(condition, target.id)),
  );
}

function contains(root: Node, isWanted: (node: Node) => boolean): boolean {
  let found = false;
  walk(root, (node) => {
    found ||= isWanted(node);
    return found ? 'skip' : undefined;
  });
  return found;
}

const mentions = (root: Node, name: string): boolean =>
  contains(root, (node) => node.kind === 'Name' && node.id === name);

/**
 * `while not done()`, `if done(): break`. A state that is compared is mostly that of a job which may well run for hours, and
 * something else watches over it.
 */
function isPredicate(condition: Expression, loop: While): boolean {
  const isNegated = condition.kind === 'UnaryOp' && condition.op === 'Not';
  return (condition !== loop.test || isNegated) && !contains(condition, ({ kind }) => kind === 'Compare');
}

/** Something else than the condition coming true ends the wait: a clock, a count, or the life of what is waited for. */
function hasOwnEnd(condition: Expression, loop: While, ctx: SourceContext): boolean {
  const working = loop.body.filter((statement) => sleepOf(statement, ctx) === undefined);
  if ([condition, ...working].some((root) => contains(root, (node) => isLimit(node, ctx)))) return true;
  if (contains(condition, (node) => node.kind === 'Call' && endsItself(node, ctx))) return true;
  return working.some(
    (statement) =>
      statement.kind === 'AugAssign' && statement.target.kind === 'Name' && mentions(condition, statement.target.id),
  );
}

/** A clock, a limit that came from elsewhere, or the life of a thread, process or service. */
function isLimit(node: Node, ctx: SourceContext): boolean {
  if (node.kind === 'Call') return CLOCKS.has(ctx.types.calleeName(node.func) ?? '');
  if (node.kind === 'keyword') return LIMIT_WORDS.test(node.arg ?? '');
  if (node.kind !== 'Name' && node.kind !== 'Attribute') return false;
  const name = node.kind === 'Name' ? node.id : node.attr;
  if (LIFE_WORDS.test(name) || LIMIT_WORDS.test(name) || LIFE_METHODS.has(name)) return true;
  const type = ctx.types.classDefOf(node);
  return type !== undefined && ctx.types.derivesFrom(type, THREADS);
}

/** What is asked looks at a clock, as a rate limiter does, or raises when the other side has failed. */
function endsItself({ func }: Call, ctx: SourceContext): boolean {
  const owner = func.kind === 'Attribute' ? ctx.context.classAround(func) : undefined;
  const asked =
    owner !== undefined && func.kind === 'Attribute'
      ? ctx.state.methodsOf(owner).get(func.attr)
      : ctx.names.definitionOf(func);
  return (asked?.body ?? []).some((statement) =>
    contains(
      statement,
      (node) =>
        node.kind === 'Raise' ||
        node.kind === 'Assert' ||
        (node.kind === 'Call' && CLOCKS.has(ctx.types.calleeName(node.func) ?? '')),
    ),
  );
}

/** `async with asyncio.timeout(…)` and its like around the loop. */
function isWithinTimeout(loop: While): boolean {
  for (const at of ancestors(loop)) {
    if (at.kind === 'FunctionDef' || at.kind === 'AsyncFunctionDef') return false;
    if (at.kind !== 'With' && at.kind !== 'AsyncWith') continue;
    if (at.items.some((item) => item.context_expr.kind === 'Call' && isTimeLimit(item.context_expr.func))) return true;
  }
  return false;
}

function isTimeLimit(func: Expression): boolean {
  const name = func.kind === 'Attribute' ? func.attr : func.kind === 'Name' ? func.id : '';
  return LIMIT_WORDS.test(name) || name === 'move_on_after' || name === 'fail_after';
}

/** `for` what ends it, or `while` what keeps it going. */
function describe(condition: Expression, loop: While, ctx: SourceContext): string {
  if (condition !== loop.test) return `for \`${shortText(condition, ctx)}\``;
  const isNegated = condition.kind === 'UnaryOp' && condition.op === 'Not';
  return isNegated ? `for \`${shortText(condition.operand, ctx)}\`` : `while \`${shortText(condition, ctx)}\``;
}

function shortText(expression: Expression, ctx: SourceContext): string {
  const text = ctx.text.slice(expression).replace(/\s+/g, ' ');
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
