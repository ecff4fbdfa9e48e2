/** Functions handed to threads, executors, tasks and frameworks, as one file shows: who will run them. */
import { type Call, type Expression, lastName, type Node } from '../../ast/index.ts';
import { SIGNAL_CONNECT } from '../../knowledge/event-handlers.ts';
import type { FunctionStart } from '../context.ts';
import { definitionNamedBy } from '../effects/definition-called.ts';
import type { SemanticModel } from '../model.ts';
import type { FunctionNode } from '../state.ts';
import { constructionsOf } from './constructions.ts';
import { classOfMethod, functionAround } from './enclosing.ts';
import { mentionsOfFunction } from './function-mentions.ts';
import { handlerRegisteredBy } from './handler-registrations.ts';

/** What a call sets going: how, and the argument that names it; undefined for calls that start nothing. */
export function startOf(model: SemanticModel, call: Call): FunctionStart | undefined {
  const handler = handlerRegisteredBy(call, model);
  if (handler !== undefined) return { call, how: 'task', run: model.flow.whole(handler) };
  // Most calls are identified by their last name alone, which no import changes for attributes.
  if (call.func.kind === 'Attribute' && !STARTING_NAMES.has(call.func.attr)) return undefined;
  const starter = starterOf(model, call, model.types.calleeName(call.func));
  if (starter === undefined) return undefined;
  const given = model.values.givenArgument(call, starter.keyword, starter.position);
  if (given === undefined) return undefined;
  const argument = model.flow.whole(given);
  const run = passedThroughContext(model, call, argument) ?? argument;
  const isByColour = BY_COLOUR.has(lastName(call.func) ?? '');
  const onLoop = isByColour && functionRun(model, run)?.kind === 'AsyncFunctionDef';
  return { call, how: onLoop ? 'task' : starter.how, run };
}

/** Functions of this file that a start runs: a def or method named, a lambda, what `partial` wraps. */
export function functionRun(model: SemanticModel, run: Expression): FunctionNode | undefined {
  let at = run;
  for (let depth = 0; depth < WRAPPER_DEPTH; depth++) {
    if (at.kind === 'Lambda') return at;
    if (at.kind !== 'Call') {
      const definition = definitionNamedBy(model, at);
      return definition?.kind === 'ClassDef' ? undefined : definition;
    }
    const [first] = at.args;
    if (first === undefined || model.types.calleeName(at.func) !== 'functools.partial') return undefined;
    at = first;
  }
  return undefined;
}

/** How threads of this file come to run a function: handed to them, or called (to this depth) by one that is. */
export function threadStartsOf(model: SemanticModel, fn: FunctionNode): readonly FunctionStart[] {
  const starts: FunctionStart[] = [];
  const seen = new Set<FunctionNode>([fn]);
  let level: FunctionNode[] = [fn];
  for (let depth = 0; level.length > 0 && depth <= CALL_DEPTH; depth++) {
    const callers: FunctionNode[] = [];
    for (const each of level) starts.push(...startsAsThread(model, each));
    for (const mention of level.flatMap((each) => mentionsOfFunction(model, each))) {
      const start = startRunning(model, mention);
      if (start !== undefined) starts.push(start);
      const caller = callerAt(mention);
      if (caller === undefined || seen.has(caller)) continue;
      seen.add(caller);
      callers.push(caller);
    }
    level = callers;
  }
  return starts;
}

/** Of the `run` of a class of threads, where its objects are made. */
function startsAsThread(model: SemanticModel, fn: FunctionNode): FunctionStart[] {
  const owner = fn.kind === 'FunctionDef' && fn.name === 'run' ? classOfMethod(fn) : undefined;
  if (owner === undefined || !model.types.derivesFrom(owner, THREADS)) return [];
  return constructionsOf(owner, model).map((call) => ({ call, how: 'thread', run: call.func }));
}

const THREADS: ReadonlySet<string> = new Set(['threading.Thread', 'threading.Timer']);

interface Starter {
  readonly how: FunctionStart['how'];
  readonly keyword: string | undefined;
  readonly position: number | undefined;
}

const at = (how: FunctionStart['how'], keyword: string | undefined, position: number | undefined): Starter => ({
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
  ['trio.to_thread.run_sync', at('executor', 'sync_fn', 0)],
  ['channels.db.database_sync_to_async', at('executor', 'func', 0)],
  ['multiprocessing.Process', at('process', 'target', 1)],
  ['asyncio.create_task', at('task', 'coro', 0)],
  ['asyncio.ensure_future', at('task', 'coro_or_future', 0)],
  ['asyncio.TaskGroup.create_task', at('task', 'coro', 0)],
  ['asyncio.run_coroutine_threadsafe', at('task', 'coro', 0)],
  ['fastapi.Depends', at('dependency', 'dependency', 0)],
  ['fastapi.Security', at('dependency', 'dependency', 0)],
  ['litestar.di.Provide', at('dependency', 'dependency', 0)],
  ['fastapi.param_functions.Depends', at('dependency', 'dependency', 0)],
  ['fastapi.BackgroundTasks.add_task', at('executor', 'func', 0)],
  ['starlette.background.BackgroundTask', at('executor', 'func', 0)],
  ['atexit.register', at('callback', undefined, 0)],
  ['signal.signal', at('callback', undefined, 1)],
  ['sched.scheduler.enter', at('callback', undefined, 2)],
  ['asyncio.start_server', at('task', 'client_connected_cb', 0)],
  ['asyncio.start_unix_server', at('task', 'client_connected_cb', 0)],
  ...['MessageHandler', 'CommandHandler', 'ConversationHandler', 'TypeHandler'].map((name): [string, Starter] => [
    `telegram.ext.${name}`,
    at('task', 'callback', 1),
  ]),
  ['arq.func', at('task', 'coroutine', 0)],
  ['arq.worker.func', at('task', 'coroutine', 0)],
  ['arq.cron', at('task', 'coroutine', 0)],
  ['arq.cron.cron', at('task', 'coroutine', 0)],
  ['telegram.ext.CallbackQueryHandler', at('task', 'callback', 0)],
]);

/** By method name, where the receiver's type is not known: names that mean one thing only. */
const STARTING_METHODS: ReadonlyMap<string, Starter> = new Map([
  ['run_in_executor', at('executor', 'func', 1)],
  ['add_done_callback', at('callback', undefined, 0)],
  ['call_soon_threadsafe', at('callback', undefined, 0)],
  ['call_later', at('callback', undefined, 1)],
  ['call_at', at('callback', undefined, 1)],
  ['call_soon', at('callback', undefined, 0)],
  ['add_signal_handler', at('callback', undefined, 1)],
  ['apply_async', at('process', 'func', 0)],
  ['add_job', at('executor', 'func', 0)],
  ['enqueue', at('task', 'f', 0)],
  ['enqueue_call', at('task', 'func', 0)],
  ['enqueue_in', at('task', 'func', 1)],
  ['enqueue_at', at('task', 'f', 1)],
]);

/** These run a coroutine function on the loop, and any other in a thread. */
const BY_COLOUR: ReadonlySet<string> = new Set(['add_job', 'add_task', 'BackgroundTask']);

const STARTING_NAMES: ReadonlySet<string> = new Set([
  ...[...STARTERS.keys()].map((name) => name.slice(name.lastIndexOf('.') + 1)),
  ...STARTING_METHODS.keys(),
  ...['submit', 'map', 'imap', 'imap_unordered', 'starmap', 'map_async', 'starmap_async', 'apply', 'do', 'connect'],
]);

const EXECUTORS = /ThreadPoolExecutor$|^concurrent\.futures\.Executor$/;
/** `multiprocessing.dummy.Pool` is one of threads, too. */
const THREAD_POOLS = /^multiprocessing\.(?:pool\.ThreadPool|dummy\.Pool)$/;
const PROCESS_POOLS = /(?:^|\.)ProcessPoolExecutor$/;
const OF_THREAD_POOLS = /^(?:i?map|starmap|apply)(?:_async|_unordered)?$/;
/** `partial(partial(f, …), …)`: more wrapping than this is nobody's. */
const WRAPPER_DEPTH = 5;
/** How far calls are followed back to a thread. */
const CALL_DEPTH = 3;

function starterOf(model: SemanticModel, call: Call, callee: string | undefined): Starter | undefined {
  if (isOfProcesses(model, call)) return at('process', 'func', 1);
  const known = callee === undefined ? undefined : STARTERS.get(callee);
  if (known !== undefined) return known;
  if (call.func.kind !== 'Attribute') return undefined;
  const { attr, value } = call.func;
  if (attr === 'create_task') return at('task', 'coro', 0);
  if (attr === 'do') return isScheduled(model, value) ? at('task', 'job_func', 0) : undefined;
  if (attr === 'connect') return SIGNAL_CONNECT.test(callee ?? '') ? at('task', 'receiver', 0) : undefined;
  if (OF_THREAD_POOLS.test(attr) && THREAD_POOLS.test(model.types.classOf(value) ?? ''))
    return at('executor', 'func', 0);
  if (attr === 'submit' || attr === 'map') {
    return EXECUTORS.test(model.types.classOf(value) ?? '') ? at('executor', 'fn', 0) : undefined;
  }
  return STARTING_METHODS.get(attr);
}

/** `run_in_executor(ProcessPoolExecutor(), f)`: what another process keeps is its own. */
function isOfProcesses(model: SemanticModel, { func, args: [pool] }: Call): boolean {
  if (pool === undefined || lastName(func) !== 'run_in_executor') return false;
  return PROCESS_POOLS.test(model.types.classOf(pool) ?? '');
}

/** `schedule.every(5).minutes.do(job)`. */
function isScheduled(model: SemanticModel, scheduled: Expression): boolean {
  let at = scheduled;
  while (at.kind === 'Attribute' || at.kind === 'Call') {
    if (model.names.qualifiedName(at)?.startsWith('schedule.') === true) return true;
    at = at.kind === 'Call' ? at.func : at.value;
  }
  return false;
}

/** What `Thread(target=context.run, args=(f,))` and `run_in_executor(None, context.run, f)` run. */
function passedThroughContext(model: SemanticModel, call: Call, argument: Expression): Expression | undefined {
  if (argument.kind !== 'Attribute' || model.types.calleeName(argument) !== 'contextvars.Context.run') return undefined;
  const given = call.keywords.find(({ arg }) => arg === 'args')?.value;
  if (given?.kind === 'Tuple' || given?.kind === 'List') return given.elts[0];
  const index = call.args.indexOf(argument);
  return index === -1 ? undefined : call.args[index + 1];
}

/** The start of a thread or executor that an expression is the function of: itself an argument, or wrapped by `partial`. */
export function startRunning(model: SemanticModel, named: Expression): FunctionStart | undefined {
  let node: Node = named;
  for (let depth = 0; depth < WRAPPER_DEPTH; depth++) {
    const parent: Node | undefined = node.parent;
    const call: Node | undefined = parent?.kind === 'keyword' || parent?.kind === 'Tuple' ? callAbove(parent) : parent;
    if (call?.kind !== 'Call' || call.func === node) return undefined;
    const start = startOf(model, call);
    if (start?.run === node) return start.how === 'thread' || start.how === 'executor' ? start : undefined;
    node = call;
    if (model.types.calleeName(call.func) !== 'functools.partial') return undefined;
  }
  return undefined;
}

function callAbove(node: Node): Node | undefined {
  const { parent } = node;
  return parent?.kind === 'keyword' ? parent.parent : parent;
}

/** The function in which a mention is a call. */
function callerAt(mention: Expression): FunctionNode | undefined {
  const { parent } = mention;
  return parent?.kind === 'Call' && parent.func === mention ? functionAround(parent) : undefined;
}
