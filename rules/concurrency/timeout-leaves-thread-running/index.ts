import { ancestors, type Call, dottedName, type Expression, isWithin, lastName } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import type { Condition, Question } from '#project';
import type { HeldLock } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { endOfWork } from './end-of-work.ts';
import { GIVING_UP_NAMES, isAwaitedByPool, threadsGivenUp } from './given-up-threads.ts';

export default defineSourceRule({
  docs: {
    summary: 'timeout that does not stop its thread',
    why: 'The timeout ends only the wait. The thread keeps running and occupies its slot in the pool, alongside whatever starts next.',
    remedy: 'Give the function a `threading.Event` or a deadline to check, or run it in a process that can be killed',
    harm: 'leaks',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [772],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '4.2' }],
    measured: {
      read: 3,
      right: 3,
      on: 'skypilot, swarms, deepagents, kevin-toles/llm-gateway, dmorazzini23/ai-trading-bot',
    },
    bad: 'import asyncio\n\nasync def infer(model, image):\n    return await asyncio.wait_for(asyncio.to_thread(model.run, image), timeout=30)\n',
    good: 'import asyncio\nimport threading\n\nasync def infer(model, image):\n    stop = threading.Event()\n    try:\n        return await asyncio.wait_for(asyncio.to_thread(model.run, image, stop), timeout=30)\n    finally:\n        stop.set()\n',
  },
  skips: NOT_PRODUCTION,
  mentions: GIVING_UP_NAMES,
  visit: {
    Call(call, ctx) {
      if (!LIMITING_NAMES.has(lastName(call.func) ?? '')) return;
      const limited = threadsGivenUp(call, ctx);
      const starts = limited?.starts.map((each) => ({ start: each, end: endOfWork(each, call, ctx) })) ?? [];
      for (const { start, end } of starts) if (end?.proof !== undefined) ctx.proven({ at: start.call, by: end.proof });
      const open = starts.filter(({ end }) => end?.proof === undefined);
      const { start, end } = open.find((each) => each.end === undefined) ?? open[0] ?? {};
      if (limited === undefined || start === undefined) return;
      const cause = functionNamed(start.run, ctx);
      const lock = ctx.context.locksHeldAt(start.call).find(({ kind }) => kind === 'asyncio');
      const isVoid = isAwaitedByPool(start, call);
      ctx.report({
        at: start.call,
        message: `the thread running ${nameOf(start.run, ctx)} continues after \`${limited.name}\` times out${isVoid ? VOID : lockPart(lock, ctx)}`,
        // Who gives it a limit of its own fixes every wait for it.
        ...(cause !== undefined && { cause }),
        related: [
          { at: call, message: 'the timeout ends only the wait' },
          ...(lock === undefined ? [] : releasesOf(lock, start.call, ctx)),
        ],
        // A limit that is none lets its caller wait for as long as the thread does.
        ...(isVoid && { harm: 'hangs' as const }),
        doubt: isVoid || (end === undefined && lock !== undefined) ? undefined : 'short-lived-work',
        ...whereLoopRuns(call, ctx),
      });
    },
  },
});

const LIMITING_NAMES: ReadonlySet<string> = new Set(GIVING_UP_NAMES);

const VOID = ", and leaving the pool's `with` block waits for it anyway";

/** `if loop.is_running():` of a function that is no coroutine. */
function whereLoopRuns(call: Call, { context, names }: SourceContext): { readonly when?: Condition } {
  const fn = context.defAround(call);
  const isTested = [...ancestors(call)].some(
    (at) =>
      at.kind === 'If' &&
      at.test.kind === 'Call' &&
      lastName(at.test.func) === 'is_running' &&
      at.body.some((each) => isWithin(call, each)),
  );
  if (fn?.kind !== 'FunctionDef' || !isTested) return {};
  const question: Question = { kind: 'runs-in-threads', function: names.fullNameOf(fn) };
  return { when: { question, yes: { doubt: 'unknown-thread' }, no: 'keep', unknown: 'keep' } };
}

/** Where the lock is given back: by its `release()`, else by the `with` that holds it. */
function releasesOf({ lock }: HeldLock, start: Call, ctx: SourceContext): { at: Expression; message: string }[] {
  const fn = ctx.context.defAround(start);
  const name = ctx.text.slice(lock);
  const released = callsWithin(fn?.body ?? []).find(
    ({ func }) => func.kind === 'Attribute' && func.attr === 'release' && ctx.text.slice(func.value) === name,
  );
  return [{ at: released ?? lock, message: 'released while the thread still works' }];
}

function nameOf(run: Expression, ctx: SourceContext): string {
  const fn = ctx.context.functionRun(run);
  if (fn !== undefined && fn.kind !== 'Lambda') return `\`${fn.name}\``;
  const dotted = dottedName(run);
  return dotted === undefined ? 'the work' : `\`${dotted}\``;
}

/** The full name of what the thread runs, itself, in a `partial`, or as all that a lambda does. */
function functionNamed(run: Expression, ctx: SourceContext): string | undefined {
  if (run.kind === 'Lambda') return run.body.kind === 'Call' ? functionNamed(run.body.func, ctx) : undefined;
  if (run.kind !== 'Call') return ctx.types.calleeName(run);
  const [wrapped] = run.args;
  const isPartial = ctx.types.calleeName(run.func) === 'functools.partial';
  return isPartial && wrapped !== undefined ? functionNamed(wrapped, ctx) : undefined;
}

function lockPart(lock: HeldLock | undefined, ctx: SourceContext): string {
  return lock === undefined ? '' : `, and \`${ctx.text.slice(lock.lock)}\` is released meanwhile`;
}
