/** Threads on which anyone who waits for them gives up when time is up. */
import { ancestors, type Call, type Expression, lastName, type Node } from '#ast';
import { suspensionsIn } from '#kit/concurrency';
import type { FunctionStart, SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';
import { poolOf } from '../_shared/worker-threads.ts';
import { GIVING_UP } from './end-of-work.ts';

export interface GivenUp {
  /** What gives up. */
  readonly name: string;
  readonly starts: readonly FunctionStart[];
}

/** Scopes that end by cancelling what is awaited in them. */
const SCOPES: ReadonlySet<string> = new Set([
  'asyncio.timeout',
  'asyncio.timeout_at',
  'async_timeout.timeout',
  'anyio.fail_after',
  'anyio.move_on_after',
]);
/** Threads of anyio hold the scope open until they are done, unless they are given up. */
const WAITING_THREADS = /^(anyio|starlette|fastapi)\./;

/** Where the functions that wait take their limit, by their last names. */
const LIMIT_AT: ReadonlyMap<string, number> = new Map([
  ['wait_for', 1],
  ['result', 0],
  ['join', 0],
  ['wait', 1],
  ['as_completed', 1],
]);
const OF_FUTURES: ReadonlySet<string> = new Set(['concurrent.futures.wait', 'concurrent.futures.as_completed']);

/** Last names of what gives up. */
export const GIVING_UP_NAMES: readonly string[] = [
  ...LIMIT_AT.keys(),
  ...[...SCOPES].map((name) => name.slice(name.lastIndexOf('.') + 1)),
];

/** The threads that go on when the limit of this call has passed. */
export function threadsGivenUp(call: Call, model: SemanticModel): GivenUp | undefined {
  const last = lastName(call.func) ?? '';
  const position = LIMIT_AT.get(last);
  const name = model.types.calleeName(call.func);
  if (position === undefined) return name === undefined ? undefined : startsInScope(call, name, model);
  const limit = model.values.givenArgument(call, 'timeout', position);
  if (limit === undefined || isNoLimit(limit, model)) return undefined;
  if (name === 'asyncio.wait_for') return { name, starts: startsBehind(call.args[0], model) };
  if (OF_FUTURES.has(name ?? '')) return { name: last, starts: startsAmong(call.args[0], model) };
  if (call.func.kind !== 'Attribute' || position !== 0) return undefined;
  const how = last === 'join' ? 'thread' : 'executor';
  const starts = startsBehind(call.func.value, model).filter(
    (start) => start.how === how && isOfSameRound(start, call, model),
  );
  return starts.length === 0 ? undefined : { name: model.source.text.slice(call.func), starts };
}

/** Leaving the `with` of the pool waits for the thread after all. */
export function isAwaitedByPool(start: FunctionStart, timeout: Call): boolean {
  const pool = poolOf(start);
  return (
    pool?.kind === 'Name' &&
    [...ancestors(timeout)].some(
      (around) =>
        around.kind === 'With' &&
        around.items.some(({ optional_vars: target }) => target?.kind === 'Name' && target.id === pool.id),
    )
  );
}

/** What is started elsewhere is joined when all is over; and who asks in a loop has not given up. */
const isOfSameRound = ({ call }: FunctionStart, waiting: Call, { context }: SemanticModel): boolean =>
  context.functionAround(call) === context.functionAround(waiting) &&
  context.loopAround(call) === context.loopAround(waiting);

const startsBehind = (waited: Expression | undefined, model: SemanticModel): readonly FunctionStart[] =>
  waited === undefined ? [] : model.flow.origins(waited).flatMap((origin) => threadStart(origin, model) ?? []);

/** `[pool.submit(f, each) for each in all]` */
const startsAmong = (futures: Expression | undefined, model: SemanticModel): readonly FunctionStart[] =>
  futures === undefined
    ? []
    : callsWithin(model.flow.origins(futures)).flatMap((each) => threadStart(each, model) ?? []);

function startsInScope(call: Call, name: string, model: SemanticModel): GivenUp | undefined {
  if (!SCOPES.has(name) || call.parent?.kind !== 'withitem' || isNoLimit(call.args[0], model)) return undefined;
  const scope = call.parent.parent;
  if (scope?.kind !== 'With' && scope?.kind !== 'AsyncWith') return undefined;
  const all = suspensionsIn(scope.body);
  const suspensions = all.filter((each) => !all.some((other) => other !== each && takesLockOf(each, other, model)));
  const starts = suspensions.flatMap((each) => (each.kind === 'Await' ? (threadStart(each.value, model) ?? []) : []));
  // Where more is awaited, the timeout is meant for that; a small step in a thread beside it is soon over.
  if (starts.length < suspensions.length) return undefined;
  const isGivenUp = ({ call: start }: FunctionStart) =>
    !name.startsWith('anyio.') ||
    !WAITING_THREADS.test(model.types.calleeName(start.func) ?? '') ||
    start.keywords.some(({ arg }) => GIVING_UP.has(arg ?? ''));
  return { name, starts: starts.filter(isGivenUp) };
}

const isNoLimit = (limit: Expression | undefined, { flow, values }: SemanticModel): boolean =>
  limit !== undefined && values.fold(flow.whole(limit))?.kind === 'none';

/** Taking the lock that is held where a thread is started is no wait of its own: it is part of the same work. */
function takesLockOf(taking: Node, starting: Node, model: SemanticModel): boolean {
  const start = starting.kind === 'Await' ? threadStart(starting.value, model) : undefined;
  if (start === undefined) return false;
  return model.context
    .locksHeldAt(start.call)
    .some(({ acquire, holder }) => holder === taking || (taking.kind === 'Await' && taking.value === acquire));
}

function threadStart(started: Expression, { context, types }: SemanticModel): FunctionStart | undefined {
  if (started.kind !== 'Call') return undefined;
  const start = context.startOf(started);
  if (start?.how === 'thread') return lastName(started.func) === 'Thread' ? start : undefined;
  if (start?.how !== 'executor') return undefined;
  const pool = poolOf(start);
  const type = pool === undefined ? undefined : types.classOf(pool);
  // A process can be killed, and its pool knows how.
  return type?.endsWith('ProcessPoolExecutor') ? undefined : start;
}
