/** What a program's first coroutine does before anything else can be on the loop. */
import {
  type AsyncFunctionDef,
  type Await,
  ancestors,
  type Call,
  decoratorsOf,
  dottedName,
  isGenerator,
  isSuspension,
  lastName,
  type Node,
  nodesOf,
  presenceTested,
} from '../../ast/index.ts';
import { LOOP_RUNNERS, STEP_OF_FLOW } from '../../knowledge/loop-runners.ts';
import { callsOfFunction } from '../../semantics/context/function-mentions.ts';
import { walkOwnCode } from '../../semantics/effects/calls-within.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { coroutineLoss } from './coroutine-loss.ts';

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
    return !starts.some(before) && !waits.some((wait) => (isAround(wait, call) ? wait.kind !== 'Await' : before(wait)));
  };
}

/** Nothing is left going by a pause, nor by a thread that is waited for. */
const isPause = ({ value }: Await, { types }: SemanticModel): boolean =>
  value.kind === 'Call' && PAUSES.has(types.calleeName(value.func) ?? '');

const PAUSES: ReadonlySet<string> = new Set(['asyncio.sleep', 'asyncio.to_thread', 'anyio.sleep', 'trio.sleep']);

const isAround = (outer: Node, inner: Node): boolean => outer.start <= inner.start && inner.end <= outer.end;

/** Nothing else waits for the loop of a command, by its name or place: who typed it waits anyway. */
export function servesOne({ context, source, names }: SemanticModel): boolean {
  if (/(^|[._])(cli|commands?)([._]|$)/.test(names.moduleName)) return true;
  return context.role === 'script' && !setsGoingBeside(source);
}

/** As a clause, why likely nobody is held up by the call. */
export function whyNobodyWaits(call: Node, fn: AsyncFunctionDef, model: SemanticModel): string | undefined {
  const guess = whyNeverRun(fn, model);
  if (guess !== undefined) return guess;
  if (servesOne(model)) return 'by its name or place it is a command, whose loop has nothing else to do';
  if (isStepOfFlow(fn, model)) return 'each run of a flow has a process of its own, whose steps wait for each other';
  return isDoneOnce(call, fn, model) ? 'it is done once, and kept for all that comes later' : undefined;
}

/** As a clause, why the coroutine likely does not run at all: each call of it in its file is lost. */
export function whyNeverRun(fn: AsyncFunctionDef, model: SemanticModel): string | undefined {
  const calls = fn.decorator_list.length > 0 || isGenerator(fn) ? [] : callsOfFunction(model, fn);
  const isLost = calls.length > 0 && calls.every((call) => isLostForSure(call, model));
  return isLost ? `nothing in its file awaits \`${fn.name}\`, whose coroutine is only made there` : undefined;
}

function isLostForSure(call: Call, model: SemanticModel): boolean {
  const loss = coroutineLoss(call, model);
  return loss !== undefined && loss.guess === undefined && loss.returnedBy === undefined;
}

/** A flow of Prefect or a task of one, in a file that sets nothing going beside it. */
const isStepOfFlow = (fn: AsyncFunctionDef, { names, source }: SemanticModel): boolean =>
  decoratorsOf(fn).some(({ callee }) => STEP_OF_FLOW.test(names.qualifiedName(callee) ?? '')) &&
  !setsGoingBeside(source);

/** `if self._started: return … self._started = True`, `if _client is None: _client = connect()`. */
function isDoneOnce(call: Node, fn: AsyncFunctionDef, { names, context }: SemanticModel): boolean {
  const asked = context.nodesOfFunction(fn, 'If').flatMap(({ test, body, end }) => {
    const tested = presenceTested(test);
    if (tested === undefined) return [];
    const isPassed = tested.isPresent
      ? end < call.start && body.at(-1)?.kind === 'Return'
      : body.some((each) => isAround(each, call));
    const root = tested.subject.kind === 'Name' ? names.resolve(tested.subject)?.scope : undefined;
    return isPassed && root !== names.scopeOf(fn) ? (dottedName(tested.subject) ?? []) : [];
  });
  if (asked.length === 0) return false;
  const later = context.nodesOfFunction(fn, 'Assign').filter(({ end }) => end > call.start);
  return later.some(({ targets }) => targets.some((target) => asked.includes(dottedName(target) ?? '')));
}

/** By a call of these a script has more than one thing on its loop. */
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
