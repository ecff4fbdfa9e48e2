/** Coroutine functions that are given to what runs plain functions: nobody awaits what it gets of them. */
import { type Call, type Expression, isGenerator, isInBlock, lastName, shortText } from '#ast';
import type { DoubtId } from '#findings';
import type { FactsContext } from '#kit';
import { words } from '#knowledge/words';
import type { SemanticModel } from '#semantics';
import { definitionNamedBy } from '#semantics/effects/definition-called';

export interface RunAsPlain {
  /** The function, should it be one of coroutines. */
  readonly run: Expression;
  readonly says: string;
  readonly doubt?: DoubtId;
}

/** `Thread(target=poll)`, `loop.call_later(5, self.connect)`, `await asyncio.to_thread(index, path)`. */
export function runAsPlain(call: Call, model: SemanticModel): RunAsPlain | undefined {
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

/** In a branch of a condition that asks what is a coroutine function: of this one, where it is none, it is another that is called. */
export function askedAround(call: Call, { context, names, text }: FactsContext): 'no' | 'perhaps' | undefined {
  const called = shortText(call.func, text);
  const asked = context.testsAround(call).flatMap((test) => {
    const [asks, whenTrue] = test.kind === 'UnaryOp' && test.op === 'Not' ? [test.operand, false] : [test, true];
    if (asks.kind !== 'Call' || !/\.iscoroutinefunction$/.test(names.qualifiedName(asks.func) ?? '')) return [];
    const isThis = asks.args[0] !== undefined && shortText(asks.args[0], text) === called;
    const isElse = test.parent?.kind === 'If' && isInBlock(test.parent.orelse, call);
    return isThis && isElse === whenTrue ? 'no' : 'perhaps';
  });
  return asked.find((each) => each === 'no') ?? asked[0];
}
