import { defineSourceRule, heldBackBy, NOT_PRODUCTION, type SourceContext } from '#kit';
import {
  type Call,
  callsWithin,
  docstringOf,
  dottedName,
  type Expression,
  type FunctionStart,
  type HeldLock,
  isSuspension,
  lastName,
  type Node,
  walkOwnCode,
} from '#kit/code';
import { endOfWork, GIVING_UP, poolOf } from '#kit/concurrency';

/** Scopes that end by cancelling what is awaited in them. */
const SCOPES: ReadonlySet<string> = new Set([
  'asyncio.timeout',
  'asyncio.timeout_at',
  'async_timeout.timeout',
  'anyio.fail_after',
  'anyio.move_on_after',
]);
const LIMITING_NAMES: ReadonlySet<string> = new Set([
  'wait_for',
  'timeout',
  'timeout_at',
  'fail_after',
  'move_on_after',
]);
/** Threads of anyio hold the scope open until they are done, unless they are given up. */
const WAITING_THREADS = /^(anyio|starlette|fastapi)\./;
/** What a function needs to know to stop by itself. */
export default defineSourceRule({
  docs: {
    summary: 'timeout around a thread that does not stop',
    why: 'The timeout ends only the wait. The thread goes on, occupies its place in the pool, and runs beside whatever is started next.',
    remedy:
      'Give the function a `threading.Event` or a deadline that it looks at, or run it in a process that can be killed.',
    harm: 'leaks',
    ceiling: 'P3',
    profile: 'strict',
    precision: 'low',
    since: '0.1.0',
    cwe: [772],
    origin: [{ document: 'HNDSR Production-Readiness & Feasibility Audit', finding: '4.2' }],
    measured: {
      read: 6,
      right: 6,
      on: 'skypilot; 110 other packages have none in the default profile (3 of 3 in strict)',
    },
    bad: 'import asyncio\n\nasync def infer(model, image):\n    return await asyncio.wait_for(asyncio.to_thread(model.run, image), timeout=30)\n',
    good: 'import asyncio\nimport threading\n\nasync def infer(model, image):\n    stop = threading.Event()\n    try:\n        return await asyncio.wait_for(asyncio.to_thread(model.run, image, stop), timeout=30)\n    finally:\n        stop.set()\n',
  },
  skips: NOT_PRODUCTION,
  mentions: [...LIMITING_NAMES],
  visit: {
    Call(call, ctx) {
      if (!LIMITING_NAMES.has(lastName(call.func) ?? '')) return;
      const limited = startsLimitedBy(call, ctx);
      const starts = limited?.starts.map((each) => ({ start: each, end: endOfWork(each, call, ctx) })) ?? [];
      for (const { start, end } of starts) if (end?.isProof) ctx.proven({ at: start.call, by: end.says });
      const open = starts.filter(({ end }) => end?.isProof !== true);
      const { start, end } = open.find((each) => each.end === undefined) ?? open[0] ?? {};
      if (limited === undefined || start === undefined) return;
      const cause = functionNamed(start.run, ctx);
      const lock = ctx.context.locksHeldAt(start.call).find(({ kind }) => kind === 'asyncio');
      ctx.report({
        at: start.call,
        message: `the thread that runs ${nameOf(start.run, ctx)} goes on when \`${limited.name}\` gives up on it${lockPart(lock, ctx)}`,
        // Who gives it a limit of its own mends every wait for it.
        ...(cause !== undefined && { cause }),
        related: [
          { at: call, message: 'the timeout cancels only the wait' },
          ...(lock === undefined ? [] : releasesOf(lock, start.call, ctx)),
        ],
        ...heldBackBy(end?.says ?? (isKnown(start, ctx) ? 'its author says that the thread goes on' : undefined)),
      });
    },
  },
});

/** Where the lock is given back: by its `release()`, else by the `with` that holds it. */
function releasesOf({ lock }: HeldLock, start: Call, ctx: SourceContext): { at: Expression; message: string }[] {
  const fn = ctx.context.defAround(start);
  const name = ctx.text.slice(lock);
  const released = callsWithin(fn?.body ?? []).find(
    ({ func }) => func.kind === 'Attribute' && func.attr === 'release' && ctx.text.slice(func.value) === name,
  );
  return [{ at: released ?? lock, message: 'released while the thread still works' }];
}

interface Limited {
  readonly name: string;
  readonly starts: readonly FunctionStart[];
}

/** The threads whose waiter a timeout cancels. */
function startsLimitedBy(call: Call, ctx: SourceContext): Limited | undefined {
  const name = ctx.types.calleeName(call.func);
  if (name === 'asyncio.wait_for') {
    const [awaited] = call.args;
    const limit = ctx.values.givenArgument(call, 'timeout', 1);
    if (awaited === undefined || limit === undefined || isNoLimit(limit, ctx)) return undefined;
    return { name, starts: ctx.flow.origins(awaited).flatMap((origin) => threadStart(origin, ctx) ?? []) };
  }
  if (name === undefined || !SCOPES.has(name) || call.parent?.kind !== 'withitem' || isNoLimit(call.args[0], ctx))
    return undefined;
  const scope = call.parent.parent;
  if (scope?.kind !== 'With' && scope?.kind !== 'AsyncWith') return undefined;
  const all = suspensionsIn(scope.body);
  const suspensions = all.filter((each) => !all.some((other) => other !== each && takesLockOf(each, other, ctx)));
  const starts = suspensions.flatMap((each) => (each.kind === 'Await' ? (threadStart(each.value, ctx) ?? []) : []));
  // Where more is awaited, the timeout is meant for that; a small step in a thread beside it is soon over.
  if (starts.length < suspensions.length) return undefined;
  const isGivenUp = ({ call: start }: FunctionStart) =>
    !name.startsWith('anyio.') ||
    !WAITING_THREADS.test(ctx.types.calleeName(start.func) ?? '') ||
    start.keywords.some(({ arg }) => GIVING_UP.has(arg ?? ''));
  return { name, starts: starts.filter(isGivenUp) };
}

const isNoLimit = (limit: Expression | undefined, { flow, values }: SourceContext): boolean =>
  limit !== undefined && values.fold(flow.whole(limit))?.kind === 'none';

/** Taking the lock that is held where a thread is started is no wait of its own: it is part of the same work. */
function takesLockOf(taking: Node, starting: Node, ctx: SourceContext): boolean {
  const start = starting.kind === 'Await' ? threadStart(starting.value, ctx) : undefined;
  if (start === undefined) return false;
  return ctx.context
    .locksHeldAt(start.call)
    .some(({ acquire, holder }) => holder === taking || (taking.kind === 'Await' && taking.value === acquire));
}

/** Where a body waits, in source order; nested functions left out. */
function suspensionsIn(body: readonly Node[]): readonly Node[] {
  const found: Node[] = [];
  walkOwnCode(body, (node) => {
    if (isSuspension(node)) found.push(node);
    return undefined;
  });
  return found.sort((a, b) => a.start - b.start);
}

function threadStart(awaited: Expression, ctx: SourceContext): FunctionStart | undefined {
  if (awaited.kind !== 'Call') return undefined;
  const start = ctx.context.startOf(awaited);
  if (start?.how !== 'executor') return undefined;
  const pool = poolOf(start);
  const type = pool === undefined ? undefined : ctx.types.classOf(pool);
  // A process can be killed, and its pool knows how.
  return type?.endsWith('ProcessPoolExecutor') ? undefined : start;
}

/** The author says that the thread goes on: to anyio, in the docstring, or in a comment. */
function isKnown({ call }: FunctionStart, ctx: SourceContext): boolean {
  if (call.keywords.some(({ arg }) => GIVING_UP.has(arg ?? ''))) return true;
  const fn = ctx.context.defAround(call);
  const said = [fn === undefined ? undefined : docstringOf(fn), ctx.handlers.explanationAt(call)];
  return said.some((text) => text !== undefined && /thread/i.test(text) && /time|cancel|stop/i.test(text));
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
  return lock === undefined ? '' : `, and \`${ctx.text.slice(lock.lock)}\` is free again`;
}
