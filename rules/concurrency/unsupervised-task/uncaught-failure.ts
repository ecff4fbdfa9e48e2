/** Failures that leave a loop, because nothing in its function takes them. */
import {
  ancestors,
  type Call,
  type Def,
  type ExceptHandler,
  type Expression,
  holds,
  lastName,
  type Node,
  type Withitem,
} from '#ast';
import type { DoubtId } from '#findings';
import type { Effect, SemanticModel } from '#semantics';
import { callsWithin } from '#semantics/effects/calls-within';

export interface UncaughtFailure {
  /** The call, or what a loop goes over. */
  readonly call: Expression;
  /** Absent where it reaches network, files, databases or processes itself, and nothing around it may take that. */
  readonly doubt?: DoubtId;
  /** Where only calls of other modules may fail so: they. */
  readonly elsewhere?: readonly Call[];
}

/**
 * The call whose failure would end a loop of the function: work that reaches further, that another coroutine does, or of which nothing
 * more is known. Waiting alone does not fail, and a failure where the loop `endsAnyway` ends nothing.
 */
export function uncaughtFailureIn(
  body: readonly Node[],
  fn: Def,
  model: SemanticModel,
  endsAnyway: (call: Call) => boolean = () => false,
): UncaughtFailure | undefined {
  const [first] = body;
  const around = first && coverOf(first, fn, model);
  if (around === 'whole') return undefined;
  const failures = failuresIn(body, fn, model, 0).filter(({ call }) => call.kind !== 'Call' || !endsAnyway(call));
  // A connection that someone else ends ends the loop over what it sends.
  const sent = first?.kind === 'AsyncFor' ? [{ call: first.iter, ...ELSEWHERE }] : [];
  const all: readonly OpenFailure[] = [...failures, ...sent];
  const found = failures.find(({ doubt }) => doubt === undefined) ?? all[0];
  const elsewhere = all.flatMap(({ call, isElsewhere }) => (isElsewhere && call.kind === 'Call' ? call : []));
  const doubt = found?.doubt ?? around;
  return (
    found && {
      call: found.call,
      ...(doubt !== undefined && { doubt }),
      ...(elsewhere.length === all.length && { elsewhere }),
    }
  );
}

const takesFailures = (body: readonly Node[], { handlers }: SemanticModel): boolean =>
  body.some((each) => holds(each, (node) => node.kind === 'ExceptHandler' && handlers.describe(node).isBroad));

const MAX_DEPTH = 2;
const ELSEWHERE = { doubt: 'failure-handled-elsewhere', isElsewhere: true } as const;

interface OpenFailure extends Pick<UncaughtFailure, 'call' | 'doubt'> {
  /** Only code that is not seen here can fail so. */
  readonly isElsewhere?: true;
}

function failuresIn(body: readonly Node[], fn: Def, model: SemanticModel, depth: number): readonly OpenFailure[] {
  const open = callsWithin(body).flatMap((call) => {
    const failure = failureOf(call, model, depth);
    const cover = failure && coverOf(call, fn, model);
    if (failure === undefined || cover === 'whole') return [];
    return cover === undefined ? failure : { ...failure, doubt: failure.doubt ?? cover };
  });
  // Who takes the failures of the work has left out what does not fail.
  return takesFailures(body, model) ? open.filter(({ isElsewhere }) => !isElsewhere) : open;
}

function failureOf(call: Call, model: SemanticModel, depth: number): OpenFailure | undefined {
  if (isWait(call, model) || areTaken(call, model)) return undefined;
  const effect = model.effects.of(call);
  if (REACHING.has(effect)) return { call };
  const called = model.context.functionRun(call.func);
  // What handles its own failures does not end the loop of its caller.
  if (called !== undefined && called.kind !== 'Lambda') {
    const isRun = called.kind === 'FunctionDef' || isAwaited(call, model);
    const [inner] = isRun && depth < MAX_DEPTH ? failuresIn(called.body, called, model, depth + 1) : [];
    return inner && { ...inner, call };
  }
  if (isAwaited(call, model)) return { call, ...ELSEWHERE };
  return MAY_FAIL.has(effect) && !isPlain(call, model) ? { call, ...ELSEWHERE } : undefined;
}

/** By itself, or in `await asyncio.wait_for(self.turn(), 30)`. */
function isAwaited({ parent }: Call, model: SemanticModel): boolean {
  if (parent?.kind !== 'Call') return parent?.kind === 'Await';
  return HANDING_ON.has(model.types.calleeName(parent.func) ?? '') && isAwaited(parent, model);
}

/** `gather(…, return_exceptions=True)` takes what fails. */
const areTaken = ({ parent }: Call, model: SemanticModel): boolean =>
  parent?.kind === 'Call' && model.values.givenArgument(parent, 'return_exceptions', undefined) !== undefined;

const HANDING_ON: ReadonlySet<string> = new Set(['asyncio.wait_for', 'asyncio.shield', 'asyncio.gather']);

/** `await self.queue.get()`, `await self.wake.wait()`, `await asyncio.sleep(1)`; `await client.get(url)` is told something to do. */
function isWait(call: Call, { types }: SemanticModel): boolean {
  const name = lastName(call.func) ?? '';
  return (
    WAITS.test(name) ||
    (name === 'get' && call.args.length === 0) ||
    /^asyncio\.(?!to_thread$)/.test(types.calleeName(call.func) ?? '')
  );
}

const WAITS = /^(put|wait|sleep|join|acquire|wait_for|gather)$/;

/** Of the standard library, an object that is made, or what is done to queues, events and containers, whatever their class is. */
function isPlain(call: Call, { types }: SemanticModel): boolean {
  const name = lastName(call.func) ?? '';
  if (QUIET.has(name) || /^_*[A-Z]/.test(name)) return true;
  const callee = types.calleeName(call.func) ?? '';
  return /^(?:builtins|threading|queue|collections|asyncio|time|datetime|itertools|math|random|logging)\./.test(callee);
}

/** What containers, texts, events and futures are asked: of a receiver of unknown class. */
const QUIET: ReadonlySet<string> = new Set(
  (
    'set is_set clear notify notify_all release add append appendleft discard remove pop popleft get get_nowait put_nowait task_done empty full ' +
    'qsize done cancelled cancel start stop time monotonic now update copy emit perf_counter set_result set_exception super items keys values ' +
    'call_soon_threadsafe call_soon call_later setdefault count index insert extend sort reverse join split strip lower upper startswith endswith encode decode format replace isoformat total_seconds'
  ).split(' '),
);

const REACHING: ReadonlySet<Effect> = new Set<Effect>(['network', 'database', 'file', 'process']);
const IDLE: ReadonlySet<Effect> = new Set<Effect>(['clean-up', 'log', 'sleep', 'pure']);
const MAY_FAIL: ReadonlySet<Effect> = new Set<Effect>(['project', 'unknown']);

/** What takes a failure there: a handler for every error (or what was taken thought for), or the doubt whether something does. */
function coverOf(node: Node, fn: Def, model: SemanticModel): 'whole' | DoubtId | undefined {
  const handlers = model.context.triesAround(node).flatMap((around) => around.handlers);
  if (handlers.some((handler) => model.handlers.describe(handler).isBroad)) return 'whole';
  let isCovered = handlers.some((handler) => isForFailures(handler, model));
  for (const around of ancestors(node)) {
    if (around === fn) break;
    // Work that a time-out starts is done like any other.
    if (around.kind === 'ExceptHandler' && isForFailures(around, model)) return 'whole';
    if (around.kind === 'Try' && around.finalbody.length > 0) {
      if (reportsFailure(around.finalbody, model)) return 'whole';
      // `queue.task_done()`, `client.close()` and a pause tell nobody.
      if (callsWithin(around.finalbody).some((call) => !isPlain(call, model) && !IDLE.has(model.effects.of(call))))
        isCovered = true;
    }
    if (around.kind !== 'With' && around.kind !== 'AsyncWith') continue;
    if (around.items.some((item) => isSuppress(item, model))) return 'whole';
    isCovered ||= around.items.some(suppresses);
  }
  return isCovered ? 'failure-handled-elsewhere' : undefined;
}

/** Itself, or by a function of this file. */
function reportsFailure(body: readonly Node[], model: SemanticModel, depth = 0): boolean {
  return callsWithin(body).some(({ func }) => {
    if (NOTIFYING.test(lastName(func) ?? '')) return true;
    const called = depth < MAX_DEPTH ? model.context.functionRun(func) : undefined;
    return called !== undefined && called.kind !== 'Lambda' && reportsFailure(called.body, model, depth + 1);
  });
}

/** Notifies those who wait. */
const NOTIFYING = /^(?:cancel|set_exception|set_result|set|put|put_nowait|notify_all)$/;

/** Being cancelled, timed out or out of work is no failure. */
const ORDINARY = /(^|\.)(CancelledError|Cancelled|TimeoutError|TimeoutException|QueueEmpty|QueueShutDown|Empty)$/;

function isForFailures(handler: ExceptHandler, { handlers }: SemanticModel): boolean {
  const { catches } = handlers.describe(handler);
  return catches.length === 0 || catches.some((name) => !ORDINARY.test(name));
}

/** `with contextlib.suppress(Exception):` */
const isSuppress = ({ context_expr: item }: Withitem, { names }: SemanticModel): boolean =>
  item.kind === 'Call' &&
  names.qualifiedName(item.func) === 'contextlib.suppress' &&
  item.args.some((given) => /(?:^|\.)(?:Base)?Exception$/.test(names.qualifiedName(given) ?? ''));

/** `with suppress(…)`, `async with self.catching_errors()`. */
function suppresses({ context_expr: item }: Withitem): boolean {
  return item.kind === 'Call' && /suppress|catch|log_exc|guard/i.test(lastName(item.func) ?? '');
}
