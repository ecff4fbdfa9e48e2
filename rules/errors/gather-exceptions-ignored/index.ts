import { type Call, type Expression, holds, isInFinally, type Stmt, withoutAwait } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import { callsWithin } from '#semantics/effects/calls-within';
import { definitionCalled } from '#semantics/effects/definition-called';
import { failsInHandlersAlone, handlesOwnFailures } from '#semantics/handlers/own-failures';
import { gathersExceptions, isNeverLookedAt, workGathered } from './gathered.ts';

export default defineSourceRule({
  docs: {
    summary: 'exceptions returned by `asyncio.gather` and never checked',
    why: 'With `return_exceptions=True` every failure becomes an element of the result. If the result is not checked, the failures disappear without a trace.',
    remedy: 'Keep the result and log or raise each element that is a `BaseException`, or remove `return_exceptions`',
    harm: 'hides-failures',
    severity: { 'result never checked': 'P1', 'cancellation taken for a result': 'P2' },
    precision: 'medium',
    since: '0.1.0',
    cwe: [391, 252],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'ERR-006' }],
    measured: {
      read: 5,
      right: 5,
      on: 'litellm, phoenix, skypilot; silent in the default profile on open_webui, agno, redis, prefect and others',
    },
    bad: 'import asyncio\n\nasync def publish(subscribers, event):\n    await asyncio.gather(*(s.receive(event) for s in subscribers), return_exceptions=True)\n',
    good: 'import asyncio\n\nasync def publish(subscribers, event):\n    results = await asyncio.gather(*(s.receive(event) for s in subscribers), return_exceptions=True)\n    return [r for r in results if isinstance(r, BaseException)]\n',
  },
  skips: NOT_PRODUCTION,
  mentions: ['gather'],
  visit: {
    Call(call, ctx) {
      if (!gathersExceptions(call, ctx) || isShutdown(call, ctx)) return;
      if (!isNeverLookedAt(call, ctx)) reportNarrowTest(call, ctx);
      else {
        const failing = workGathered(call, ctx).filter((work) => mayFail(work, ctx));
        if (failing.length === 0) return;
        ctx.report({
          at: call,
          message:
            'swallowed exception: `gather(…, return_exceptions=True)` collects exceptions, but its result is never checked',
          doubt: failing.every((work) => mayReportFailure(work, ctx)) ? 'failure-handled-elsewhere' : undefined,
        });
      }
    },
  },
});

/** Waiting for the end of what was cancelled, in a handler or in clean-up: there the exceptions are no news. */
function isShutdown(call: Call, ctx: SourceContext): boolean {
  if (ctx.context.handlerAround(call) !== undefined || isInFinally(call)) return true;
  const around = ctx.context.defAround(call);
  if (around === undefined) return false;
  const calls = callsWithin([around]);
  return calls.some(cancels) || calls.some((each) => callsWithin(bodyCalled(each, ctx)).some(cancels));
}

const cancels = ({ func }: Call): boolean => func.kind === 'Attribute' && func.attr === 'cancel';

/** Of the function of this file that a call runs. */
function bodyCalled(call: Call, ctx: SourceContext): readonly Stmt[] {
  const fn = definitionCalled(ctx, call);
  return fn === undefined || fn.kind === 'ClassDef' ? [] : fn.body;
}

/** It neither cleans up nor handles every exception by itself. */
function mayFail(work: Call, ctx: SourceContext): boolean {
  return ctx.effects.of(work) !== 'clean-up' && !handlesOwnFailures(work, ctx);
}

/** What it does about its failures, or a decorator, may report them. */
const mayReportFailure = (work: Call, ctx: SourceContext): boolean =>
  failsInHandlersAlone(work, ctx) || (definitionCalled(ctx, work)?.decorator_list.length ?? 0) > 0;

/** `isinstance(r, Exception)` lets `CancelledError` through as if it were a result. */
function reportNarrowTest(call: Call, ctx: SourceContext): void {
  const around = ctx.context.defAround(call);
  const calls = around === undefined ? [] : callsWithin([around]);
  if (calls.some((each) => isTestFor(each, BROADER, ctx))) return;
  const test = calls.find((each) => isTestFor(each, EXCEPTION, ctx) && isResultOf(each.args[0], call, ctx));
  if (test === undefined || !goesOnWithTheRest(test, ctx)) return;
  // Who cancels the caller cancels `gather` too, which then raises: only someone who has the task leaves it among the results.
  if (!holds(ctx.module, (node) => node.kind === 'Call' && cancels(node))) {
    ctx.proven({ at: test, by: 'nothing in the file cancels a task' });
    return;
  }
  ctx.report({
    at: test,
    message:
      '`isinstance(…, Exception)` misses `asyncio.CancelledError`, which `gather` also returns and which passes for a result here',
    kind: 'cancellation taken for a result',
    remedy: 'Test for `BaseException`',
    related: [{ at: call, message: 'the results come from here' }],
  });
}

function isResultOf(subject: Expression | undefined, call: Call, ctx: SourceContext): boolean {
  return subject !== undefined && ctx.flow.origins(subject).some((origin) => withoutAwait(origin) === call);
}

/** What is no `Exception` is used as a result: a filter, or code behind a branch that leaves. */
function goesOnWithTheRest({ parent }: Call, ctx: SourceContext): boolean {
  if (parent?.kind === 'UnaryOp') return parent.op === 'Not';
  if (parent?.kind !== 'If') return false;
  return parent.orelse.length > 0 || !ctx.flow.exits(parent.body).falls;
}

const EXCEPTION: ReadonlySet<string> = new Set(['builtins.Exception']);
const BROADER: ReadonlySet<string> = new Set([
  'builtins.BaseException',
  'asyncio.CancelledError',
  'asyncio.exceptions.CancelledError',
]);

function isTestFor({ func, args }: Call, classes: ReadonlySet<string>, ctx: SourceContext): boolean {
  if (ctx.names.qualifiedName(func) !== 'builtins.isinstance') return false;
  const [, named] = args;
  const parts = named?.kind === 'Tuple' ? named.elts : named === undefined ? [] : [named];
  return parts.some((part) => classes.has(ctx.names.qualifiedName(part) ?? ''));
}
