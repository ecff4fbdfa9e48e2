import { defineSourceRule, lastNames, type Problem, type SourceContext } from '#kit';
import { type Call, type Expression, lastName, shortText } from '#kit/code';
import { belowImports, type Edits, insertion, linesBelow, namesWritten, offering, safeFix, together } from '#kit/fixes';
import type { Condition, Grade, Question } from '#kit/project';

/** Calls that start a task nobody but their caller keeps; `TaskGroup.create_task` keeps its own. */
const STARTERS: ReadonlySet<string> = new Set([
  'asyncio.create_task',
  'asyncio.ensure_future',
  'asyncio.AbstractEventLoop.create_task',
  'asyncio.run_coroutine_threadsafe',
]);

/** Calls that run a callback and drop what it returns. */
const DROPPING: ReadonlySet<string> = new Set([
  'call_soon',
  'call_soon_threadsafe',
  'call_later',
  'call_at',
  'add_signal_handler',
  'add_done_callback',
]);

/** Methods of event loops and executors that make a future; no coroutine is called so. */
const FUTURE_MAKERS: ReadonlySet<string> = new Set(['create_future', 'run_in_executor']);

export default defineSourceRule({
  docs: {
    summary: 'asyncio task that nobody keeps',
    why: 'The event loop holds tasks weakly, so one that nobody keeps may be collected before it ends, and an exception in it is noticed, if at all, when it is collected.',
    remedy: 'Keep the task in a set that a done-callback empties, await it, or start it in an `asyncio.TaskGroup`.',
    harm: 'loses',
    ceiling: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [772],
    fixes: [safeFix('Keep the task in a set until it ends', 'it runs as before, and is held while it does')],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SPOF-006' }],
    bad: 'import asyncio\n\nasync def start(queue):\n    asyncio.create_task(drain(queue))\n',
    good: 'import asyncio\n\nasync def start(queue):\n    async with asyncio.TaskGroup() as group:\n        group.create_task(drain(queue))\n',
    measured: { read: 40, right: 39, on: 'litellm, bentoml, scrapy, dagster, arq, redis, TenSafe' },
  },
  mentions: lastNames(STARTERS),
  needs: ['effects'],
  visit: {
    Call(call, ctx) {
      const heldBack = startsTask(call, ctx);
      if (heldBack === undefined) return;
      const given = call.args[0] ?? ctx.values.givenArgument(call, 'coro', undefined);
      const started = given && ctx.flow.whole(given);
      if (started === undefined || started.kind === 'Starred' || isKeptElsewhere(started, ctx)) return;
      if (ctx.context.role === 'test' || isLastWill(call, ctx)) return;
      const loss = lossOf(call, ctx);
      if (loss === undefined) {
        const kept = ctx.flow.destinations(call).find(({ kind }) => kind !== 'discard');
        return ctx.proven({ at: call, by: 'the task is kept, awaited or handed on', where: kept?.node });
      }
      ctx.report({
        at: call,
        message: `the task that runs ${describe(started, ctx)} ${loss}`,
        cause: `${ctx.path} ${describe(started, ctx)}`,
        ...heldBack,
        ...offering(keptUntilDone(call, ctx)),
        ...whenItMatters(call, started, ctx),
      });
    },
  },
});

const KEPT = '_background_tasks';

/** The task goes into a set of the module, and leaves it when it is done. */
function keptUntilDone(call: Call, ctx: SourceContext): Edits {
  const { parent: statement } = call;
  if (statement?.kind !== 'Expr' || ctx.context.functionAround(call)?.kind === 'Lambda') return undefined;
  const task = ['task', 'background_task'].find((name) => !namesWritten(ctx.module).has(name));
  const made = keptIn(ctx);
  if (task === undefined || made === undefined || ctx.context.defAround(call) === undefined) return undefined;
  const below = [`${KEPT}.add(${task})`, `${task}.add_done_callback(${KEPT}.discard)`];
  return together([insertion(call.start, `${task} = `)], linesBelow(statement, below, ctx.text), made);
}

/** Where the set is made, unless another task has it there. */
function keptIn(ctx: SourceContext): Edits {
  const binding = ctx.names.moduleScope.bindings.get(KEPT);
  if (binding !== undefined) return binding.definitions[0]?.value?.kind === 'Call' ? [] : undefined;
  return namesWritten(ctx.module).has(KEPT) ? undefined : belowImports(ctx.module, [`${KEPT} = set()`], ctx.text);
}

/** Where it starts a task: what holds that back, if anything does. `self.loop.create_task` of no known class is one by its name. */
function startsTask(call: Call, ctx: SourceContext): { readonly heldBack?: string } | undefined {
  const { func } = call;
  if (func.kind === 'Call') return undefined;
  const callee = ctx.types.calleeName(func);
  if (callee !== undefined) return STARTERS.has(callee) ? {} : undefined;
  const isOfLoop =
    func.kind === 'Attribute' && func.attr === 'create_task' && /(?:^|_)loop$/.test(lastName(func.value) ?? '');
  return isOfLoop ? { heldBack: 'that it is an event loop is told by its name' } : undefined;
}

/**
 * Work that goes on or brings something back ends a service when it fails or is collected; other work is done or it is not, and
 * behind what takes the process down nothing is left to lose. What takes all its failures itself loses none, and while it waits
 * what it waits for holds it. What never waits is done in its first step, and nothing can take it away before.
 */
function whenItMatters(
  call: Call,
  started: Expression,
  ctx: SourceContext,
): Pick<Problem, 'ceiling' | 'heldBack' | 'when'> {
  const keepsUp = keepsServiceUp(call, started, ctx);
  const path = pathOfCoroutine(started, ctx);
  if (path === undefined) return { heldBack: UNSEEN, ...(!keepsUp && { ceiling: 'P3' as const }) };
  const does = (
    what: 'suspends' | 'runs-on' | 'runs-until-failure' | 'ends-with-request' | 'ends-failures',
  ): Question => ({
    kind: 'coroutine',
    function: path,
    from: ctx.path,
    does: what,
  });
  const other: Grade = keepsUp ? 'keep' : { ceiling: 'P3', heldBack: SHORT };
  // What takes the failures of each turn goes on, unless it is collected.
  const endless: Condition = { question: does('runs-on'), yes: { ceiling: 'P3' }, no: other, unknown: other };
  const byLength: Condition = { question: does('runs-until-failure'), yes: 'keep', no: endless, unknown: endless };
  const byEnd: Condition = {
    question: { kind: 'any', of: [does('ends-with-request'), does('ends-failures')] },
    yes: { ceiling: 'P3', heldBack: TAKES_ALL },
    no: byLength,
    unknown: byLength,
  };
  const unseen: Grade = { heldBack: UNSEEN, ...(!keepsUp && { ceiling: 'P3' as const }) };
  return { when: { question: does('suspends'), yes: byEnd, no: 'drop', unknown: unseen } };
}

const TAKES_ALL = 'it takes its failures itself, and what it waits for holds it meanwhile';
const SHORT = 'it comes to an end, and what it waits for holds it meanwhile';
const UNSEEN = 'what it runs is not seen';

/** By the name of what is run, or by that of the function that is told of an end: `_reconnect`, `on_exit`. */
function keepsServiceUp(call: Call, started: Expression, ctx: SourceContext): boolean {
  const run = lastName(started.kind === 'Call' ? started.func : started) ?? '';
  return (
    KEEPS_UP.test(run) ||
    (/start|(?<!dis)connect|run|spawn/i.test(run) && TOLD_OF_END.test(ctx.context.defAround(call)?.name ?? ''))
  );
}

const KEEPS_UP = /re_?(?:connect|spawn|subscribe|join)|supervis|watch_?dog|heart_?beat|recover|fail_?over/i;
const TOLD_OF_END =
  /(?:^|_)(?:stopped|exit(?:ed)?|closed?|lost|disconnect(?:ed)?|failed|died|dead|crash(?:ed)?)(?:_|$)/i;

function pathOfCoroutine(started: Expression, ctx: SourceContext): string | undefined {
  if (started.kind !== 'Call') return undefined;
  const definition = ctx.context.functionRun(started.func);
  if (definition?.kind === 'AsyncFunctionDef' && ctx.context.classOfMethod(definition) === undefined)
    return ctx.names.fullNameOf(definition);
  return (
    ctx.types.pathOf(started.func) ??
    (definition?.kind === 'AsyncFunctionDef' ? ctx.names.fullNameOf(definition) : undefined)
  );
}

/** `ensure_future` of a future or task gives that object back, and whoever made it keeps it. */
function isKeptElsewhere(started: Expression, ctx: SourceContext): boolean {
  if (started.kind === 'Call' && started.func.kind === 'Attribute' && FUTURE_MAKERS.has(started.func.attr)) return true;
  const type = ctx.types.classOf(started);
  return type !== undefined && /\.(Future|Task)$/.test(type);
}

/** In `__del__` nothing is left that could keep the task. */
function isLastWill(call: Call, ctx: SourceContext): boolean {
  return ctx.context.defAround(call)?.name === '__del__';
}

/** How the task is lost; undefined where something has it. */
function lossOf(call: Call, ctx: SourceContext): string | undefined {
  const uses = ctx.flow.destinations(call);
  const [use] = uses;
  if (use === undefined) return isLocal(call, ctx) ? 'is kept in a local that nothing reads' : undefined;
  if (uses.length > 1) return undefined;
  if (use.kind === 'discard') return 'is kept by nobody';
  if (use.kind === 'return' && use.node.kind === 'Lambda') {
    const dropper = callbackTaker(use.node.parent, ctx);
    return dropper === undefined ? undefined : `is returned to \`${dropper}\`, which drops it`;
  }
  return use.kind === 'argument' && use.node.kind === 'Call' ? lossInList(use.node, ctx) : undefined;
}

/** `task = create_task(…)`: the call is the value of plain names, and none of them outlives the function as a `global` does. */
function isLocal({ parent }: Call, { context, names }: SourceContext): boolean {
  const targets = parent?.kind === 'Assign' ? parent.targets : parent?.kind === 'AnnAssign' ? [parent.target] : [];
  return (
    targets.length > 0 &&
    targets.every(
      (target) => target.kind === 'Name' && names.resolve(target)?.scope.node === context.functionAround(target),
    )
  );
}

function callbackTaker(parent: Expression['parent'], ctx: SourceContext): string | undefined {
  if (parent?.kind !== 'Call' || parent.func.kind !== 'Attribute') return undefined;
  const { attr } = parent.func;
  return DROPPING.has(attr) && ctx.names.qualifiedName(parent.func) === undefined ? attr : undefined;
}

/** `tasks.append(create_task(…))` of a local list that is only ever appended to. */
function lossInList(call: Call, ctx: SourceContext): string | undefined {
  const { func } = call;
  if (func.kind !== 'Attribute' || func.value.kind !== 'Name') return undefined;
  if (func.attr !== 'append' && func.attr !== 'add') return undefined;
  const binding = ctx.names.resolve(func.value);
  if (binding?.scope.kind !== 'function' || binding.definitions.some(({ kind }) => kind !== 'assignment'))
    return undefined;
  const isOnlyAppendedTo = binding.references.every(
    ({ parent }) =>
      parent?.kind === 'Attribute' &&
      (parent.attr === 'append' || parent.attr === 'add') &&
      parent.parent?.kind === 'Call' &&
      parent.parent.func === parent,
  );
  return isOnlyAppendedTo ? `is kept in the local \`${func.value.id}\`, which nothing reads` : undefined;
}

function describe(started: Expression, ctx: SourceContext): string {
  const callee = started.kind === 'Call' ? started.func : started;
  const name = lastName(callee);
  if (name === undefined) return 'a coroutine';
  const tellsEnough = callee.kind === 'Name' || ctx.names.qualifiedName(callee) !== undefined;
  return `\`${tellsEnough ? name : shortText(callee, ctx.text)}\``;
}
