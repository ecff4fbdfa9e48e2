/** Coroutine functions that are given to what runs plain functions: nobody awaits what it gets of them. */
import { type Call, type Expression, isGenerator, lastName } from '#ast';
import { words } from '#knowledge/words';
import type { SemanticModel } from '#semantics';
import { handedTo } from '#semantics/calls/handed-callbacks';
import { definitionNamedBy } from '#semantics/effects/definition-called';
import { type CoroutineLoss, lossOfSeveral } from './coroutine-loss.ts';

export interface RunAsPlain extends CoroutineLoss {
  /** The function, should it be one of coroutines. */
  readonly run: Expression;
}

/** `Thread(target=poll)`, `loop.call_later(5, self.connect)`, `await asyncio.to_thread(index, path)`. */
export function runAsPlain(call: Call, model: SemanticModel): RunAsPlain | undefined {
  return startedAsPlain(call, model) ?? calledAsPlain(call, model);
}

/** `filter(is_good, rows)`, `rows.sort(key=rank)`; `map` gives what it is given. */
function calledAsPlain(call: Call, model: SemanticModel): RunAsPlain | undefined {
  const { func, callback } = handedTo(call, model) ?? {};
  const run = func && unwrapped(model.flow.whole(func), model);
  if (run === undefined || callback?.result === undefined) return undefined;
  const loss = callback.result === 'passed-on' && lossOfSeveral(call, call, model);
  return loss !== false
    ? loss && { run, ...loss }
    : { run, says: `\`${lastName(call.func) ?? ''}\` calls it as a plain function` };
}

function startedAsPlain(call: Call, model: SemanticModel): RunAsPlain | undefined {
  const by = lastName(call.func) ?? '';
  const isGiving = GIVING.has(by);
  if (!isGiving && !DROPPING.has(by)) return undefined;
  const start = model.context.startOf(call);
  const run = start && unwrapped(start.run, model);
  if (run === undefined || (start?.how === 'task' && by !== 'do')) return undefined;
  const result = call.parent?.kind === 'Await' ? call.parent : call;
  const isLost = !isGiving || result.parent?.kind === 'Expr';
  // `await (await to_thread(load))`, `asyncio.run(pool.submit(load).result())`
  if (!isLost && result.parent?.kind === 'Await') return undefined;
  return {
    run,
    says: `\`${by}\` runs it as a plain function`,
    ...(!isLost && { doubt: 'ownership-transfer' }),
  };
}

/** What `partial` wraps; any other call makes what is run. */
function unwrapped(run: Expression, { types }: SemanticModel): Expression | undefined {
  if (run.kind !== 'Call') return run;
  return types.calleeName(run.func) === 'functools.partial' ? run.args[0] : undefined;
}

/** They hand on what the function gives. */
const GIVING: ReadonlySet<string> = new Set(words('to_thread run_in_executor run_in_threadpool run_sync submit'));
const DROPPING: ReadonlySet<string> = new Set(
  words(
    'Thread Timer Process start_new_thread call_later call_at call_soon call_soon_threadsafe add_signal_handler add_done_callback register signal enter do',
  ),
);

/** Where this file shows what is named, only if that is a coroutine function. One that a function defines for itself is known by that. */
export function pathToCoroutine(
  func: Expression,
  model: SemanticModel,
): { readonly path: string; readonly isKnown?: true } | undefined {
  // Most calls go to other people's code, which the summary of the file has found out already.
  const path = model.effects.projectPath({ func });
  const named = path === undefined ? undefined : definitionNamedBy(model, func);
  if (path === undefined || (named !== undefined && named.kind !== 'AsyncFunctionDef')) return undefined;
  const isNested = named !== undefined && model.context.defAround(named) !== undefined;
  return { path, ...(isNested && named.decorator_list.length === 0 && !isGenerator(named) && { isKnown: true }) };
}
