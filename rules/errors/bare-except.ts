import type { ExceptHandler } from '#ast';
import { defineSourceRule, type SourceContext } from '#kit';
import { type Edits, insertion, offering, together, unsafeFix } from '#kit/fixes';
import { callsOfFunction } from '#semantics/context/function-mentions';
import { firstSuspension } from '#semantics/effects/calls-within';
import { listed } from '#text/wording';
import { quoteExceptions } from './_shared/exception-names.ts';
import { tracebackAdded, tracebackLogged } from './_shared/traceback.ts';

/**
 * Boundary to its neighbours: this rule takes every bare handler, whatever it does; handlers that name `Exception` or
 * `BaseException` are `swallowed-exception` when they do nothing and `blind-except` when they do something.
 */
export default defineSourceRule({
  docs: {
    summary: 'bare `except:` clause',
    why: 'A bare `except:` also catches `SystemExit`, `KeyboardInterrupt`, `GeneratorExit` and `asyncio.CancelledError`. The program cannot be stopped or cancelled while the body runs, and bugs look like ordinary failures.',
    remedy: 'Name the exceptions that the body can raise, or write `except Exception:` and log the traceback',
    harm: 'hides-failures',
    severity: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [396],
    fixes: [
      unsafeFix(
        'Write `except Exception:` and log the traceback',
        '`SystemExit`, `KeyboardInterrupt` and task cancellation are no longer caught',
      ),
    ],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'ERR-002' }],
    bad: 'try:\n    poll()\nexcept:\n    pass\n',
    measured: {
      read: 51,
      right: 50,
      on: 'the default profile over paramiko, rq, networkx, label-studio, dagster, superset, khoj, dbgpt, scrapy',
    },
    good: 'try:\n    poll()\nexcept OSError:\n    retry_later()\n',
  },
  skips: ['vendored'],
  visit: {
    ExceptHandler(handler, ctx) {
      if (handler.type !== undefined) return;
      if (ctx.flow.alwaysRaises(handler.body)) return ctx.proven({ at: handler, by: 'every path through it raises' });
      const { expected, handsExceptionOn, isTrivial, mayRaise } = ctx.handlers.describe(handler);
      if (!mayRaise && handsExceptionOn) return ctx.proven({ at: handler, by: 'the exception is passed on' });
      if (ctx.context.role === 'test') return;
      const swallowed = whatItSwallows(handler, ctx);
      if (swallowed === undefined) return;
      if (ctx.context.defAround(handler)?.name === '__del__')
        return ctx.proven({ at: handler, by: 'exceptions never leave `__del__`' });
      ctx.report({
        at: { start: handler.start, end: handler.start + 'except'.length },
        // Anyone who writes one writes them all so.
        cause: 'habit',
        ...offering(namedAndLogged(handler, ctx)),
        message: `bare \`except:\` swallows ${swallowed}${isTrivial ? ' and logs nothing' : ''}`,
        ...(expected.length > 0 && { remedy: `Catch ${quoteExceptions(expected)} instead` }),
      });
    },
  },
});

function namedAndLogged(handler: ExceptHandler, ctx: SourceContext): Edits {
  const log = keepsTraceback(handler, ctx) ? [] : (tracebackAdded(handler, ctx) ?? tracebackLogged(handler, ctx));
  return together([insertion(handler.start + 'except'.length, ' Exception')], log);
}

const keepsTraceback = (handler: ExceptHandler, ctx: SourceContext): boolean =>
  ctx.handlers.describe(handler).logs.some((log) => log.keepsTraceback);

/** What no earlier clause of the same `try` takes; undefined when they take all of it. */
function whatItSwallows(handler: ExceptHandler, ctx: SourceContext): string | undefined {
  const { parent } = handler;
  const earlier = parent?.kind === 'Try' ? parent.handlers.filter((other) => other.start < handler.start) : [];
  const taken = new Set(earlier.flatMap((other) => ctx.handlers.describe(other).catches));
  if (taken.has('builtins.BaseException')) return undefined;
  // A top frame: what stops the program was thought of above, and the rest is reported with its traceback.
  if (keepsTraceback(handler, ctx) && EXITS.some((name) => taken.has(`builtins.${name}`))) return undefined;
  const isInterruptible = !runsInThread(handler, ctx);
  const exits = EXITS.filter((name) => !taken.has(`builtins.${name}`) && (isInterruptible || name !== INTERRUPT)).map(
    (name) => `\`${name}\``,
  );
  // A task is cancelled where it waits, and nowhere else.
  const isCancellable = isWaiting(handler, ctx) && !taken.has('asyncio.CancelledError');
  const swallowed = [...(isCancellable ? ['task cancellation'] : []), ...exits];
  if (swallowed.length === 0 && keepsTraceback(handler, ctx)) return undefined;
  return swallowed.length === 0 ? 'all other exceptions' : listed(swallowed);
}

function isWaiting(handler: ExceptHandler, ctx: SourceContext): boolean {
  return ctx.context.isInAsync(handler) && firstSuspension(ctx.handlers.describe(handler).tried) !== undefined;
}

/** Nobody calls the function but the thread that it is given to: an interrupt arrives in the main thread, and never here. */
function runsInThread(handler: ExceptHandler, ctx: SourceContext): boolean {
  const fn = ctx.context.functionAround(handler);
  if (fn === undefined || callsOfFunction(ctx, fn).length > 0) return false;
  const starts = ctx.context.threadStartsOf(fn);
  return starts.length > 0 && starts.every(({ how }) => how === 'thread' || how === 'executor');
}

const INTERRUPT = 'KeyboardInterrupt';
const EXITS = ['SystemExit', INTERRUPT];
