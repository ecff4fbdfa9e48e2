import { defineSourceRule, heldBackBy, NOT_PRODUCTION, type SourceContext } from '#kit';
import {
  type AsyncFunctionDef,
  boundTarget,
  type Call,
  callsWithin,
  type Def,
  type Expression,
  holdsInOwnCode,
  isEndless,
  type Node,
  nodesOf,
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
      if (!STARTERS.has(ctx.types.calleeName(call.func) ?? '')) return;
      const keeper = keeperOf(call, ctx);
      const started = keeper === undefined ? undefined : functionStarted(call, ctx);
      if (keeper === undefined || started === undefined) return;
      const loop = endlessLoop(started);
      const risk = loop === undefined ? undefined : uncaughtFailureIn(loop, started, ctx);
      if (risk === undefined) return;
      const care = careFor(keeper, call, ctx);
      if (care === 'full') return;
      ctx.report({
        at: call,
        message: `nobody notices when \`${ctx.text.slice(keeper.at)}\` ends: the first uncaught exception in \`${started.name}\` stops its loop for good`,
        related: [{ at: risk.call, message: 'raises out of the loop when it fails' }],
        // Who starts it again outlives its end, and what another module does may handle its own failures.
        ...heldBackBy(
          care === 'restart'
            ? 'it is started again elsewhere'
            : !risk.isKnown
              ? 'what it calls in another module may handle its own failures'
              : keeper.isShared
                ? 'another module may look at its end'
                : undefined,
        ),
      });
    },
  },
});

interface Keeper {
  readonly at: Expression;
  readonly mentions: readonly Expression[];
  /** Other modules reach it. */
  readonly isShared: boolean;
}

/** What keeps the task: an attribute, a name that is later cancelled, or a collection; with every mention of it that is seen. */
function keeperOf(call: Call, ctx: SourceContext): Keeper | undefined {
  const target = boundTarget(call);
  const { parent } = call;
  const isPut = parent?.kind === 'Call' && parent.func.kind === 'Attribute' && PUTTING.has(parent.func.attr);
  const at = isPut && parent.func.kind === 'Attribute' ? parent.func.value : target;
  const kept = at?.kind === 'Subscript' ? at.value : at;
  if (kept?.kind === 'Name') {
    const mentions = ctx.names.resolve(kept)?.references ?? [];
    const isCancelled = mentions.some((each) => isCancel(each.parent));
    return isCancelled ? { at: kept, mentions, isShared: false } : undefined;
  }
  if (kept?.kind !== 'Attribute') return undefined;
  const owner = ctx.context.classAround(call);
  const own = owner === undefined ? [] : ctx.state.mentionsOf(owner, kept.attr);
  if (own.includes(kept)) return { at: kept, mentions: own, isShared: kept !== target };
  const mentions = nodesOf(ctx.module, 'Attribute').filter(({ attr }) => attr === kept.attr);
  return { at: kept, mentions, isShared: true };
}

const PUTTING: ReadonlySet<string> = new Set(['append', 'add']);

const isCancel = (node: Node | undefined): boolean => node?.kind === 'Attribute' && node.attr === 'cancel';

function functionStarted(call: Call, ctx: SourceContext): AsyncFunctionDef | undefined {
  const started = call.args[0] && ctx.flow.whole(call.args[0]);
  if (started?.kind !== 'Call') return undefined;
  const fn = ctx.context.functionRun(started.func);
  // A decorator may watch over it.
  return fn?.kind === 'AsyncFunctionDef' && fn.decorator_list.length === 0 ? fn : undefined;
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
function careFor({ at, mentions }: Keeper, call: Call, ctx: SourceContext): 'none' | 'restart' | 'full' {
  let care: 'none' | 'restart' = 'none';
  const cancelled = mentions.find((each) => isCancel(each.parent) && each.start > call.end);
  for (const mention of mentions) {
    const { parent } = mention;
    if ((mention.kind === 'Attribute' || mention.kind === 'Name') && mention.ctx !== 'Load') continue;
    if (TESTING.has(parent?.kind) || (parent?.kind === 'Subscript' && parent.ctx !== 'Load')) continue;
    if (mention === at || (parent?.kind === 'Attribute' && !ASKING.has(parent.attr))) continue;
    const fn = ctx.context.defAround(mention);
    const isHere = fn === ctx.context.defAround(call);
    if (isHere && parent?.kind === 'Attribute' && parent.attr !== 'add_done_callback') care = 'restart';
    // Whoever has cancelled it only waits until it is gone.
    else if (isHere && cancelled !== undefined && cancelled.start < mention.start) continue;
    else if (fn === undefined || isHere || !endsTask(fn, ctx)) return 'full';
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
