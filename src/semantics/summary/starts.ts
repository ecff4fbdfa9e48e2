/** Functions handed to threads, executors, tasks and frameworks: who will run them. */
import { type Call, type Expression, walk } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { SummaryStart } from '../summary.ts';
import { placeOf } from './place.ts';

interface Starter {
  readonly how: SummaryStart['how'];
  readonly keyword: string | undefined;
  readonly position: number | undefined;
}

const at = (how: SummaryStart['how'], keyword: string | undefined, position: number | undefined): Starter => ({
  how,
  keyword,
  position,
});

/** By qualified name: which argument is run, and by what. */
const STARTERS: ReadonlyMap<string, Starter> = new Map([
  ['threading.Thread', at('thread', 'target', 1)],
  ['threading.Timer', at('thread', 'function', 1)],
  ['_thread.start_new_thread', at('thread', undefined, 0)],
  ['asyncio.to_thread', at('executor', 'func', 0)],
  ['anyio.to_thread.run_sync', at('executor', 'func', 0)],
  ['starlette.concurrency.run_in_threadpool', at('executor', 'func', 0)],
  ['fastapi.concurrency.run_in_threadpool', at('executor', 'func', 0)],
  ['asgiref.sync.sync_to_async', at('executor', 'func', 0)],
  ['multiprocessing.Process', at('process', 'target', 1)],
  ['asyncio.create_task', at('task', 'coro', 0)],
  ['asyncio.ensure_future', at('task', 'coro_or_future', 0)],
  ['asyncio.TaskGroup.create_task', at('task', 'coro', 0)],
  ['asyncio.run_coroutine_threadsafe', at('task', 'coro', 0)],
  ['fastapi.Depends', at('dependency', 'dependency', 0)],
  ['fastapi.Security', at('dependency', 'dependency', 0)],
  ['fastapi.param_functions.Depends', at('dependency', 'dependency', 0)],
  ['fastapi.BackgroundTasks.add_task', at('executor', 'func', 0)],
  ['starlette.background.BackgroundTask', at('executor', 'func', 0)],
  ['atexit.register', at('callback', undefined, 0)],
  ['signal.signal', at('callback', undefined, 1)],
  ['sched.scheduler.enter', at('callback', undefined, 2)],
]);

/** By method name, where the receiver's type is not known: names that mean one thing only. */
const STARTING_METHODS: ReadonlyMap<string, Starter> = new Map([
  ['run_in_executor', at('executor', 'func', 1)],
  ['add_done_callback', at('callback', undefined, 0)],
  ['call_soon_threadsafe', at('callback', undefined, 0)],
  ['call_later', at('callback', undefined, 1)],
  ['apply_async', at('process', 'func', 0)],
]);

const EXECUTORS = /ThreadPoolExecutor$|^concurrent\.futures\.Executor$/;

/** The functions that a call sets going, by qualified name. */
export function startedBy(call: Call, callee: string | undefined, model: SemanticModel): SummaryStart[] {
  const starter = starterOf(call, callee, model);
  if (starter === undefined) return [];
  const argument = model.values.givenArgument(call, starter.keyword, starter.position);
  if (argument === undefined) return [];
  const run = passedThroughContext(call, argument, model) ?? argument;
  const targets = starter.how === 'task' ? awaitedBy(run, model) : targetsOf(run, model);
  return targets.map((target) => ({ target, how: starter.how, place: placeOf(call, model) }));
}

/** What `Thread(target=context.run, args=(f,))` and `run_in_executor(None, context.run, f)` run. */
function passedThroughContext(call: Call, argument: Expression, model: SemanticModel): Expression | undefined {
  if (argument.kind !== 'Attribute' || model.types.calleeName(argument) !== 'contextvars.Context.run') return undefined;
  const given = call.keywords.find(({ arg }) => arg === 'args')?.value;
  if (given?.kind === 'Tuple' || given?.kind === 'List') return given.elts[0];
  const index = call.args.indexOf(argument);
  return index === -1 ? undefined : call.args[index + 1];
}

function starterOf(call: Call, callee: string | undefined, model: SemanticModel): Starter | undefined {
  const known = callee === undefined ? undefined : STARTERS.get(callee);
  if (known !== undefined) return known;
  if (call.func.kind !== 'Attribute') return undefined;
  const { attr, value } = call.func;
  if (attr === 'create_task') return at('task', 'coro', 0);
  if (attr === 'submit' || attr === 'map') {
    return EXECUTORS.test(model.types.classOf(value) ?? '') ? at('executor', 'fn', 0) : undefined;
  }
  return STARTING_METHODS.get(attr);
}

/** Pass on what they are given to await. */
const AWAITERS: ReadonlySet<string> = new Set(['asyncio.wait_for', 'asyncio.shield', 'asyncio.gather', 'asyncio.wait']);

/** The coroutine functions of `f(…)`, `wait_for(f(…), 5)`, `gather(f(…), g(…))`. */
function awaitedBy(expression: Expression, model: SemanticModel): string[] {
  if (expression.kind !== 'Call') return targetsOf(expression, model);
  const callee = model.types.calleeName(expression.func);
  if (callee === undefined) return [];
  return AWAITERS.has(callee) ? expression.args.flatMap((argument) => awaitedBy(argument, model)) : [callee];
}

/** `f`, `self.f`, `partial(f, …)`, `lambda: f(…)`; what some other call gives back is not known. */
function targetsOf(expression: Expression, model: SemanticModel): string[] {
  if (expression.kind === 'Lambda') return calledIn(expression.body, model);
  if (expression.kind === 'Call') {
    const [first] = expression.args;
    const isPartial = model.types.calleeName(expression.func) === 'functools.partial';
    return isPartial && first !== undefined ? targetsOf(first, model) : [];
  }
  const named = model.types.calleeName(expression);
  return named === undefined ? [] : [named];
}

function calledIn(body: Expression, model: SemanticModel): string[] {
  const found: string[] = [];
  walk(body, (node) => {
    const callee = node.kind === 'Call' ? model.types.calleeName(node.func) : undefined;
    if (callee !== undefined) found.push(callee);
  });
  return found;
}
