import { type AsyncFunctionDef, type Call, nodesOf } from '#ast';
import { defineSourceRule, type SourceContext } from '#kit';
import type { Question } from '#project';
import { waitsForGivenLoop } from '#semantics/effects/loop-bridge';
import { callsOnLoop } from '../_shared/calls-on-loop.ts';
import { projectFunction } from '../_shared/loop-holds.ts';
import { startsThreads } from '../_shared/starts-threads.ts';
import { ALWAYS, FILLING, headOf, loopOf, SUBMITTERS, unlessOtherLoops, waitFor } from './blocking-waits.ts';
import { ownLoopBehind } from './own-loop.ts';
import { WAITS } from './work-waits.ts';

export default defineSourceRule({
  docs: {
    summary: 'deadlock: thread that waits for its own event loop',
    why: 'The work can only run on the thread that waits for it, so the wait never ends. Every other task on the event loop is blocked too.',
    remedy: 'Make the function a coroutine and await the work, or submit it to a loop that runs in another thread',
    harm: 'hangs',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [833],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SCALE-007' }],
    measured: { read: 3, right: 3, on: 'camel-ai and pipecat-ai; 110 other packages have none' },
    bad: 'import asyncio\n\ndef verify(store, token):\n    loop = asyncio.get_running_loop()\n    return asyncio.run_coroutine_threadsafe(store.verify(token), loop).result()\n',
    good: 'async def verify(store, token):\n    return await store.verify(token)\n',
  },
  questions: [startsThreads],
  visit: {
    Call(call, ctx) {
      const submitter = SUBMITTERS.get(ctx.types.calleeName(call.func) ?? '');
      if (submitter === undefined || ctx.context.role === 'test') return;
      const fn = ctx.context.functionAround(call);
      if (fn === undefined || fn.kind === 'Lambda') return;
      // In a coroutine a task is awaited, and an event that is waited for is another rule's.
      if (fn.kind === 'AsyncFunctionDef' && submitter.loop === undefined) return;
      const loop = loopOf(call, submitter.loop, ctx);
      const taken = loop === call ? { at: call, isRunning: true } : loop && ownLoopBehind(loop, ctx);
      const wait = taken === undefined ? undefined : waitFor(call, ctx);
      if (taken === undefined || wait === undefined) return;
      ctx.report({
        at: wait,
        message: `deadlock: \`${headOf(wait, ctx)}\` in \`${fn.name}\` waits for work of the event loop that runs on this thread`,
        related: [
          { at: call, message: 'the work is submitted to the loop here' },
          ...(taken.at === call ? [] : [{ at: taken.at, message: "this is the current thread's loop" }]),
        ],
        ...(!taken.isRunning && { doubt: 'unknown-thread' }),
      });
    },
    AsyncFunctionDef(fn, ctx) {
      if (ctx.context.role === 'test') return;
      const seen = new Set<string>();
      for (const call of callsOnLoop(fn, ctx)) {
        if (reportUnfilled(fn, call, ctx)) continue;
        const name = waitsForGivenLoop(call, ctx) ? '' : projectFunction(call, ctx);
        if (name === undefined || seen.has(name)) continue;
        seen.add(name);
        const question: Question =
          name === '' ? ALWAYS : { kind: 'blocks', function: name, from: ctx.path, by: 'own-loop' };
        ctx.report({
          at: call,
          message: `deadlock: \`${headOf(call, ctx)}\` in \`async def ${fn.name}\` blocks the event loop and waits for work that needs a loop to run`,
          when: { question, yes: unlessOtherLoops(ctx), no: 'drop', unknown: 'drop' },
        });
      }
    },
  },
});

/** `self.answers.get()` of a queue of threads (or an event) that nothing but other coroutines of the file fills. */
function reportUnfilled(fn: AsyncFunctionDef, call: Call, ctx: SourceContext): boolean {
  const { func } = call;
  if (!WAITS.has(ctx.effects.blocking(call) ?? '') || func.kind !== 'Attribute') return false;
  const { value } = func;
  if (value.kind !== 'Attribute' || ctx.types.classDefOf(value.value) === undefined) return false;
  const uses = nodesOf(ctx.module, 'Attribute').filter((each) => each.attr === value.attr && each.ctx === 'Load');
  const fills = uses.filter(({ parent }) => parent?.kind === 'Attribute' && FILLING.has(parent.attr));
  const isHandedOn = uses.some(({ parent }) => parent?.kind !== 'Attribute');
  const [first] = fills;
  if (first === undefined || isHandedOn) return false;
  if (!fills.every((each) => ctx.context.functionAround(each)?.kind === 'AsyncFunctionDef')) return false;
  ctx.report({
    at: call,
    message: `deadlock: \`${headOf(call, ctx)}\` in \`async def ${fn.name}\` blocks the event loop and waits for another coroutine`,
    related: [{ at: first, message: 'only coroutines fill it' }],
    doubt: value.attr.startsWith('_') ? undefined : 'external-definition',
  });
  return true;
}
