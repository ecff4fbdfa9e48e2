import {
  type Arg,
  type AsyncFunctionDef,
  ancestors,
  type Call,
  defineSourceRule,
  describePoll,
  type EndlessPoll,
  type Expression,
  type FunctionDef,
  type FunctionNode,
  type FunctionStart,
  findEndlessPoll,
  NOT_PRODUCTION,
  type Node,
  type Problem,
  parametersOf,
  type SourceContext,
  type While,
  walk,
} from '#kit';

/** What is called once in the life of a process or object. */
const ONCE =
  /^_*(start|run|serve|main|launch|init|initiali[sz]e|setup|set_up|boot|bootstrap|open|connect|begin|listen|watch|monitor|spawn|enable|startup|lifespan|on_startup|enter)(_|$)|^__/;
const CALLBACK_NAME = /(^|_)(callback|cb|handler|listener|observer|hook|subscriber|on_[a-z_]+)$/;
/** What is done to a thread that nobody keeps. */
const START_ONLY: ReadonlySet<string> = new Set(['start', 'daemon', 'name', 'setDaemon', 'setName']);
const REQUEST_METHOD =
  /^(do_[A-Z]+|handle(_request|_message|_event|_one_request)?|on_(message|request|event|data)|dispatch)$/;

export default defineSourceRule({
  docs: {
    summary: 'thread started for every call, and kept by nobody',
    why: 'Nothing bounds how many of them run at once: the caller decides, and under load the process spends its memory and time on threads until it fails.',
    remedy: 'Give the work to one worker thread with a queue, or to a bounded executor whose jobs end.',
    severity: 'P1',
    precision: 'medium',
    since: '0.1.0',
    cwe: [770],
    origin: [{ document: 'TenSafe System Audit', finding: 'P1-8' }],
    measured: { read: 2, right: 2, on: 'TenSafe, khoj; 50 other packages have none' },
    bad: 'import threading\nimport time\n\nclass Job:\n    def add_done_callback(self, callback):\n        def poll():\n            while not self.done():\n                time.sleep(1)\n            callback(self)\n\n        threading.Thread(target=poll).start()\n',
    good: 'import threading\n\nclass Job:\n    def __init__(self):\n        self.callbacks = []\n        self.watcher = threading.Thread(target=self.watch)\n        self.watcher.start()\n\n    def add_done_callback(self, callback):\n        self.callbacks.append(callback)\n',
  },
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
  visit: {
    Call(call, ctx) {
      const start = mayStart(call) ? ctx.context.startOf(call) : undefined;
      const fn = start === undefined ? undefined : ctx.context.defAround(call);
      if (start === undefined || fn === undefined || ctx.context.isTestCode(call)) return;
      const problem = start.how === 'executor' ? endlessJob(start, fn, ctx) : lostThread(start, fn, ctx);
      if (problem !== undefined) ctx.report(problem);
    },
  },
});

/** By the last name: most calls are none of these. */
function mayStart({ func }: Call): boolean {
  const name = func.kind === 'Name' ? func.id : func.kind === 'Attribute' ? func.attr : '';
  return /Thread$|^(submit|to_thread|run_in_executor|start_new_thread)$/.test(name);
}

type Def = FunctionDef | AsyncFunctionDef;

/** A thread that its function forgets, in a function that runs again and again. */
function lostThread({ call, how, run }: FunctionStart, fn: Def, ctx: SourceContext): Problem | undefined {
  if (how !== 'thread' || !isForgotten(call, ctx)) return undefined;
  const say = (message: string): Problem => ({ at: call, message });
  const loop = ctx.context.loopAround(call);
  if (loop?.kind === 'While') {
    if (!takesFromLoop(call, loop, ctx) || ctx.context.locksHeldAt(call).length > 0) return undefined;
    // A server that gives each connection a thread may well mean it.
    return { ...say(`every turn of the loop in \`${fn.name}\` starts a thread that nobody keeps`), profile: 'strict' };
  }
  const callback = callbackOf(fn, run, call, ctx);
  if (callback !== undefined && !isGuarded(call, fn)) {
    if (ONCE.test(fn.name)) return undefined;
    const waits = waitIn(ctx.context.functionRun(run), ctx);
    const problem = say(`every call of \`${fn.name}\` starts a thread for \`${callback.arg}\`, which nobody keeps`);
    if (waits === undefined) return { ...problem, profile: 'strict' };
    return { ...problem, related: [{ at: waits.condition, message: 'each of these threads waits here' }] };
  }
  if (ctx.context.routeOf(fn) === undefined && !REQUEST_METHOD.test(fn.name)) return undefined;
  const problem = say(`every request that \`${fn.name}\` serves starts a thread that nobody keeps`);
  // A coroutine that keeps its event loop free so does what is short, as a rule.
  return fn.kind === 'AsyncFunctionDef' ? { ...problem, profile: 'strict' } : problem;
}

/** Each thread gets something that the turn has brought; a worker that is started anew when it has ended gets nothing. */
function takesFromLoop(call: Call, loop: While, ctx: SourceContext): boolean {
  let takes = false;
  walk(call, (node) => {
    if (node.kind !== 'Name') return;
    const definitions = ctx.names.resolve(node)?.definitions ?? [];
    takes ||= definitions.some((definition) => loop.start < definition.node.start && definition.node.end <= loop.end);
  });
  return takes;
}

/** `Thread(…).start()`, or a local on which nothing but `start()` is called. */
function isForgotten(call: Call, ctx: SourceContext): boolean {
  const { parent } = call;
  if (parent?.kind === 'Attribute') return parent.attr === 'start' && parent.parent?.parent?.kind === 'Expr';
  const target = parent?.kind === 'Assign' && parent.targets.length === 1 ? parent.targets[0] : undefined;
  if (target?.kind !== 'Name')
    return parent?.kind === 'Expr' && call.func.kind === 'Attribute' && call.func.attr === 'start_new_thread';
  const binding = ctx.names.resolve(target);
  if (binding === undefined || binding.scope.kind !== 'function' || binding.definitions.length !== 1) return false;
  const members = binding.references.map((name) => (name.parent?.kind === 'Attribute' ? name.parent.attr : undefined));
  return members.includes('start') && members.every((member) => member !== undefined && START_ONLY.has(member));
}

/** The parameter that is a callback and that the thread calls, or is given. */
function callbackOf(fn: Def, run: Expression, call: Call, ctx: SourceContext): Arg | undefined {
  const target = ctx.context.functionRun(run);
  const parts: readonly Node[] = [run, ...call.args, ...call.keywords, ...(target === undefined ? [] : [target])];
  return parametersOf(fn)
    .map(({ node }) => node)
    .find(
      (parameter) =>
        isCallback(parameter) &&
        (ctx.names.scopeOf(fn)?.bindings.get(parameter.arg)?.references ?? []).some((name) =>
          parts.some(({ start, end }) => start <= name.start && name.end <= end),
        ),
    );
}

function isCallback({ arg, annotation }: Arg): boolean {
  if (CALLBACK_NAME.test(arg)) return true;
  let isCallable = false;
  if (annotation !== undefined) {
    walk(annotation, (node) => {
      const name = node.kind === 'Name' ? node.id : node.kind === 'Attribute' ? node.attr : undefined;
      if (name === 'Callable') isCallable = true;
    });
  }
  return isCallable;
}

/** Started only where a test says so: `if self._thread is None`, `if not self._running`. */
function isGuarded(call: Call, fn: Def): boolean {
  for (const at of ancestors(call)) {
    if (at === fn) return false;
    if (at.kind === 'If' && !(at.test.start <= call.start && call.end <= at.test.end)) return true;
  }
  return false;
}

/** A loop that sleeps until something holds, in what the thread runs. */
function waitIn(fn: FunctionNode | undefined, ctx: SourceContext): EndlessPoll | undefined {
  let found: EndlessPoll | undefined;
  if (fn === undefined) return undefined;
  walk(fn, (node) => {
    if (node !== fn && (node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef')) return 'skip';
    if (node.kind === 'While' && found === undefined) found = findEndlessPoll(node, ctx);
    return undefined;
  });
  return found;
}

/** A job that waits without a deadline takes one of a bounded number of workers for as long as it likes. */
function endlessJob({ call, run }: FunctionStart, fn: Def, ctx: SourceContext): Problem | undefined {
  if (call.func.kind !== 'Attribute' || ONCE.test(fn.name) || isGuarded(call, fn) || isOwnPool(call.func.value, ctx)) {
    return undefined;
  }
  const job = ctx.context.functionRun(run);
  const wait = waitIn(job, ctx);
  if (job === undefined || wait === undefined) return undefined;
  return {
    at: call,
    message: `every call of \`${fn.name}\` takes a worker of \`${ctx.text.slice(call.func.value)}\` to wait ${describePoll(wait, ctx)}, with no deadline`,
    remedy: 'Give the wait a deadline, or let one worker look after all that wait',
    related: [{ at: wait.condition, message: 'the worker waits here' }],
  };
}

/** A pool that the function makes itself ends with it. */
function isOwnPool(pool: Expression, ctx: SourceContext): boolean {
  return pool.kind === 'Name' && ctx.names.resolve(pool)?.scope.kind === 'function';
}
