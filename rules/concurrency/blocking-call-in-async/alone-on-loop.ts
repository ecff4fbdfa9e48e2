/** What a program's first coroutine does before anything else can be on the loop. */
import {
  type AsyncFunctionDef,
  type Await,
  ancestors,
  type Call,
  decoratorsOf,
  isSuspension,
  isWithin,
  lastName,
  type Node,
  nodesOf,
} from '#ast';
import { LOOP_RUNNERS, STEP_OF_FLOW } from '#knowledge/loop-runners';
import type { SemanticModel } from '#semantics';
import { walkOwnCode } from '#semantics/effects/calls-within';

/**
 * Asks of the calls of a coroutine whether they run while nobody else waits for the loop: the file only ever hands the coroutine to
 * `asyncio.run`, and it has neither waited (but for a pause) nor set anything going when it comes to the call. What functions of the
 * project set going is not seen.
 */
export function aloneOnLoop(fn: AsyncFunctionDef, model: SemanticModel): (call: Call) => boolean {
  if (!isEntryCoroutine(fn, model)) return () => false;
  const starts: Node[] = [];
  const waits: Node[] = [];
  walkOwnCode(fn.body, (node) => {
    if (node.kind === 'Call' && startsWork(node, model)) starts.push(node);
    if (isSuspension(node) && !(node.kind === 'Await' && isPause(node, model))) waits.push(node);
    return undefined;
  });
  return (call) => {
    const loops = [...ancestors(call)].filter(
      (at) => at.start >= fn.start && (at.kind === 'For' || at.kind === 'While' || at.kind === 'AsyncFor'),
    );
    const before = (node: Node): boolean => node.start < call.start || loops.some((loop) => node.end <= loop.end);
    return !starts.some(before) && !waits.some((wait) => (isWithin(call, wait) ? wait.kind !== 'Await' : before(wait)));
  };
}

/** Nothing is left going by a pause, nor by a thread that is waited for. */
const isPause = ({ value }: Await, { types }: SemanticModel): boolean =>
  value.kind === 'Call' && PAUSES.has(types.calleeName(value.func) ?? '');

const PAUSES: ReadonlySet<string> = new Set(['asyncio.sleep', 'asyncio.to_thread', 'anyio.sleep', 'trio.sleep']);

/** A flow of Prefect or a task of one, in a file that sets nothing going beside it: each run has a process of its own, whose steps wait for each other. */
export const isStepOfFlow = (fn: AsyncFunctionDef, { names, source }: SemanticModel): boolean =>
  decoratorsOf(fn).some(({ callee }) => STEP_OF_FLOW.test(names.qualifiedName(callee) ?? '')) &&
  !setsGoingBeside(source);

/** By a call of these a file has more than one thing on its loop. */
const setsGoingBeside = ({ module }: SemanticModel['source']): boolean =>
  nodesOf(module, 'Call').some(({ func }) => BESIDE.test(lastName(func) ?? ''));

const BESIDE = /^(?:gather|create_task|ensure_future|TaskGroup|as_completed|wait|start_soon|Semaphore)$/;

function isEntryCoroutine(fn: AsyncFunctionDef, model: SemanticModel): boolean {
  const references = model.names.lookup(fn.name, fn)?.references ?? [];
  return (
    references.length > 0 &&
    references.every(({ parent: call }) => {
      const runner = call?.kind === 'Call' ? call.parent : undefined;
      return runner?.kind === 'Call' && LOOP_RUNNERS.has(model.types.calleeName(runner.func) ?? '');
    })
  );
}

function startsWork(call: Call, model: SemanticModel): boolean {
  if (call.func.kind === 'Attribute' && /^(?:call_(?:soon|later|at)|add_\w+|start_soon)$/.test(call.func.attr))
    return model.types.calleeName(call.func)?.startsWith('argparse.') !== true;
  return model.context.startOf(call)?.how === 'task';
}
