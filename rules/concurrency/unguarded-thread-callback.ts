import {
  type Call,
  defineSourceRule,
  type Expression,
  type FunctionNode,
  type FunctionStart,
  NOT_PRODUCTION,
  type SourceContext,
  walk,
} from '#kit';

export default defineSourceRule({
  docs: {
    summary: "caller's callback run in a thread outside any `try`",
    why: 'The first exception that somebody else raises in the callback ends the thread or is lost with the future, so everything it still had to do is silently left undone.',
    remedy: 'Call it in a `try` whose `except Exception` logs the failure with the callback that raised it.',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [248, 755],
    origin: [{ document: 'TenSafe System Audit', finding: 'P1-8' }],
    measured: { read: 3, right: 3, on: 'metagpt, marimo, vllm, too few to say much' },
    bad: 'import threading\n\nclass Feed:\n    def __init__(self, on_event):\n        self.on_event = on_event\n        threading.Thread(target=self.pump).start()\n\n    def pump(self):\n        for event in self.events():\n            self.on_event(event)\n',
    good: 'import logging\nimport threading\n\nclass Feed:\n    def __init__(self, on_event):\n        self.on_event = on_event\n        threading.Thread(target=self.pump).start()\n\n    def pump(self):\n        for event in self.events():\n            try:\n                self.on_event(event)\n            except Exception:\n                logging.exception("the callback failed on %s", event)\n',
  },
  skips: [...NOT_PRODUCTION, 'script', 'notebook'],
  visit: {
    Call(call, ctx) {
      const start = mayStart(call) ? ctx.context.startOf(call) : undefined;
      if (start === undefined || !isUnwatched(start) || ctx.context.isTestCode(call)) return;
      const fn = ctx.context.functionRun(start.run);
      const found = fn === undefined ? undefined : findUnguarded(fn, start, ctx);
      if (fn === undefined || found === undefined) return;
      const { callback, within } = found;
      const name = `\`${ctx.text.slice(callback.func)}\``;
      const isRepeated = found.path.some((step) => ctx.context.loopAround(step) !== undefined);
      ctx.report({
        at: callback,
        message:
          start.how === 'thread'
            ? `an exception of ${name} ends the thread that runs ${describe(within)}`
            : `an exception of ${name} in ${describe(within)} is lost: nobody reads the future`,
        related: [{ at: call, message: `it is given to ${start.how === 'thread' ? 'a thread' : 'an executor'} here` }],
        // Where nothing is left to do, the thread would have ended anyway, and its traceback is printed.
        ...(!isRepeated && start.how === 'thread' && { profile: 'strict' as const }),
      });
    },
  },
});

function mayStart({ func }: Call): boolean {
  const name = func.kind === 'Name' ? func.id : func.kind === 'Attribute' ? func.attr : '';
  return /Thread$|^(submit|run_in_executor|start_new_thread|Timer)$/.test(name);
}

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

/** Calls of a body that no handler of that body stands around. */
function unguardedCalls(fn: FunctionNode, ctx: SourceContext): readonly Call[] {
  const calls: Call[] = [];
  walk(fn.kind === 'Lambda' ? fn.body : fn, (node) => {
    if (node !== fn && (node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef' || node.kind === 'Lambda'))
      return 'skip';
    if (node.kind === 'Call' && !ctx.context.triesAround(node).some(({ handlers }) => handlers.length > 0))
      calls.push(node);
    return undefined;
  });
  return calls;
}

/** A call that tells the caller something: for its own sake, or by a name that says so; a clock or a loader is asked. */
function isForeign({ func, parent }: Call, start: FunctionStart, ctx: SourceContext): boolean {
  const name = func.kind === 'Attribute' ? func.attr : func.kind === 'Name' ? func.id : '';
  if (parent?.kind !== 'Expr' && !CALLBACK_NAME.test(name)) return false;
  return isGivenByCaller(func, start, ctx);
}

/** A parameter, what one was kept in, or one of a list of such. */
function isGivenByCaller(func: Expression, start: FunctionStart, ctx: SourceContext): boolean {
  if (func.kind === 'Attribute') return isKeptParameter(func, ctx);
  if (func.kind !== 'Name') return false;
  const parameter = ctx.names.parameterOf(func);
  if (parameter !== undefined) {
    const owner = ctx.context.functionAround(func);
    const isOwn =
      owner !== undefined && ctx.names.scopeOf(owner)?.bindings.get(func.id)?.definitions[0]?.node === parameter;
    return !isOwn || isGivenParameter(start, ctx);
  }
  const [definition, ...more] = ctx.names.resolve(func)?.definitions ?? [];
  const whole = definition?.kind === 'for' && more.length === 0 ? definition.partOf : undefined;
  return whole !== undefined && isListOfParameters(whole, ctx);
}

/** `Thread(target=work, args=(callback,))` in a function that was given `callback`. */
function isGivenParameter({ call, run }: FunctionStart, ctx: SourceContext): boolean {
  const args = call.keywords.find(({ arg }) => arg === 'args')?.value;
  const given =
    args?.kind === 'Tuple' || args?.kind === 'List' ? args.elts : call.args.slice(call.args.indexOf(run) + 1);
  return given.some(
    (each) => each.kind === 'Name' && ctx.names.parameterOf(each) !== undefined && CALLBACK_NAME.test(each.id),
  );
}

const CALLBACK_NAME = /(^|_)(callback|cb|fn|func|function|handler|listener|observer|hook|on_[a-z_]+)$/;

/** `self.on_event`, bound to what `__init__` or a setter was given. */
function isKeptParameter(attribute: Expression, ctx: SourceContext): boolean {
  const life = ctx.state.lifeOf(attribute);
  if (life === undefined) return false;
  const values = [...life.of('create'), ...life.of('rebind')].flatMap(({ value }) => value ?? []);
  return (
    values.some(({ kind }) => kind === 'Name') &&
    values.every((value) => isParameter(value, ctx) || value.kind === 'Constant')
  );
}

/** A list to which methods add what they are given, `list(…)` and `….copy()` of it too. */
function isListOfParameters(whole: Expression, ctx: SourceContext): boolean {
  let list = whole;
  if (list.kind === 'Call') list = (list.func.kind === 'Attribute' ? list.func.value : list.args[0]) ?? list;
  const life = ctx.state.lifeOf(list);
  if (life?.container !== 'list' && life?.container !== 'set') return false;
  const added = life.of('grow').flatMap(({ key }) => key ?? []);
  return added.length > 0 && added.every((key) => isParameter(key, ctx));
}

function isParameter(value: Expression, ctx: SourceContext): boolean {
  return value.kind === 'Name' && ctx.names.parameterOf(value) !== undefined;
}

function describe(fn: FunctionNode): string {
  return fn.kind === 'Lambda' ? 'the lambda' : `\`${fn.name}\``;
}
