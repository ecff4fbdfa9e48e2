import { defineSourceRule, heldBackBy, type SourceContext } from '#kit';
import { callsOfFunction } from '#kit/calls';
import {
  ancestors,
  callsWithin,
  dottedName,
  type ExceptHandler,
  firstSuspension,
  holds,
  isEndless,
  isInFinally,
  type Node,
} from '#kit/code';
import { quoteExceptions } from '#kit/errors';
import { type Edits, insertion, offering, together, tracebackAdded, tracebackLogged, unsafeFix } from '#kit/fixes';

/**
 * Boundary to its neighbours: this rule takes every bare handler, whatever it does; handlers that name `Exception` or
 * `BaseException` are `swallowed-exception` when they do nothing and `blind-except` when they do something.
 */
export default defineSourceRule({
  docs: {
    summary: 'bare `except:`',
    why: 'A bare `except:` also catches `SystemExit`, `KeyboardInterrupt`, `GeneratorExit` and `asyncio.CancelledError`, so the program cannot be stopped or cancelled while its body runs, and its defects look like ordinary failures.',
    remedy: 'Name the exceptions that the body can raise, or write `except Exception` and record the traceback.',
    harm: 'hides',
    ceiling: 'P2',
    precision: 'low',
    since: '0.1.0',
    cwe: [396],
    fixes: [
      unsafeFix(
        'Write `except Exception:` and log the traceback',
        'what ends the program or cancels a task is no longer caught here',
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
      if (ctx.flow.alwaysRaises(handler.body)) return ctx.proven({ at: handler, by: 'every way through it raises' });
      const { expected, handsExceptionOn, mayRaise, explanation } = ctx.handlers.describe(handler);
      if (!mayRaise && handsExceptionOn) return ctx.proven({ at: handler, by: 'the exception is handed on' });
      if (ctx.context.role === 'test') return;
      const swallowed = whatItSwallows(handler, ctx);
      if (swallowed === undefined || ctx.context.defAround(handler)?.name === '__del__') return;
      const losesStopAlone = isWaiting(handler, ctx) && !keepsResult(handler, ctx);
      ctx.report({
        at: { start: handler.start, end: handler.start + 'except'.length },
        // A habit of whoever wrote the file, which one pass over it takes back.
        cause: ctx.path,
        ...offering(namedAndLogged(handler, ctx)),
        message: `bare \`except:\` swallows ${swallowed}${hidesFailure(handler, ctx) ? ', and nothing tells what failed' : ''}`,
        ...heldBackBy(
          mayRaise && explanation !== undefined
            ? 'it raises on some way, and a comment there gives a reason'
            : losesStopAlone
              ? 'nothing is kept of what it waits for, so that little but a stop can be lost'
              : undefined,
        ),
        // Who says why knows what is caught.
        ...((explanation !== undefined || losesStopAlone || !mayStopHere(handler, ctx)) && { ceiling: 'P3' as const }),
        ...(expected.length > 0 && { remedy: `Catch ${quoteExceptions(expected)} instead` }),
      });
    },
  },
});

function namedAndLogged(handler: ExceptHandler, ctx: SourceContext): Edits {
  const isTold = ctx.handlers.describe(handler).logs.some(({ keepsTraceback }) => keepsTraceback);
  const log = isTold ? [] : (tracebackAdded(handler, ctx) ?? tracebackLogged(handler, ctx));
  return together([insertion(handler.start + 'except'.length, ' Exception')], log);
}

/** What no earlier clause of the same `try` takes; undefined when they take all of it. */
function whatItSwallows(handler: ExceptHandler, ctx: SourceContext): string | undefined {
  const { parent } = handler;
  const earlier = parent?.kind === 'Try' ? parent.handlers.filter((other) => other.start < handler.start) : [];
  const taken = new Set(earlier.flatMap((other) => ctx.handlers.describe(other).catches));
  if (taken.has('builtins.BaseException')) return undefined;
  // A top frame: what stops the program was thought of above, and the rest is told with its traceback.
  const isTold = ctx.handlers.describe(handler).logs.some(({ keepsTraceback }) => keepsTraceback);
  if (isTold && EXITS.some((name) => taken.has(`builtins.${name}`))) return undefined;
  const isInterruptible = !runsInThread(handler, ctx);
  const exits = EXITS.filter((name) => !taken.has(`builtins.${name}`) && (isInterruptible || name !== INTERRUPT)).map(
    (name) => `\`${name}\``,
  );
  // A task is cancelled where it waits, and nowhere else.
  const isCancellable = isWaiting(handler, ctx) && !taken.has('asyncio.CancelledError');
  const swallowed = [...(isCancellable ? ['cancellation of the task'] : []), ...exits];
  if (swallowed.length < 2) return swallowed[0];
  return `${swallowed.slice(0, -1).join(', ')} and ${swallowed.at(-1)}`;
}

function isWaiting(handler: ExceptHandler, ctx: SourceContext): boolean {
  return ctx.context.isInAsync(handler) && firstSuspension(ctx.handlers.describe(handler).tried) !== undefined;
}

/**
 * The body waits, or comes again as long as the program runs: a stop or a cancellation is likely to arrive just there, and is
 * lost. Where it tidies up at the end, or waits for what was cancelled right before, the end is under way.
 */
function mayStopHere(handler: ExceptHandler, ctx: SourceContext): boolean {
  if (isWaiting(handler, ctx))
    return !isInFinally(handler) && !isWithinHandler(handler) && !waitsForCancelled(handler, ctx);
  if (runsInThread(handler, ctx) || !ctx.handlers.describe(handler).goesOn) return false;
  return [...ancestors(handler)].some(
    (at) =>
      at.kind === 'While' && isEndless(at) && ctx.context.functionAround(at) === ctx.context.functionAround(handler),
  );
}

/** What it answers or goes on with comes from what it waits for: a failure looks like an ordinary answer. */
function keepsResult(handler: ExceptHandler, ctx: SourceContext): boolean {
  const isKept = (node: Node): boolean =>
    node.kind === 'AsyncFor' || (node.kind === 'Await' && node.parent?.kind !== 'Expr');
  return ctx.handlers.describe(handler).tried.some((statement) => holds(statement, isKept));
}

const hidesFailure = (handler: ExceptHandler, ctx: SourceContext): boolean =>
  keepsResult(handler, ctx) && ctx.handlers.describe(handler).logs.length === 0;

/** Something failed already: it says so to whoever waits, or tidies up. */
const isWithinHandler = (handler: ExceptHandler): boolean =>
  [...ancestors(handler)].some(({ kind }) => kind === 'ExceptHandler');

/** `task.cancel()`, and then `await task` in the `try`. */
function waitsForCancelled(handler: ExceptHandler, ctx: SourceContext): boolean {
  const { tried } = ctx.handlers.describe(handler);
  const fn = ctx.context.defAround(handler);
  return callsWithin(fn === undefined ? [] : fn.body).some(({ func, start }) => {
    if (func.kind !== 'Attribute' || func.attr !== 'cancel' || start > handler.start) return false;
    const cancelled = dottedName(func.value);
    return cancelled !== undefined && tried.some((statement) => holds(statement, (node) => awaits(node, cancelled)));
  });
}

const awaits = (node: Node, name: string): boolean => node.kind === 'Await' && dottedName(node.value) === name;

/** Nobody calls the function but the thread that it is given to: an interrupt arrives in the main thread, and never here. */
function runsInThread(handler: ExceptHandler, ctx: SourceContext): boolean {
  const fn = ctx.context.functionAround(handler);
  if (fn === undefined || callsOfFunction(ctx, fn).length > 0) return false;
  const starts = ctx.context.threadStartsOf(fn);
  return starts.length > 0 && starts.every(({ how }) => how === 'thread' || how === 'executor');
}

const INTERRUPT = 'KeyboardInterrupt';
const EXITS = ['SystemExit', INTERRUPT];
