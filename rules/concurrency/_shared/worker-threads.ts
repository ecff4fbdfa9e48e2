/** Threads and the pools of them: who keeps a thread, which pool runs a job, and how many at once. */
import { ancestors, boundTarget, type Call, type ClassDef, type Expression, isNone, isWithin } from '#ast';
import type { FunctionStart, SemanticModel } from '#semantics';
import { constructionsOf } from '#semantics/context/constructions';
import { callsOfFunction } from '#semantics/context/function-mentions';

/** A thread that nobody keeps: `Thread(…).start()`, or a local on which nothing is called but `start()`. */
export function isForgottenThread(thread: Call, { names }: SemanticModel): boolean {
  const { parent, func } = thread;
  if (parent?.kind === 'Attribute') return parent.attr === 'start' && parent.parent?.parent?.kind === 'Expr';
  if (parent?.kind === 'Expr') return func.kind === 'Attribute' && func.attr === 'start_new_thread';
  const target = boundTarget(thread);
  const binding = target?.kind === 'Name' ? names.resolve(target) : undefined;
  if (binding === undefined || binding.scope.kind !== 'function' || binding.definitions.length !== 1) return false;
  const members = binding.references.map(({ parent: use }) => (use?.kind === 'Attribute' ? use.attr : ''));
  return members.includes('start') && members.every((member) => START_ONLY.has(member));
}

/** What is done to a thread that nobody keeps. */
const START_ONLY: ReadonlySet<string> = new Set(['start', 'daemon', 'name', 'setDaemon', 'setName']);

/** The pool that runs a job; undefined where it is the one that all of the process shares (`to_thread`, no pool named). */
export function poolOf({ call, how }: FunctionStart): Expression | undefined {
  if (how !== 'executor' || call.func.kind !== 'Attribute') return undefined;
  const { attr, value } = call.func;
  if (/^(?:submit|i?map|starmap|apply)(?:_async|_unordered)?$/.test(attr)) return value;
  const [pool] = attr === 'run_in_executor' ? call.args : [];
  return isNone(pool) ? undefined : pool;
}

/** How many jobs the pool of a start runs at once; unknown where this file does not make the pool. */
export function workersOf(start: FunctionStart, model: SemanticModel): 'one' | 'many' | 'unknown' {
  const pool = poolOf(start);
  if (pool === undefined) return 'many';
  const kept =
    model.state
      .lifeOf(pool)
      ?.of('create')
      .flatMap(({ value }) => value ?? []) ?? model.flow.origins(pool);
  const made = kept.find((value) => value.kind === 'Call');
  const maker = made === undefined ? '' : (model.types.calleeName(made.func) ?? '');
  if (made === undefined || !/ThreadPoolExecutor$|\.ThreadPool$|\.dummy\.Pool$/.test(maker)) return 'unknown';
  const isExecutor = maker.endsWith('Executor');
  const workers = model.values.givenArgument(made, isExecutor ? 'max_workers' : 'processes', 0);
  return workers !== undefined && model.values.number(workers) === 1 ? 'one' : 'many';
}

/** Whether several threads run the function of a start at once: a pool of more than one, or a thread that is started in a loop. */
export function runsManyAtOnce(start: FunctionStart, model: SemanticModel): boolean {
  if (start.how === 'thread') return isStartedRepeatedly(start.call, model);
  // `await to_thread(self.run)` makes a coroutine of a method: one at a time for each object, as far as this shows.
  if (start.call.parent?.kind === 'Await' && model.context.loopAround(start.call) === undefined) return false;
  return workersOf(start, model) !== 'one';
}

/** In a loop, or in a function that is called in one. */
function isStartedRepeatedly(call: Call, model: SemanticModel): boolean {
  if (model.context.loopAround(call) !== undefined) return true;
  const starter = model.context.defAround(call);
  if (starter === undefined) return false;
  return callsOfFunction(model, starter).some((each) => model.context.loopAround(each) !== undefined);
}

/** One object of the class is handed to several threads, or used in what they run. */
export function isGivenToThreads(owner: ClassDef, model: SemanticModel): boolean {
  return constructionsOf(owner, model).some((call) => {
    const target = boundTarget(call);
    const uses = target?.kind === 'Name' ? (model.names.resolve(target)?.references ?? []) : [];
    return uses.some((use) =>
      [...ancestors(use)].some((around) => {
        const start = around.kind === 'Call' ? model.context.startOf(around) : undefined;
        return start !== undefined && !isWithin(call, around) && runsManyAtOnce(start, model);
      }),
    );
  });
}
