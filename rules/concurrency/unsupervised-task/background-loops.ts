/** Loops that go on beside the program: what starts one, what runs in it, and the failure that ends it. */
import {
  type AsyncFor,
  ancestors,
  blockAround,
  type Call,
  type Def,
  type Expression,
  type For,
  isEndless,
  lastName,
  type Node,
  type While,
} from '#ast';
import { TASK_STARTERS } from '#knowledge/task-starters';
import type { Effect, SemanticModel } from '#semantics';
import { callsWithin, holdsInOwnCode, walkOwnCode } from '#semantics/effects/calls-within';
import { type UncaughtFailure, uncaughtFailureIn } from './uncaught-failure.ts';

export interface BackgroundStart {
  readonly how: 'task' | 'thread' | 'executor';
  /** What names the function that is run. */
  readonly run: Expression;
}

/** What a call sets going beside its caller. */
export function backgroundStart(call: Call, model: SemanticModel): BackgroundStart | undefined {
  if (TASK_STARTERS.has(model.types.calleeName(call.func) ?? '')) {
    const run = call.args[0] && model.flow.whole(call.args[0]);
    return run?.kind === 'Call' ? { how: 'task', run: run.func } : undefined;
  }
  const name = lastName(call.func) ?? '';
  if (!THREADS.has(name)) return undefined;
  const start = model.context.startOf(call);
  return start?.how === 'thread' || start?.how === 'executor' ? { how: start.how, run: start.run } : undefined;
}

const THREADS: ReadonlySet<string> = new Set(['Thread', 'start_new_thread', 'submit', 'run_in_executor']);

/** The failure that ends the loop of a function, be it in one that it calls; undefined where it has no loop, or nothing ends it. */
export function failureOfLoop(fn: Def, model: SemanticModel, depth = 0): UncaughtFailure | undefined {
  // A function that returns a value has an end.
  if (holdsInOwnCode(fn.body, (node) => node.kind === 'Return' && node.value !== undefined)) return undefined;
  const loop = longLoopIn(fn, model);
  if (loop?.kind === 'While') return uncaughtFailureIn(loop.body, fn, model, (call) => endsAnyway(call, loop));
  if (loop !== undefined) {
    const failure = uncaughtFailureIn([loop], fn, model);
    return failure && { ...failure, doubt: 'short-lived-work' as const };
  }
  if (depth >= MAX_DEPTH) return undefined;
  for (const call of callsWithin(fn.body)) {
    const called = model.context.functionRun(call.func);
    if (called === undefined || called.kind === 'Lambda' || called === fn) continue;
    const inner = failureOfLoop(called, model, depth + 1);
    const outer = inner && uncaughtFailureIn([call], fn, model);
    if (outer !== undefined) return inner;
  }
  return undefined;
}

const MAX_DEPTH = 1;

/** `await ws.close()`, then `return`: the loop is at its end there, whether it fails or not. */
function endsAnyway(call: Call, loop: While): boolean {
  for (const at of ancestors(call)) {
    if (at === loop || at.kind === 'For' || at.kind === 'AsyncFor' || at.kind === 'While') return false;
    const next = blockAround(at).find(({ start }) => start > at.start);
    if (next !== undefined) return next.kind === 'Return';
  }
  return false;
}

type LongLoop = While | AsyncFor | For;

/** The loop that makes the function run for ever: it has no end, or goes over what someone else sends. */
function longLoopIn(fn: Def, model: SemanticModel): LongLoop | undefined {
  let found: LongLoop | undefined;
  walkOwnCode(fn.body, (node) => {
    if (isLong(node, model)) found ??= node;
    return found === undefined ? undefined : 'skip';
  });
  return found;
}

function isLong(node: Node, model: SemanticModel): node is LongLoop {
  if (node.kind === 'While') return isEndless(node);
  if (node.kind === 'AsyncFor') return true;
  if (node.kind !== 'For') return false;
  return node.iter.kind === 'Call' && SENT.has(model.effects.of(node.iter));
}

/** `for message in pubsub.listen():` */
const SENT: ReadonlySet<Effect> = new Set<Effect>(['network']);
