import { ancestors, type Call, type Def, holds, isWithin, lastName, type Node, type While } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, type Problem, type SourceContext } from '#kit';
import type { FunctionStart } from '#semantics';
import { callbackUsedIn } from './_shared/callbacks.ts';
import { describePoll, endlessPollIn } from './_shared/endless-poll.ts';
import { isForgottenThread, poolOf } from './_shared/worker-threads.ts';

/** Run a function in a thread of its own or of a pool. */
const STARTERS: ReadonlySet<string> = new Set(['Thread', 'start_new_thread', 'submit', 'to_thread', 'run_in_executor']);
const REQUEST_METHOD = /^(handle(_request|_message|_event|_one_request)?|on_(message|request|event|data)|dispatch)$/;

export default defineSourceRule({
  docs: {
    summary: 'unbounded threads: thread started for every call',
    why: 'Nothing limits how many of these threads run at once. Under load they exhaust the memory and CPU of the process.',
    remedy: 'Pass the work to one worker thread with a queue, or to a bounded executor whose jobs end',
    harm: 'leaks',
    severity: 'P1',
    precision: 'low',
    since: '0.1.0',
    cwe: [770],
    origin: [{ document: 'TenSafe System Audit', finding: 'P1-8' }],
    measured: { read: 4, right: 4, on: 'TenSafe, khoj; 50 other packages have none' },
    bad: 'import threading\nimport time\n\nclass Job:\n    def add_done_callback(self, callback):\n        def poll():\n            while not self.done():\n                time.sleep(1)\n            callback(self)\n\n        threading.Thread(target=poll).start()\n',
    good: 'import threading\n\nclass Job:\n    def __init__(self):\n        self.callbacks = []\n        self.watcher = threading.Thread(target=self.watch)\n        self.watcher.start()\n\n    def add_done_callback(self, callback):\n        self.callbacks.append(callback)\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  mentions: [...STARTERS],
  visit: {
    Call(call, ctx) {
      const start = STARTERS.has(lastName(call.func) ?? '') ? ctx.context.startOf(call) : undefined;
      const fn = start === undefined ? undefined : ctx.context.defAround(call);
      if (start === undefined || fn === undefined) return;
      const problem = start.how === 'executor' ? endlessJob(start, fn, ctx) : lostThread(start, fn, ctx);
      if (problem !== undefined) ctx.report(problem);
    },
  },
});

/** A thread that its function forgets, in a function that runs again and again. */
function lostThread({ call, how, run }: FunctionStart, fn: Def, ctx: SourceContext): Problem | undefined {
  if (how !== 'thread' || !isForgottenThread(call, ctx)) return undefined;
  const say = (message: string): Problem => ({ at: call, message });
  const loop = ctx.context.loopAround(call);
  if (loop?.kind === 'While') {
    if (!takesFromLoop(call, loop, ctx) || ctx.context.locksHeldAt(call).length > 0) return undefined;
    return say(`unbounded threads: each iteration of the loop in \`${fn.name}\` starts a thread that is never joined`);
  }
  const job = ctx.context.functionRun(run);
  const callback = callbackUsedIn(job === undefined ? [call] : [call, job], fn, ctx);
  if (callback !== undefined && !isGuarded(call, fn)) {
    const waits = endlessPollIn(job, ctx);
    const problem = say(
      `unbounded threads: each call of \`${fn.name}\` starts a thread for \`${callback.arg}\` that is never joined`,
    );
    return waits === undefined
      ? problem
      : { ...problem, related: [{ at: waits.condition, message: 'each of these threads waits here' }] };
  }
  if (ctx.context.routeOf(fn) === undefined && !REQUEST_METHOD.test(fn.name)) return undefined;
  return say(`unbounded threads: each request to \`${fn.name}\` starts a thread that is never joined`);
}

/** Each thread gets something that the turn has brought; a worker that is started anew when it has ended gets nothing. */
function takesFromLoop(part: Node, loop: While, ctx: SourceContext): boolean {
  return holds(
    part,
    (node) =>
      node.kind === 'Name' &&
      node.ctx === 'Load' &&
      (ctx.names.resolve(node)?.definitions ?? []).some(
        ({ node: bound, statement, value }) =>
          isWithin(bound, loop) &&
          // What is only another name for something from outside of the loop brings nothing.
          (statement.kind !== 'Assign' ||
            (value?.kind !== 'Name' && value?.kind !== 'Attribute') ||
            takesFromLoop(value, loop, ctx)),
      ),
  );
}

/** Started only where a test says so: `if self._thread is None`, `if not self._running`. */
function isGuarded(call: Call, fn: Def): boolean {
  for (const at of ancestors(call)) {
    if (at === fn) return false;
    if (at.kind === 'If' && !isWithin(call, at.test)) return true;
  }
  return false;
}

/** A job that waits without a deadline takes one of a bounded number of workers for as long as it likes. */
function endlessJob(start: FunctionStart, fn: Def, ctx: SourceContext): Problem | undefined {
  if (isGuarded(start.call, fn)) return undefined;
  const pool = poolOf(start);
  // A pool that the function makes itself ends with it.
  if (pool?.kind === 'Name' && ctx.names.resolve(pool)?.scope.kind === 'function') return undefined;
  const wait = endlessPollIn(ctx.context.functionRun(start.run), ctx);
  if (wait === undefined) return undefined;
  const whose = pool === undefined ? 'the shared default pool' : `\`${ctx.text.slice(pool)}\``;
  return {
    at: start.call,
    message: `each call of \`${fn.name}\` occupies a worker of ${whose} to wait ${describePoll(wait, ctx)}, without a deadline`,
    remedy: 'Give the wait a deadline, or let one worker serve all waits',
    related: [{ at: wait.condition, message: 'the worker waits here' }],
  };
}
