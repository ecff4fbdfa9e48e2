import { ancestors, type Call, type Def, type FunctionDef, holds, lastName, statementsBefore } from '#ast';
import { defineSourceRule, type SourceContext } from '#kit';
import type { Condition, Grade } from '#project';
import { importsModule } from '#semantics/names/imports-module';
import { nestsEventLoops } from './nests-event-loops.ts';
import { type SynchronousBridge, synchronousBridge } from './synchronous-bridge.ts';

/** Anyone who asks whether a loop runs does something else where one does. */
const LOOP_QUESTIONS: ReadonlySet<string> = new Set([
  'get_running_loop',
  '_get_running_loop',
  'is_running',
  'current_async_library',
]);
/** `nest_asyncio` makes loops start within loops. */
const NESTING = /^nest_asyncio/;

export default defineSourceRule({
  docs: {
    summary: 'coroutine run synchronously by code on an event loop',
    why: 'An event loop already runs on this thread. Starting another one raises `RuntimeError`, and waiting for a result blocks every other task.',
    remedy: "Make the function a coroutine and await it; start a loop only at the program's entry point",
    harm: 'breaks',
    severity: { 'on a running loop': 'P1', 'wait for the loop of another thread': 'P3' },
    precision: 'low',
    since: '0.1.0',
    cwe: [662],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SCALE-007' }],
    measured: {
      read: 7,
      right: 6,
      on: 'chainlit, crewai, litellm, marimo, sglang; 40 other packages have none (3 of 5 in the strict profile)',
    },
    bad: 'import asyncio\n\ndef load(client, key):\n    return asyncio.run(client.get(key))\n\nasync def handle(client, request):\n    return load(client, request.key)\n',
    good: 'async def load(client, key):\n    return await client.get(key)\n\nasync def handle(client, request):\n    return await load(client, request.key)\n',
  },
  skips: ['test', 'stub', 'generated'],
  mentions: ['run', 'run_until_complete', 'async_to_sync', 'AsyncToSync', 'run_coroutine_threadsafe'],
  questions: [nestsEventLoops],
  visit: {
    Call(call, ctx) {
      const bridge = synchronousBridge(call, ctx);
      if (bridge === undefined) return;
      const around = ctx.context.functionAround(call);
      if (around === undefined || around.kind === 'Lambda' || minds(call, around, ctx)) return;
      const doubt = checksForLoop(around) ? ({ doubt: 'infeasible-path' } as const) : {};
      if (around.kind === 'AsyncFunctionDef') {
        // Waits in a coroutine are reported by the rules about blocking calls and deadlocks.
        if (bridge.startsLoop)
          ctx.report({
            at: call,
            message: `\`${bridge.name}\` raises \`RuntimeError\` in \`async def ${around.name}\`: an event loop is already running`,
            ...doubt,
            when: unlessNested('keep'),
          });
        return;
      }
      const harm = bridge.startsLoop ? 'raises `RuntimeError`' : 'blocks it without a timeout';
      ctx.report({
        at: call,
        // It waits for a loop of another thread, which answers as a rule.
        ...(!bridge.startsLoop && { harm: 'hangs' as const }),
        ...doubt,
        message: `\`${around.name}\` is called on the event loop, where \`${bridge.name}\` ${harm}`,
        when: {
          question: { kind: 'called-from-async', function: ctx.names.fullNameOf(around) },
          yes: bridge.startsLoop ? unlessNested('keep') : ANOTHER_LOOP,
          no: bridge.startsLoop ? withoutCaller(around, ctx) : alone(around, bridge),
          unknown: bridge.startsLoop ? withoutCaller(around, ctx) : 'drop',
        },
      });
    },
  },
});

const ANOTHER_LOOP: Grade = { doubt: 'unknown-thread' };

/** Another module may have made loops start within loops, for the whole process. */
const unlessNested = (grade: Grade): Condition => ({
  question: nestsEventLoops.ask(null),
  yes: 'drop',
  no: grade,
  unknown: ANOTHER_LOOP,
});

/** No event loop is seen to call it, which is how this is meant to be used: it waits for ever if the other loop stops. */
function alone(fn: FunctionDef, { name }: SynchronousBridge) {
  return {
    kind: 'wait for the loop of another thread',
    doubt: 'unknown-thread',
    message: `\`${name}\` in \`${fn.name}\` waits forever if the event loop stops`,
    remedy: 'Pass a timeout to `result(…)`, and handle `TimeoutError`',
  } as const;
}

/** Objects that are worked with on an event loop are mostly made there, too. */
function withoutCaller(fn: FunctionDef, ctx: SourceContext): Grade {
  const owner = /^__(?:init|post_init|new|enter|call)__$/.test(fn.name) ? ctx.context.classOfMethod(fn) : undefined;
  const isForLoop = owner?.body.some((each) => each.kind === 'AsyncFunctionDef' && !each.name.startsWith('_')) === true;
  return isForLoop ? unlessNested(ANOTHER_LOOP) : 'drop';
}

/** The author thought of a loop that runs: catches what is raised, lets loops nest, or comes here where none runs. */
function minds(call: Call, fn: Def, ctx: SourceContext): boolean {
  if (importsModule(NESTING, ctx.names)) return true;
  const handlers = ctx.context.triesAround(call).flatMap((around) => around.handlers);
  if (handlers.some((handler) => ctx.handlers.describe(handler).catches.includes('builtins.RuntimeError'))) return true;
  // In a coroutine a loop runs, whatever it asks.
  if (fn.kind === 'AsyncFunctionDef' || !checksForLoop(fn)) return false;
  return (
    ctx.context.handlerAround(call) !== undefined || ctx.context.testsAround(call).length > 0 || leavesBefore(call, ctx)
  );
}

/** `if loop.is_running(): return …` before it. */
const leavesBefore = (call: Call, ctx: SourceContext): boolean =>
  [...ancestors(call)].some((outer) =>
    statementsBefore(outer).some(
      (each) =>
        (each.kind === 'If' || each.kind === 'Try') && holds(each, ({ kind }) => kind === 'Return' || kind === 'Raise'),
    ),
  );

const checksForLoop = (fn: Def): boolean =>
  holds(fn, (node) => node.kind === 'Call' && LOOP_QUESTIONS.has(lastName(node.func) ?? ''));
