import { type Call, type Expression, lastName, shortText } from '#ast';
import { defineSourceRule, lastNames, type Problem, providedThat, type SourceContext } from '#kit';
import { belowImports, type Edits, insertion, linesBelow, namesWritten, offering, safeFix, together } from '#kit/fixes';
import { TASK_STARTERS } from '#knowledge/task-starters';
import { TEXT_MAKERS } from '#knowledge/value-takers';
import { words } from '#knowledge/words';
import type { Question } from '#project';
import type { ValueUse } from '#semantics';

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
    summary: 'dangling task: asyncio task without a reference',
    why: 'The event loop keeps only weak references to tasks. If nothing else refers to a task, it may be garbage-collected before it finishes. If it fails, nobody sees the exception.',
    remedy: 'Keep the task in a set and discard it in a done callback, await it, or start it in an `asyncio.TaskGroup`',
    harm: 'loses',
    severity: 'P1',
    precision: 'low',
    since: '0.1.0',
    cwe: [772],
    fixes: [safeFix('Keep the task in a set until it finishes', 'it runs as before and is kept alive meanwhile')],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SPOF-006' }],
    bad: 'import asyncio\n\nasync def start(queue):\n    asyncio.create_task(drain(queue))\n',
    good: 'import asyncio\n\nasync def start(queue):\n    async with asyncio.TaskGroup() as group:\n        group.create_task(drain(queue))\n',
    measured: { read: 40, right: 39, on: 'litellm, bentoml, scrapy, dagster, arq, redis, TenSafe' },
  },
  mentions: lastNames(TASK_STARTERS),
  visit: {
    Call(call, ctx) {
      const doubt = startsTask(call, ctx);
      if (doubt === undefined) return;
      const given = call.args[0] ?? ctx.values.givenArgument(call, 'coro', undefined);
      const started = given && ctx.flow.whole(given);
      if (started === undefined || started.kind === 'Starred' || isKeptElsewhere(started, ctx)) return;
      if (ctx.context.role === 'test') return;
      const loss = lossOf(call, ctx);
      if (loss === undefined) {
        const kept = ctx.flow.destinations(call).find(({ kind }) => kind !== 'discard');
        return ctx.proven({ at: call, by: 'the task is stored, awaited or passed on', where: kept?.node });
      }
      ctx.report({
        at: call,
        message: `dangling task: the task that runs ${describe(started, ctx)} ${loss}`,
        cause: `${ctx.path} ${describe(started, ctx)}`,
        ...doubt,
        ...offering(keptUntilDone(call, ctx)),
        ...unlessDone(started, ctx),
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

/** Whether it starts a task, and the doubt about that, if there is one. `self.loop.create_task` of no known class is one by its name. */
function startsTask(call: Call, ctx: SourceContext): Pick<Problem, 'doubt'> | undefined {
  const { func } = call;
  if (func.kind === 'Call') return undefined;
  const callee = ctx.types.calleeName(func);
  if (callee !== undefined) return TASK_STARTERS.has(callee) ? {} : undefined;
  const isOfLoop =
    func.kind === 'Attribute' && func.attr === 'create_task' && /(?:^|_)loop$/.test(lastName(func.value) ?? '');
  return isOfLoop ? { doubt: 'type-from-name' } : undefined;
}

/**
 * What never waits is done in its first step, and nothing can take it away before. What waits is held by what it waits for, and
 * by nothing where it goes on from one turn to the next.
 */
function unlessDone(started: Expression, ctx: SourceContext): Pick<Problem, 'doubt' | 'when'> {
  const path = pathOfCoroutine(started, ctx);
  if (path === undefined) return { doubt: 'opaque-callee' };
  const does = (what: 'suspends' | 'runs-on'): Question => ({
    kind: 'coroutine',
    function: path,
    from: ctx.path,
    does: what,
  });
  const yes = providedThat(does('runs-on'), { doubt: 'short-lived-work' });
  return { when: { question: does('suspends'), yes, no: 'drop', unknown: { doubt: 'opaque-callee' } } };
}

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

/** `ensure_future` of a future or task gives that object back, and anyone who made it keeps it. */
function isKeptElsewhere(started: Expression, ctx: SourceContext): boolean {
  if (started.kind === 'Call' && started.func.kind === 'Attribute' && FUTURE_MAKERS.has(started.func.attr)) return true;
  const type = ctx.types.classOf(started);
  return type !== undefined && /\.(Future|Task)$/.test(type);
}

/** How the task is lost; undefined where something has it. */
function lossOf(call: Call, ctx: SourceContext): string | undefined {
  const all = ctx.flow.destinations(call);
  // A future of another thread tells its callbacks of a failure.
  const isReported = lastName(call.func) === 'run_coroutine_threadsafe';
  const uses = all.filter((each) => each.kind !== 'discard' && (isReported || !isReadOnly(each, ctx)));
  const [use] = uses;
  const targets = targetsOf(call);
  if (use === undefined && targets.length > 0) {
    if (!targets.every((target) => isLocal(target, ctx))) return undefined;
    return `is only kept in ${all.some(({ kind }) => kind !== 'discard') ? 'a' : 'an unused'} local variable`;
  }
  if (use === undefined) return all.length > 0 ? 'is not referenced anywhere and may be garbage-collected' : undefined;
  if (uses.length > 1) return undefined;
  if (use.kind === 'return' && use.node.kind === 'Lambda') {
    const dropper = callbackTaker(use.node.parent, ctx);
    return dropper === undefined ? undefined : `is returned to \`${dropper}\`, which drops it`;
  }
  return use.kind === 'argument' && use.node.kind === 'Call' ? lossInList(use.node, ctx) : undefined;
}

/** `task.add_done_callback(done)`, `print(task)`, `if task:`: something is asked or told of it, and nothing has it. */
function isReadOnly({ kind, node }: ValueUse, { effects, types }: SourceContext): boolean {
  if (kind === 'condition' || kind === 'compare' || kind === 'format') return true;
  if (kind === 'receiver') {
    const read = node.kind === 'Call' ? node.func : node;
    return read.kind === 'Attribute' && READING.has(read.attr);
  }
  return (
    kind === 'argument' &&
    node.kind === 'Call' &&
    (effects.of(node) === 'log' || TEXT_MAKERS.has(types.calleeName(node.func) ?? ''))
  );
}

/** Methods of a task that neither wait for it nor end it. */
const READING: ReadonlySet<string> = new Set(
  words('add_done_callback remove_done_callback set_name get_name get_coro get_context get_loop get_stack print_stack'),
);

/** Names and places that the call is the value of. */
const targetsOf = ({ parent }: Call): readonly Expression[] =>
  parent?.kind === 'Assign'
    ? parent.targets
    : parent?.kind === 'AnnAssign' || parent?.kind === 'NamedExpr'
      ? [parent.target]
      : [];

/** A plain name that does not outlive the function as a `global` does. */
const isLocal = (target: Expression, { context, names }: SourceContext): boolean =>
  target.kind === 'Name' && names.resolve(target)?.scope.node === context.functionAround(target);

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
  return isOnlyAppendedTo ? `is only kept in the unused local \`${func.value.id}\`` : undefined;
}

function describe(started: Expression, ctx: SourceContext): string {
  const callee = started.kind === 'Call' ? started.func : started;
  const name = lastName(callee);
  if (name === undefined) return 'a coroutine';
  const isKnownCallee = callee.kind === 'Name' || ctx.names.qualifiedName(callee) !== undefined;
  return `\`${isKnownCallee ? name : shortText(callee, ctx.text)}\``;
}
