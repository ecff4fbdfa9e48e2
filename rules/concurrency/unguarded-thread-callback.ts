import { type Call, type Expression, lastName } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type SourceContext } from '#kit';
import type { FunctionNode, FunctionStart } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { isCallbackName, isKeptFromCaller } from './_shared/callbacks.ts';

/** Run a function where an exception reaches nobody who looks, unless someone keeps the future. */
const STARTERS: ReadonlySet<string> = new Set(['Thread', 'Timer', 'start_new_thread', 'submit', 'run_in_executor']);

export default defineSourceRule({
  docs: {
    summary: 'callback run in a thread without exception handling',
    why: 'The first exception in the callback ends the thread, or is stored in a future that nobody reads. The remaining work is silently skipped.',
    remedy: 'Call it in a `try` whose `except Exception` logs the failure with the callback that raised it',
    harm: 'loses',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [248, 755],
    origin: [{ document: 'TenSafe System Audit', finding: 'P1-8' }],
    measured: { read: 5, right: 5, on: 'metagpt, marimo, vllm, livekit_agents' },
    bad: 'import threading\n\nclass Feed:\n    def __init__(self, on_event):\n        self.on_event = on_event\n        threading.Thread(target=self.pump).start()\n\n    def pump(self):\n        for event in self.events():\n            self.on_event(event)\n',
    good: 'import logging\nimport threading\n\nclass Feed:\n    def __init__(self, on_event):\n        self.on_event = on_event\n        threading.Thread(target=self.pump).start()\n\n    def pump(self):\n        for event in self.events():\n            try:\n                self.on_event(event)\n            except Exception:\n                logging.exception("the callback failed on %s", event)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions: [...STARTERS],
  visit: {
    Call(call, ctx) {
      const start = STARTERS.has(lastName(call.func) ?? '') ? ctx.context.startOf(call) : undefined;
      if (start === undefined || !isUnwatched(start)) return;
      const fn = ctx.context.functionRun(start.run);
      const found = fn === undefined ? undefined : findUnguarded(fn, start, ctx);
      if (fn === undefined || found === undefined) return;
      const { callback, within } = found;
      const name = `\`${ctx.text.slice(callback.func)}\``;
      ctx.report({
        at: callback,
        message:
          start.how === 'thread'
            ? `an exception in callback ${name} ends the thread that runs ${describe(within)}`
            : `an exception in callback ${name} is lost: ${describe(within)} runs in a future that is never read`,
        related: [{ at: call, message: `it is passed to ${start.how === 'thread' ? 'a thread' : 'an executor'} here` }],
      });
    },
  },
});

/** A thread, or a job whose future is dropped. */
function isUnwatched({ how, call }: FunctionStart): boolean {
  return how === 'thread' || (how === 'executor' && call.parent?.kind === 'Expr');
}

interface Unguarded {
  readonly callback: Call;
  readonly within: FunctionNode;
  /** Calls from the thread's own function down to the callback. */
  readonly path: readonly Call[];
}

/** In the function itself, or in a method that it calls. */
function findUnguarded(fn: FunctionNode, start: FunctionStart, ctx: SourceContext): Unguarded | undefined {
  const calls = unguardedCalls(fn, ctx);
  const own = calls.find((call) => isForeign(call, start, ctx));
  if (own !== undefined) return { callback: own, within: fn, path: [own] };
  for (const call of calls) {
    const called = call.func.kind === 'Attribute' ? ctx.context.functionRun(call.func) : undefined;
    if (called === undefined || called === fn) continue;
    const inner = unguardedCalls(called, ctx).find((each) => isForeign(each, start, ctx));
    if (inner !== undefined) return { callback: inner, within: called, path: [call, inner] };
  }
  return undefined;
}

/** Calls of a body that no handler of that body is around. */
function unguardedCalls(fn: FunctionNode, ctx: SourceContext): readonly Call[] {
  return callsWithin([fn]).filter((call) => !ctx.context.triesAround(call).some(({ handlers }) => handlers.length > 0));
}

/** A call that shows the caller something: for its own sake, or by a name that says so; a clock or a loader is asked. */
function isForeign({ func, parent }: Call, start: FunctionStart, ctx: SourceContext): boolean {
  if (parent?.kind !== 'Expr' && !isCallbackName(lastName(func) ?? '')) return false;
  return isGivenParameter(func, start, ctx) || isKeptFromCaller(func, ctx);
}

/** A parameter of the function around the thread's own, or of that itself where the start passes on a callback. */
function isGivenParameter(func: Expression, start: FunctionStart, ctx: SourceContext): boolean {
  const parameter = func.kind === 'Name' ? ctx.names.parameterOf(func) : undefined;
  const owner = ctx.context.functionAround(func);
  if (func.kind !== 'Name' || parameter === undefined || owner === undefined) return false;
  const isOwn = ctx.names.scopeOf(owner)?.bindings.get(func.id)?.definitions[0]?.node === parameter;
  return !isOwn || passesCallback(start, ctx);
}

/** `Thread(target=work, args=(callback,))` in a function that was given `callback`. */
function passesCallback({ call, run }: FunctionStart, ctx: SourceContext): boolean {
  const args = call.keywords.find(({ arg }) => arg === 'args')?.value;
  const given =
    args?.kind === 'Tuple' || args?.kind === 'List' ? args.elts : call.args.slice(call.args.indexOf(run) + 1);
  return given.some(
    (each) => each.kind === 'Name' && ctx.names.parameterOf(each) !== undefined && isCallbackName(each.id),
  );
}

function describe(fn: FunctionNode): string {
  return fn.kind === 'Lambda' ? 'the lambda' : `\`${fn.name}\``;
}
