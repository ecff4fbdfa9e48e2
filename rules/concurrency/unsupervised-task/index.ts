import { type AsyncFunctionDef, type Call, type Def, decoratorsOf, type Expression, lastName, nodesOf } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type Problem, providedThat, type SourceContext } from '#kit';
import { providedTheyLetOut } from '#kit/calls';
import type { Effect } from '#semantics';
import { constructionsOf } from '#semantics/context/constructions';
import { effectOfName } from '#semantics/effects/known-effects';
import { type BackgroundStart, backgroundStart, failureOfLoop } from './background-loops.ts';
import { careForEnd, type Keeper, keeperOf } from './end-of-background.ts';
import { type UncaughtFailure, uncaughtFailureIn } from './uncaught-failure.ts';

export default defineSourceRule({
  docs: {
    summary: 'unsupervised background task',
    why: 'An escaping exception ends the loop for good. Nothing restarts or reports it, and code that relies on the task continues as if it ran.',
    remedy: 'Catch and log the failure of one iteration inside the loop, so that the loop continues',
    harm: 'hides-failures',
    severity: 'P1',
    precision: 'low',
    since: '0.1.0',
    cwe: [755],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SPOF-006' }],
    measured: { read: 6, right: 2, on: 'marimo, lmdeploy, litellm, distributed, airflow, langflow, tornado' },
    bad: 'import asyncio\nimport httpx\n\nclass Writer:\n    async def start(self):\n        self.client = httpx.AsyncClient()\n        self._task = asyncio.create_task(self._run())\n\n    async def _run(self):\n        while True:\n            await self.client.post("/rows", json=await self.queue.get())\n',
    good: 'import asyncio\nimport logging\n\nlog = logging.getLogger(__name__)\n\nclass Writer:\n    async def start(self):\n        self._task = asyncio.create_task(self._run())\n\n    async def _run(self):\n        while True:\n            row = await self.queue.get()\n            try:\n                await self.database.write(row)\n            except Exception:\n                log.exception("a row is lost")\n',
  },
  skips: NOT_PRODUCTION,
  mentions: [
    'create_task',
    'ensure_future',
    'run_coroutine_threadsafe',
    'Thread',
    'start_new_thread',
    'submit',
    'run_in_executor',
    'loop',
  ],
  visit: {
    Call(call, ctx) {
      const start = backgroundStart(call, ctx);
      const keeper = start && keeperOf(call, ctx);
      if (start === undefined || keeper === undefined) return;
      // That nobody keeps a task is `dangling-task`.
      if (start.how === 'task' && keeper.at === undefined) return;
      const fn = ctx.context.functionRun(start.run);
      if (start.how === 'executor' && call.parent?.kind === 'Expr' && reportLostFuture(call, start.run, fn, ctx))
        return;
      if (fn === undefined) reportElsewhere(call, start, keeper, ctx);
      // A decorator may watch over it.
      else if (fn.kind !== 'Lambda' && fn.decorator_list.length === 0) reportLoop(call, fn, start, keeper, ctx);
    },
    FunctionDef(fn, ctx) {
      const owner = fn.name === 'run' ? ctx.context.classOfMethod(fn) : undefined;
      if (owner === undefined || !ctx.types.derivesFrom(owner, THREAD)) return;
      const risk = failureOfLoop(fn, ctx);
      if (risk === undefined) return;
      const isCaredFor = constructionsOf(owner, ctx).some((call) => {
        const keeper = keeperOf(call, ctx);
        return keeper === undefined || careForEnd(keeper, call, ctx) === 'full';
      });
      if (isCaredFor) return;
      report(fn, fn, `the thread \`${owner.name}\``, risk, true, ctx);
    },
    AsyncFunctionDef(fn, ctx) {
      const loop = decoratorsOf(fn).find(({ callee }) => TIMED_LOOP.test(ctx.names.qualifiedName(callee) ?? ''));
      if (loop === undefined || hasErrorHandler(fn, ctx)) return;
      const risk = uncaughtFailureIn(fn.body, fn, ctx);
      if (risk !== undefined) report(fn, fn, `\`${fn.name}\``, risk, true, ctx);
    },
  },
});

const THREAD: ReadonlySet<string> = new Set(['threading.Thread']);
/** Loops of Discord libraries end with the first error that is none of the connection, and only print it. */
const TIMED_LOOP = /^\w+\.ext\.tasks\.loop$/;

/** `@deliver.error` */
function hasErrorHandler({ name }: AsyncFunctionDef, ctx: SourceContext): boolean {
  return nodesOf(ctx.module, 'Attribute').some(
    ({ attr, value }) =>
      attr === 'error' &&
      ((value.kind === 'Name' && value.id === name) || (value.kind === 'Attribute' && value.attr === name)),
  );
}

function reportLoop(call: Call, fn: Def, { how }: BackgroundStart, keeper: Keeper, ctx: SourceContext): void {
  if ((how === 'task') !== (fn.kind === 'AsyncFunctionDef')) return;
  const risk = failureOfLoop(fn, ctx);
  if (risk === undefined) return;
  const care = careForEnd(keeper, call, ctx);
  if (care === 'full') return;
  report(call, fn, subject(keeper, how, ctx), risk, care === 'restart' || keeper.isShared, ctx);
}

/** `pool.submit(index, text)`: the future has the only word of a failure. The loop reports what `run_in_executor` returns. */
function reportLostFuture(
  call: Call,
  run: Expression,
  fn: ReturnType<SourceContext['context']['functionRun']>,
  ctx: SourceContext,
): boolean {
  const path = fn === undefined ? ctx.types.calleeName(run) : undefined;
  const risk = fn === undefined || fn.kind === 'Lambda' ? undefined : uncaughtFailureIn(fn.body, fn, ctx);
  if (lastName(call.func) !== 'submit' || (risk === undefined && path === undefined)) return false;
  // `requests.get`: what a library does outside is known to fail.
  const isOutside = path !== undefined && OUTSIDE.has(effectOfName(path) ?? 'pure');
  ctx.report({
    at: call,
    message: `exceptions from \`${ctx.text.slice(run)}\` are lost: nothing reads the future that holds them`,
    remedy: 'Keep the future and read its result, or handle and log the failure in the function itself',
    ...(risk !== undefined && { related: [{ at: risk.call, message: 'this can fail' }] }),
    doubt: path === undefined ? risk?.doubt : isOutside ? undefined : 'uncertain-failure',
    ...(path !== undefined &&
      !isOutside && {
        when: providedThat({ kind: 'reaches-outside', function: path, from: ctx.path }, 'drop'),
      }),
  });
  return true;
}

const OUTSIDE: ReadonlySet<Effect> = new Set<Effect>(['network', 'database']);

const subject = ({ at }: Keeper, how: BackgroundStart['how'], ctx: SourceContext): string =>
  at !== undefined ? `\`${ctx.text.slice(at)}\`` : how === 'executor' ? 'the job' : `the ${how}`;

function report(
  at: Problem['at'],
  fn: Def,
  what: string,
  risk: UncaughtFailure,
  isNoticed: boolean | undefined,
  ctx: SourceContext,
): void {
  const when = risk.elsewhere && providedTheyLetOut(risk.elsewhere, ctx);
  ctx.report({
    at,
    message: `unsupervised task: an uncaught exception in \`${fn.name}\` silently ends ${what} for good`,
    related: [{ at: risk.call, message: 'a failure here leaves the loop' }],
    doubt: risk.doubt ?? (isNoticed ? 'failure-handled-elsewhere' : undefined),
    ...(when && { when }),
  });
}

/** A coroutine of another module: the project knows whether it goes on for ever, and lets failures out. */
function reportElsewhere(call: Call, { how, run }: BackgroundStart, keeper: Keeper, ctx: SourceContext): void {
  const path = how === 'task' ? ctx.types.pathOf(run) : undefined;
  if (path === undefined || careForEnd(keeper, call, ctx) === 'full') return;
  const question = { kind: 'coroutine', function: path, from: ctx.path } as const;
  const endsFailures = { ...question, does: 'ends-failures' } as const;
  ctx.report({
    at: call,
    message: `unsupervised task: an uncaught exception in \`${nameOf(run, ctx)}\` silently ends ${subject(keeper, how, ctx)} for good`,
    doubt: 'uncertain-failure',
    when: providedThat(
      {
        kind: 'all',
        of: [
          { ...question, does: 'runs-until-failure' },
          { kind: 'not', of: endsFailures },
        ],
      },
      'drop',
    ),
  });
}

const nameOf = (run: Expression, ctx: SourceContext): string => ctx.text.slice(run);
