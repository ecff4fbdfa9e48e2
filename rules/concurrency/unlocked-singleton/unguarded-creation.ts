/** Instances that their first use makes: what a second one costs, and what prevents it. */
import { type Call, type ClassDef, type Def, type Expression, holds, isWithin, lastName, type Node } from '#ast';
import { providedThat, type SourceContext } from '#kit';
import { type FirstUse, returnsValue } from '#kit/concurrency';
import { heavyCostOf } from '#kit/state';
import type { Grade, Question } from '#project';
import { callsOfFunction } from '#semantics/context/function-mentions';
import { callsWithin } from '#semantics/effects/calls-within';
import { startsThreads } from '../_shared/starts-threads.ts';
import { instanceMadeBy, type MadeInstance } from './made-instance.ts';

export const isTable = (target: Expression): boolean => target.kind === 'Subscript' && target.slice.kind !== 'Constant';

export const MAX_READERS = 5;

export const runsInThreads = (fn: Def, ctx: SourceContext): Question => ({
  kind: 'runs-in-threads',
  function: ctx.names.fullNameOf(fn),
});
export const livesLong = (owner: ClassDef, ctx: SourceContext): Question => ({
  kind: 'long-lived',
  class: ctx.names.fullNameOf(owner),
});

const COSTLY = ['network', 'file', 'database', 'process'] as const;

/** Reads, asks or loads something. */
export function isCostly(fn: Def, ctx: SourceContext): boolean {
  const effects = ctx.effects.within(fn.body);
  if (COSTLY.some((each) => effects.has(each))) return true;
  return ctx.flow.returnValues(fn).some((value) => value !== undefined && instanceMadeBy(value, fn, ctx)?.isModel);
}

/** `self._token = (await client.post(…)).json()["token"]`: whatever it is, two tasks ask for it where one would do. */
export function valueAwaited(use: FirstUse, ctx: SourceContext): MadeInstance | undefined {
  if (use.fn.kind !== 'AsyncFunctionDef' || use.target.kind === 'Subscript') return undefined;
  if (
    !isAwaitedResult(use.assignment.value, ctx) ||
    (!returnsValue(use, ctx) && callsOfFunction(ctx, use.fn).length === 0)
  )
    return undefined;
  const call = callsBetween(use).find((each) => each.parent?.kind === 'Await' && !isTask(each, ctx));
  return call && { class: undefined, name: lastName(call.func) ?? 'value', isClient: false, isValue: true, call };
}

const MAX_STEPS = 3;

/** What is awaited in it, or in what its names were bound to. */
function isAwaitedResult(value: Expression, ctx: SourceContext, step = 0): boolean {
  return holds(value, (node) => {
    if (node.kind === 'Await') return true;
    if (node.kind !== 'Name' || step >= MAX_STEPS) return false;
    return ctx.flow.reachingDefinitions(node).some((each) => each.value && isAwaitedResult(each.value, ctx, step + 1));
  });
}

const isTask = (call: Call, ctx: SourceContext): boolean =>
  /^asyncio\.(?:sleep|wait|shield)/.test(ctx.types.calleeName(call.func) ?? '');

/** What is called from the test to the binding. */
export const callsBetween = ({ test, assignment, fn }: FirstUse): readonly Call[] =>
  callsWithin(fn.body).filter(
    (call) => (call.start >= test.start || !isWithin(test, fn)) && call.end <= assignment.end,
  );

export const ALIKE = { kind: 'interchangeable instances' } as const;

/** A pool or a browser that is awaited. */
export function isOpened(call: Call, ctx: SourceContext): boolean {
  if (call.parent?.kind !== 'Await') return false;
  const cost = heavyCostOf(call, ctx);
  return cost === 'connection pool' || cost === 'browser';
}

/**
 * Where the two are not seen: a file that deals with threads may be asked from them, and so may a server, or whatever starts threads. What a server makes twice must
 * keep a state of its own or a connection; of anything else the one is as good as the other.
 */
export function withoutProof(
  { owner, fn }: FirstUse,
  made: MadeInstance,
  isStateful: Question | undefined,
  ctx: SourceContext,
): Grade {
  const dealsWithThreads = ctx.names.imports.some(
    ({ module, boundAs }) => THREADING.has(module) && boundAs !== 'ProcessPoolExecutor',
  );
  if (!made.isClient && isStateful === undefined) return 'drop';
  const worth = made.isClient || isStateful === undefined ? [] : [isStateful];
  if (owner === undefined && !made.isModel && dealsWithThreads) return unseen({ kind: 'all', of: worth }, made);
  // Where nothing of the project starts a second thread, there is none.
  const seconds: Question = { kind: 'any', of: [{ kind: 'is-service' }, startsThreads.ask(null)] };
  const kept = owner === undefined ? [] : [livesLong(owner, ctx)];
  const question: Question = { kind: 'all', of: [seconds, ...kept, ...worth] };
  // What an event loop alone calls has one thread.
  const onLoop: Question = { kind: 'called-from-async', function: ctx.names.fullNameOf(fn) };
  const otherwise = unseen(question, made);
  return { question: onLoop, yes: 'drop', no: otherwise, unknown: otherwise };
}

const unseen = (question: Question, { isClient }: MadeInstance): Grade => ({
  ...providedThat(question, 'drop'),
  yes: { ...(!isClient && { kind: 'no second thread found' }), doubt: 'unknown-thread' },
});

const THREADING: ReadonlySet<string> = new Set(['threading', 'concurrent.futures', 'multiprocessing.pool']);

/** Under a lock here, or called under one wherever this file calls it. */
export function guardOf(
  { assignment, fn }: FirstUse,
  ctx: SourceContext,
): { readonly by: string; readonly where?: Node | undefined } | undefined {
  const [held] = ctx.context.locksHeldAt(assignment);
  if (held !== undefined) return { by: 'a lock is held', where: held.lock };
  const calls = callsOfFunction(ctx, fn);
  return calls.length > 0 && calls.every((call) => ctx.context.locksHeldAt(call).length > 0)
    ? { by: 'a lock is held at every call of the function', where: calls[0] }
    : undefined;
}

/** By its own word. */
export const isLockedByCallers = ({ target }: FirstUse, ctx: SourceContext): boolean =>
  ctx.state.guardingOf(target)?.uses.find(({ use }) => use.node === target)?.isLockedByCaller === true;
