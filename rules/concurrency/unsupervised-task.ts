import {
  type AsyncFunctionDef,
  type Attribute,
  ancestors,
  type Call,
  type ClassDef,
  defineSourceRule,
  type ExceptHandler,
  type Expression,
  type FunctionDef,
  lastName,
  NOT_PRODUCTION,
  type Node,
  purposeOf,
  type SourceContext,
  type While,
  walk,
} from '#kit';

/** Calls that start a task nobody but their caller looks after. */
const STARTERS: ReadonlySet<string> = new Set([
  'asyncio.create_task',
  'asyncio.ensure_future',
  'asyncio.AbstractEventLoop.create_task',
]);
/** Methods that ask a task how it ended. */
const ASKING: ReadonlySet<string> = new Set(['done', 'exception', 'result', 'add_done_callback']);

export default defineSourceRule({
  docs: {
    summary: 'background loop whose end nobody notices',
    why: 'The first exception ends the loop for good, nothing restarts or reports it, and whoever relies on it goes on as if it ran.',
    remedy:
      'Handle the failure of one turn inside the loop, or add a done-callback that reports the end and starts the task again.',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [755],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SPOF-006' }],
    bad: 'import asyncio\nimport httpx\n\nclass Writer:\n    async def start(self):\n        self.client = httpx.AsyncClient()\n        self._task = asyncio.create_task(self._run())\n\n    async def _run(self):\n        while True:\n            await self.client.post("/rows", json=await self.queue.get())\n',
    good: 'import asyncio\nimport logging\n\nlog = logging.getLogger(__name__)\n\nclass Writer:\n    async def start(self):\n        self._task = asyncio.create_task(self._run())\n\n    async def _run(self):\n        while True:\n            row = await self.queue.get()\n            try:\n                await self.database.write(row)\n            except Exception:\n                log.exception("a row is lost")\n',
  },
  skips: NOT_PRODUCTION,
  mentions: ['create_task', 'ensure_future'],
  visit: {
    Call(call, ctx) {
      const target = keptBy(call);
      if (target === undefined || !STARTERS.has(ctx.types.calleeName(call.func) ?? '')) return;
      const owner = ctx.context.classAround(call);
      const method = owner === undefined ? undefined : methodStarted(call, ctx);
      if (owner === undefined || method === undefined || ctx.context.isTestCode(call)) return;
      const loop = endlessLoop(method, ctx);
      const risk = loop === undefined ? undefined : riskIn(loop, method, ctx);
      if (loop === undefined || risk === undefined) return;
      const care = careFor(target, call, owner, ctx);
      if (care === 'full') return;
      ctx.report({
        at: call,
        message: `nobody notices when \`${ctx.text.slice(target)}\` ends: the first exception in \`${method.name}\` stops its loop for good`,
        related: [{ at: risk, message: 'raises out of the loop when it fails' }],
        // Who starts it again outlives its end, and what another module does may handle its own failures.
        ...((care === 'restart' || !isKnownToFail(risk, ctx)) && { profile: 'strict' as const }),
      });
    },
  },
});

/** The attribute of `self` that keeps the task. */
function keptBy({ parent }: Call): Attribute | undefined {
  const target =
    parent?.kind === 'Assign' && parent.targets.length === 1
      ? parent.targets[0]
      : parent?.kind === 'AnnAssign'
        ? parent.target
        : undefined;
  return target?.kind === 'Attribute' && target.value.kind === 'Name' ? target : undefined;
}

function methodStarted(call: Call, ctx: SourceContext): AsyncFunctionDef | undefined {
  const started = call.args[0];
  if (started?.kind !== 'Call') return undefined;
  const fn = ctx.context.functionRun(started.func);
  // A decorator may watch over it.
  const isPlain = fn?.kind === 'AsyncFunctionDef' && fn.decorator_list.length === 0;
  return isPlain && ctx.context.classOfMethod(fn) !== undefined ? fn : undefined;
}

/** The loop that makes the method run for ever: `while True`, or on a flag of the object. One that returns a value has an end. */
function endlessLoop(method: AsyncFunctionDef, ctx: SourceContext): While | undefined {
  let found: While | undefined;
  let ends = false;
  walk(method, (node) => {
    if (node !== method && (node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef' || node.kind === 'Lambda'))
      return 'skip';
    if (node.kind === 'While' && isEndless(node.test, ctx)) found ??= node;
    if (node.kind === 'Return' && node.value !== undefined) ends = true;
    return undefined;
  });
  return ends ? undefined : found;
}

function isEndless(test: Expression, ctx: SourceContext): boolean {
  const folded = test.kind === 'Constant' ? ctx.values.fold(test) : undefined;
  if (folded !== undefined)
    return (folded.kind === 'bool' && folded.value) || (folded.kind === 'int' && folded.value !== 0n);
  const tested = test.kind === 'UnaryOp' && test.op === 'Not' ? test.operand : test;
  if (tested.kind === 'Call') return tested.func.kind === 'Attribute' && tested.func.attr === 'is_set';
  return tested.kind === 'Attribute' && /run|stop|clos|shut|active|alive|exit/i.test(tested.attr);
}

/** What may raise out of the loop: work that reaches further, and that no handler covers. Waiting alone does not fail. */
function riskIn(loop: While, method: AsyncFunctionDef, ctx: SourceContext): Call | undefined {
  if (isCovered(loop, method, ctx)) return undefined;
  const risks = ctx.effects.newsworthy(loop.body).filter((call) => isRisky(call, ctx) && !isCovered(call, method, ctx));
  return risks.find((call) => isKnownToFail(call, ctx)) ?? risks[0];
}

function isRisky(call: Call, ctx: SourceContext): boolean {
  if (WAITS.test(lastName(call.func) ?? '')) return false;
  if (isKnownToFail(call, ctx)) return true;
  if (call.parent?.kind !== 'Await') return false;
  const called = ctx.context.functionRun(call.func);
  if (called === undefined || called.kind === 'Lambda') return true;
  // What handles its own failures does not end the loop of its caller.
  return ctx.effects.newsworthy(called.body).some((inner) => !isCovered(inner, called, ctx));
}

const isKnownToFail = (call: Call, ctx: SourceContext): boolean => RISKY.has(ctx.effects.of(call));

const RISKY: ReadonlySet<string> = new Set(['network', 'database', 'file', 'process']);

/** `await self.queue.get()`, `await self.wake.wait()`, `await asyncio.sleep(1)`. */
const WAITS = /^(get|wait|sleep|join|acquire|wait_for|gather)$/;

/** In a handler, or in the body of a `try` whose handlers took thought for its failures. */
function isCovered(node: Node, method: FunctionDef | AsyncFunctionDef, ctx: SourceContext): boolean {
  const tries = ctx.context.triesAround(node);
  if (tries.some(({ handlers }) => handlers.some((handler) => isForFailures(handler, ctx)))) return true;
  for (const around of ancestors(node)) {
    if (around === method) break;
    // Who tidies up at the end tells those who wait.
    if (around.kind === 'ExceptHandler' || (around.kind === 'Try' && around.finalbody.length > 0)) return true;
    if (around.kind === 'With' || around.kind === 'AsyncWith') {
      const suppresses = around.items.some(
        ({ context_expr: item }) =>
          item.kind === 'Call' && /suppress|catch|log_exc|guard/i.test(lastName(item.func) ?? ''),
      );
      if (suppresses) return true;
    }
  }
  return false;
}

/** Being cancelled, timed out or out of work is no failure. */
const ORDINARY = /(^|\.)(CancelledError|Cancelled|TimeoutError|TimeoutException|QueueEmpty|QueueShutDown|Empty)$/;

function isForFailures(handler: ExceptHandler, ctx: SourceContext): boolean {
  const { catches } = ctx.handlers.describe(handler);
  return handler.type === undefined || catches.length === 0 || catches.some((name) => !ORDINARY.test(name));
}

/** Its end is asked for, awaited or handed on, outside of the code that stops it. `restart` is where it is started anew. */
function careFor(target: Attribute, call: Call, owner: ClassDef, ctx: SourceContext): 'none' | 'restart' | 'full' {
  let care: 'none' | 'restart' = 'none';
  for (const mention of ctx.state.mentionsOf(owner, target.attr)) {
    const { parent } = mention;
    if (mention.kind !== 'Attribute' || mention.ctx !== 'Load' || isTest(mention)) continue;
    if (parent?.kind === 'Attribute' && !ASKING.has(parent.attr)) continue;
    const fn = ctx.context.defAround(mention);
    if (fn === ctx.context.defAround(call) && parent?.kind === 'Attribute' && parent.attr !== 'add_done_callback')
      care = 'restart';
    else if (fn === undefined || !endsTask(fn, ctx)) return 'full';
  }
  return care;
}

/** A method that stops things, by its name or because it cancels. */
function endsTask(fn: FunctionDef | AsyncFunctionDef, ctx: SourceContext): boolean {
  if (purposeOf(fn) === 'clean-up') return true;
  let cancels = false;
  let starts = false;
  walk(fn, (node) => {
    if (node.kind === 'Attribute' && node.attr === 'cancel') cancels = true;
    if (node.kind === 'Call') starts ||= STARTERS.has(ctx.types.calleeName(node.func) ?? '');
  });
  return cancels && !starts;
}

/** `if self._task:`, `self._task is None`. */
function isTest({ parent }: Expression): boolean {
  return (
    parent?.kind === 'If' ||
    parent?.kind === 'Compare' ||
    parent?.kind === 'BoolOp' ||
    parent?.kind === 'UnaryOp' ||
    parent?.kind === 'IfExp' ||
    parent?.kind === 'Assert'
  );
}
