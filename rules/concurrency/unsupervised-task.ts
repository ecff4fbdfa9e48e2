import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import {
  type AsyncFunctionDef,
  type Attribute,
  boundTarget,
  type Call,
  type ClassDef,
  callsWithin,
  type Def,
  holdsInOwnCode,
  isEndless,
  type Node,
  purposeOf,
  type While,
  walkOwnCode,
} from '#kit/code';
import { uncaughtFailureIn } from '#kit/errors';

/** Calls that start a task nobody but their caller looks after. */
const STARTERS: ReadonlySet<string> = new Set([
  'asyncio.create_task',
  'asyncio.ensure_future',
  'asyncio.AbstractEventLoop.create_task',
]);
/** Methods that ask a task how it ended. */
const ASKING: ReadonlySet<string> = new Set(['done', 'exception', 'result', 'add_done_callback']);
/** `if self._task:`, `self._task is None`. */
const TESTING: ReadonlySet<Node['kind'] | undefined> = new Set([
  ...(['If', 'Compare', 'BoolOp', 'UnaryOp', 'IfExp', 'Assert'] as const),
]);

export default defineSourceRule({
  docs: {
    summary: 'background task whose end nothing reports',
    why: 'An exception that escapes ends the loop for good. Nothing restarts or reports it, and code that relies on the task goes on as if it ran.',
    remedy:
      'Handle the failure of one turn inside the loop, or add a done-callback that reports the end and starts the task again.',
    harm: 'hides',
    ceiling: 'P2',
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
      const target = boundTarget(call);
      if (
        target?.kind !== 'Attribute' ||
        target.value.kind !== 'Name' ||
        !STARTERS.has(ctx.types.calleeName(call.func) ?? '')
      )
        return;
      const owner = ctx.context.classAround(call);
      const method = owner === undefined ? undefined : methodStarted(call, ctx);
      if (owner === undefined || method === undefined || ctx.context.isTestCode(call)) return;
      const loop = endlessLoop(method);
      const risk = loop === undefined ? undefined : uncaughtFailureIn(loop, method, ctx);
      if (risk === undefined) return;
      const care = careFor(target, call, owner, ctx);
      if (care === 'full') return;
      ctx.report({
        at: call,
        message: `nobody notices when \`${ctx.text.slice(target)}\` ends: the first uncaught exception in \`${method.name}\` stops its loop for good`,
        related: [{ at: risk.call, message: 'raises out of the loop when it fails' }],
        // Who starts it again outlives its end, and what another module does may handle its own failures.
        ...(!risk.isKnown && { heldBack: 'what it calls in another module may handle its own failures' }),
        ...(care === 'restart' && { heldBack: 'it is started again elsewhere' }),
      });
    },
  },
});

function methodStarted(call: Call, ctx: SourceContext): AsyncFunctionDef | undefined {
  const started = call.args[0] && ctx.flow.whole(call.args[0]);
  if (started?.kind !== 'Call') return undefined;
  const fn = ctx.context.functionRun(started.func);
  // A decorator may watch over it.
  const isPlain = fn?.kind === 'AsyncFunctionDef' && fn.decorator_list.length === 0;
  return isPlain && ctx.context.classOfMethod(fn) !== undefined ? fn : undefined;
}

/** The loop that makes the method run for ever; a method that returns a value has an end. */
function endlessLoop(method: AsyncFunctionDef): While | undefined {
  if (holdsInOwnCode(method.body, (node) => node.kind === 'Return' && node.value !== undefined)) return undefined;
  let found: While | undefined;
  walkOwnCode(method.body, (node) => {
    if (node.kind === 'While' && isEndless(node)) found ??= node;
    return found === undefined ? undefined : 'skip';
  });
  return found;
}

/** Its end is asked for, awaited or handed on, outside of the code that stops it. `restart` is where it is started anew. */
function careFor(target: Attribute, call: Call, owner: ClassDef, ctx: SourceContext): 'none' | 'restart' | 'full' {
  let care: 'none' | 'restart' = 'none';
  for (const mention of ctx.state.mentionsOf(owner, target.attr)) {
    const { parent } = mention;
    if (mention.kind !== 'Attribute' || mention.ctx !== 'Load' || TESTING.has(parent?.kind)) continue;
    if (parent?.kind === 'Attribute' && !ASKING.has(parent.attr)) continue;
    const fn = ctx.context.defAround(mention);
    if (fn === ctx.context.defAround(call) && parent?.kind === 'Attribute' && parent.attr !== 'add_done_callback')
      care = 'restart';
    else if (fn === undefined || !endsTask(fn, ctx)) return 'full';
  }
  return care;
}

/** A method that stops things, by its name or because it cancels. */
function endsTask(fn: Def, ctx: SourceContext): boolean {
  if (purposeOf(fn) === 'clean-up') return true;
  const calls = callsWithin([fn]);
  if (calls.some(({ func }) => STARTERS.has(ctx.types.calleeName(func) ?? ''))) return false;
  return holdsInOwnCode(fn.body, (node) => node.kind === 'Attribute' && node.attr === 'cancel');
}
