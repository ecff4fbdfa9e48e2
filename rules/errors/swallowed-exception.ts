import { type AsyncWith, type ExceptHandler, headerSpan, namesOfCalls, type Stmt, type Try, type With } from '#ast';
import { defineSourceRule, type SourceContext } from '#kit';
import type { MistakenAnswer, QuietPlace } from '#semantics';
import { holdsInOwnCode } from '#semantics/effects/calls-within';
import { callsAtStake } from './_shared/calls-at-stake.ts';
import { quoteExceptions } from './_shared/exception-names.ts';
import { reportedSuccess } from './_shared/success-after-failure.ts';
import { type SwallowedYield, swallowedYield } from './_shared/swallowed-yield.ts';

/**
 * Boundary to its neighbours: `bare-except` takes `except:`, this rule takes broad handlers that do nothing, and
 * `blind-except` takes broad handlers that do something and keep no traceback.
 */
export default defineSourceRule({
  docs: {
    summary: 'swallowed exception: broad handler that does nothing',
    why: 'Every failure in the body, including bugs, looks like a success or an empty result. No log shows that anything went wrong, so the problem may surface much later and somewhere else.',
    remedy: 'Catch only the exceptions you expect, and log the rest with its traceback or let it propagate',
    harm: 'hides-failures',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [390, 391],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'ERR-001' }],
    measured: {
      read: 46,
      right: 40,
      on: 'open_webui (28 of them), litellm, agno, mlflow, prefect, gradio, airflow, langflow, skypilot, dbgpt, gpt_researcher',
    },
    bad: 'import json\n\ndef load(path):\n    if not path.exists():\n        return {}\n    try:\n        return json.loads(path.read_text())\n    except Exception:\n        return {}\n',
    good: 'import json\n\ndef load(path):\n    if not path.exists():\n        return {}\n    try:\n        return json.loads(path.read_text())\n    except FileNotFoundError:\n        return {}\n',
  },
  visit: {
    ExceptHandler(handler, ctx) {
      const described = ctx.handlers.describe(handler);
      const { breadth, isTrivial, tried } = described;
      const around = swallowedYield(described, ctx);
      if (around !== undefined && ctx.context.role !== 'test') return reportYield(handler, around, ctx);
      if ((breadth !== 'exception' && breadth !== 'base') || !isTrivial) return;
      // `success-after-failure` shows what becomes of it.
      if (reportedSuccess(described, ctx) !== undefined) return;
      reportSilence(handler, tried, breadth === 'base', ctx);
    },
    With: checkSuppress,
    AsyncWith: checkSuppress,
    Try: checkFinally,
  },
});

/** What fails in the body of the `with`, or in the request, goes no further than this. */
function reportYield(handler: ExceptHandler, { fn, at, isContext }: SwallowedYield, ctx: SourceContext): void {
  ctx.report({
    at: headerSpan(handler, ctx.text),
    message: `swallowed exception: \`${fn.name}\` catches errors raised at its \`yield\`, so ${isContext ? 'the `with` block' : 'the code that depends on it'} fails silently`,
    remedy: 'Clean up in the handler and re-raise',
    related: [{ at, message: "the caller's code runs here" }],
  });
}

/** `finally: return …` ends whatever exception is under way. */
function checkFinally({ finalbody, handlers }: Try, ctx: SourceContext): void {
  if (ctx.context.role === 'test' || !ctx.flow.exits(finalbody).returns) return;
  const leaving = finalbody.find((each) => holdsInOwnCode([each], ({ kind }) => kind === 'Return'));
  if (leaving === undefined) return;
  const isTaken = handlers.some((each) => ctx.handlers.describe(each).isBroad);
  ctx.report({
    at: leaving,
    message: 'swallowed exception: `return` in `finally` discards the exception in flight',
    remedy: 'Return after the `try`, so that the exception reaches the caller',
    doubt: isTaken ? 'failure-handled-elsewhere' : undefined,
  });
}

function checkSuppress(statement: With | AsyncWith, ctx: SourceContext): void {
  const caught = statement.items.flatMap(({ context_expr: context }) =>
    context.kind === 'Call' && ctx.names.qualifiedName(context.func) === 'contextlib.suppress' ? context.args : [],
  );
  const names = new Set(caught.map((type) => ctx.names.qualifiedName(type)));
  const isBase = names.has('builtins.BaseException');
  if (isBase || names.has('builtins.Exception')) reportSilence(statement, statement.body, isBase, ctx);
}

function reportSilence(place: QuietPlace, body: readonly Stmt[], isBase: boolean, ctx: SourceContext): void {
  if (ctx.context.role === 'test') return;
  const excuse = ctx.handlers.excuseFor(place);
  if (excuse?.kind === 'alternative') {
    ctx.proven({ at: place, by: excuse.says, where: excuse.at });
    return;
  }
  const described = place.kind === 'ExceptHandler' ? ctx.handlers.describe(place) : undefined;
  const calls = callsAtStake(body, ctx);
  ctx.report({
    at: headerSpan(place, ctx.text),
    // Who writes one so writes them all so.
    cause: 'habit',
    message: `${calls.length > 0 ? `errors from ${namesOfCalls(calls)}` : 'errors raised here'} are ${outcomeOf(place, described?.mistakenAnswer, ctx)}${isBase ? '; `SystemExit` and `KeyboardInterrupt` are caught too' : ''}`,
    ...remedyFor(described?.expected ?? []),
    related:
      described?.mistakenAnswer === undefined
        ? []
        : [{ at: described.mistakenAnswer.normal, message: 'the same value is returned on success' }],
  });
}

function outcomeOf(place: QuietPlace, mistaken: MistakenAnswer | undefined, ctx: SourceContext): string {
  if (mistaken !== undefined)
    return `silently swallowed: the returned \`${ctx.text.slice(mistaken.value)}\` looks like an ordinary result`;
  if (place.kind !== 'ExceptHandler') return 'silently swallowed by `suppress`';
  return `silently swallowed${ctx.flow.exits(place.body).continues ? ' and the loop continues' : ''}`;
}

function remedyFor(expected: Parameters<typeof quoteExceptions>[0]): { remedy?: string } {
  if (expected.length === 0) return {};
  return {
    remedy: `Catch only ${quoteExceptions(expected)} here, and log other exceptions with their traceback or let them propagate`,
  };
}
