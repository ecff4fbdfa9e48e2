import {
  ancestors,
  type Call,
  defineSourceRule,
  type Expression,
  type FunctionDef,
  lastNames,
  type Node,
  type SourceContext,
  walk,
} from '#kit';

/** Hand work to a loop; the position is that of the loop, undefined where it is the running one. */
const SUBMITTERS: ReadonlyMap<string, { readonly loop: number | undefined }> = new Map([
  ['asyncio.run_coroutine_threadsafe', { loop: 1 }],
  ['asyncio.create_task', { loop: undefined }],
  ['asyncio.ensure_future', { loop: undefined }],
  ['asyncio.AbstractEventLoop.create_task', { loop: undefined }],
  ['asyncio.AbstractEventLoop.call_soon', { loop: undefined }],
  ['asyncio.AbstractEventLoop.call_soon_threadsafe', { loop: undefined }],
]);
const RUNNING_LOOP: ReadonlySet<string> = new Set(['asyncio.get_running_loop', 'asyncio.events.get_running_loop']);
const CURRENT_LOOP: ReadonlySet<string> = new Set(['asyncio.get_event_loop', 'asyncio.events.get_event_loop']);
/** Waits of the thread for an object that the work has to touch. */
const EVENT_WAITS: ReadonlySet<string> = new Set(['threading.Event.wait', 'queue.Queue.get', 'queue.SimpleQueue.get']);

export default defineSourceRule({
  docs: {
    summary: 'thread that waits for work of the event loop it runs',
    why: 'The work can only run on the thread that waits for it, so the call never returns and every other task of the event loop stands still with it.',
    remedy: 'Make the function a coroutine and await the work, or hand the work to a loop that runs in another thread.',
    severity: 'P0',
    precision: 'medium',
    since: '0.1.0',
    cwe: [833],
    origin: [{ document: 'CORTEX Architectural Audit Report', finding: 'SCALE-007' }],
    measured: { read: 2, right: 2, on: 'camel-ai and pipecat-ai; 110 other packages have none' },
    bad: 'import asyncio\n\ndef verify(store, token):\n    loop = asyncio.get_running_loop()\n    return asyncio.run_coroutine_threadsafe(store.verify(token), loop).result()\n',
    good: 'async def verify(store, token):\n    return await store.verify(token)\n',
  },
  mentions: lastNames(SUBMITTERS.keys()),
  visit: {
    Call(call, ctx) {
      const submitter = SUBMITTERS.get(ctx.types.calleeName(call.func) ?? '');
      if (submitter === undefined || ctx.context.isTestCode(call)) return;
      const fn = ctx.context.functionAround(call);
      if (fn === undefined || fn.kind === 'Lambda') return;
      // In a coroutine a task is awaited, and an event that is waited for is another rule's.
      if (fn.kind === 'AsyncFunctionDef' && submitter.loop === undefined) return;
      const loop = loopOf(call, submitter.loop, ctx);
      const taken = loop === undefined ? undefined : takenFrom(loop, call, ctx);
      const wait = taken === undefined ? undefined : waitFor(call, ctx);
      if (taken === undefined || wait === undefined) return;
      ctx.report({
        at: wait,
        message: `\`${headOf(wait, ctx)}\` waits in \`${fn.name}\` for work of the event loop that this thread runs`,
        related: [
          { at: call, message: 'the work is handed to the loop here' },
          ...(taken.at === call ? [] : [{ at: taken.at, message: 'the loop is the one of this thread' }]),
        ],
        ...(!taken.isRunning && { profile: 'strict' as const }),
      });
    },
  },
});

/** The expression that is the loop; the call itself where it takes the running one. */
function loopOf(call: Call, position: number | undefined, ctx: SourceContext): Expression | undefined {
  if (position !== undefined) return ctx.values.givenArgument(call, 'loop', position);
  const isMethod = (ctx.types.calleeName(call.func) ?? '').startsWith('asyncio.AbstractEventLoop.');
  return isMethod && call.func.kind === 'Attribute' ? call.func.value : call;
}

/** Where the loop of this very thread is taken; undefined where it may be another's. */
function takenFrom(
  loop: Expression,
  call: Call,
  ctx: SourceContext,
): { readonly at: Node; readonly isRunning: boolean } | undefined {
  if (loop === call) return { at: call, isRunning: true };
  const origins = ctx.flow.origins(loop).filter((origin) => origin.kind !== 'Constant');
  const names = origins.map((origin) => (origin.kind === 'Call' ? (ctx.types.calleeName(origin.func) ?? '') : ''));
  const index = names.findIndex((name) => RUNNING_LOOP.has(name) || CURRENT_LOOP.has(name));
  const at = origins[index];
  const isOwn = names.every(
    (name) => RUNNING_LOOP.has(name) || CURRENT_LOOP.has(name) || name === 'asyncio.new_event_loop',
  );
  const fn = ctx.context.functionAround(call);
  if (at === undefined || !isOwn || origins.some((origin) => ctx.context.functionAround(origin) !== fn))
    return undefined;
  const uses = mentionsOf(at, ctx);
  // A thread of its own may run it.
  if (uses.some(({ parent }) => parent?.kind === 'Attribute' && parent.attr === 'run_forever')) return undefined;
  const isRunning =
    RUNNING_LOOP.has(names[index] ?? '') ||
    uses.some(({ parent }) => parent?.kind === 'Attribute' && parent.attr === 'is_running');
  return { at, isRunning };
}

/** Every use of the name that an expression is bound to. */
function mentionsOf(value: Expression, ctx: SourceContext): readonly Node[] {
  const [target] = value.parent?.kind === 'Assign' ? value.parent.targets : [];
  return target?.kind === 'Name' ? (ctx.names.resolve(target)?.references ?? []) : [];
}

/** The wait for the work, behind its submission. */
function waitFor(call: Call, ctx: SourceContext): Node | undefined {
  const uses = ctx.flow.destinations(call);
  for (const { kind, node, carrier } of uses) {
    if (node.kind !== 'Call' || ctx.context.functionAround(node) !== ctx.context.functionAround(call)) continue;
    if (kind === 'receiver' && ctx.effects.blocking(node)?.startsWith('concurrent.futures.')) return node;
    if (kind === 'argument' && ctx.types.calleeName(node.func) === 'concurrent.futures.wait') return node;
    const loop = kind === 'receiver' ? spinningOn(node, carrier) : undefined;
    if (loop !== undefined) return loop.test;
  }
  return waitForEvent(call, ctx);
}

/** `while not task.done(): time.sleep(0.1)`: nothing in it lets the loop go on. */
function spinningOn(asked: Call, carrier: Expression) {
  if (asked.func.kind !== 'Attribute' || asked.func.attr !== 'done' || asked.func.value !== carrier) return undefined;
  for (const node of ancestors(asked)) {
    if (node.kind === 'UnaryOp' && node.op === 'Not') continue;
    if (node.kind !== 'While' || node.test.end < asked.end) return undefined;
    const isIdle = node.body.every(
      (statement) =>
        statement.kind === 'Pass' ||
        (statement.kind === 'Expr' &&
          statement.value.kind === 'Call' &&
          statement.value.func.kind === 'Attribute' &&
          statement.value.func.attr === 'sleep'),
    );
    return isIdle ? node : undefined;
  }
  return undefined;
}

/** `done.wait()` of an event that the work alone sets. */
function waitForEvent(call: Call, ctx: SourceContext): Node | undefined {
  const fn = ctx.context.functionAround(call);
  if (fn?.kind !== 'FunctionDef') return undefined;
  const work = workOf(call, ctx);
  return callsBehind(call, fn).find((later) => {
    if (!EVENT_WAITS.has(ctx.effects.blocking(later) ?? '') || later.func.kind !== 'Attribute') return false;
    const event = later.func.value.kind === 'Name' ? ctx.names.resolve(later.func.value) : undefined;
    if (event === undefined || event.scope !== ctx.names.scopeOf(fn)) return false;
    const elsewhere = event.references.filter((use) => use.parent !== later.func);
    return elsewhere.length > 0 && elsewhere.every((use) => work.some((part) => isWithin(use, part)) || isRead(use));
  });
}

/** What is submitted: the arguments, and the functions of this file that they name. */
function workOf(call: Call, ctx: SourceContext): readonly Node[] {
  const [first] = call.args;
  const named = first?.kind === 'Call' ? first.func : first;
  const definition = named === undefined ? undefined : ctx.names.definitionOf(named);
  return [...call.args, ...(definition === undefined ? [] : [definition])];
}

function callsBehind(call: Call, fn: FunctionDef): readonly Call[] {
  const found: Call[] = [];
  for (const statement of fn.body) {
    if (statement.end < call.end) continue;
    walk(statement, (node) => {
      if (node.kind === 'FunctionDef' || node.kind === 'AsyncFunctionDef' || node.kind === 'Lambda') return 'skip';
      if (node.kind === 'Call' && node.start > call.end) found.push(node);
      return undefined;
    });
  }
  return found.sort((a, b) => a.start - b.start);
}

const isWithin = (inner: Node, outer: Node): boolean => outer.start <= inner.start && inner.end <= outer.end;

/** `event.is_set()`, `event.clear()`: nobody is woken by it. */
function isRead({ parent }: Node): boolean {
  return parent?.kind === 'Attribute' && ['is_set', 'clear', 'wait', 'get_nowait', 'empty'].includes(parent.attr);
}

function headOf(wait: Node, ctx: SourceContext): string {
  const text = ctx.text.slice(wait.kind === 'Call' ? wait.func : wait);
  const name = wait.kind === 'Call' && wait.func.kind === 'Attribute' && /[\n(]/.test(text) ? wait.func.attr : text;
  return name.length > 60 ? `${name.slice(0, 60)}…` : name;
}
