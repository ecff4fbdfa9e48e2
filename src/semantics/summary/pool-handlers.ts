/** Functions that a library's pool of threads calls for each message or job. */
import type { FunctionDef } from '../../ast/index.ts';
import { RUNS_IN_POOL } from '../../knowledge/event-handlers.ts';
import type { SemanticModel } from '../model.ts';

/** `@bot.message_handler(…)`, unless `bot` is made with `threaded=False`, `num_threads=1` or an `async_mode` of green threads. */
export function runsInPool(fn: FunctionDef, { types, flow, source }: SemanticModel): boolean {
  return fn.decorator_list.some((decorator) => {
    const named = decorator.kind === 'Call' ? decorator.func : decorator;
    if (!RUNS_IN_POOL.test(types.calleeName(named) ?? '')) return false;
    const made = named.kind === 'Attribute' ? flow.origins(named.value) : [];
    return !made.some(
      (each) => each.kind === 'Call' && each.keywords.some((given) => ALONE.test(source.text.slice(given))),
    );
  });
}

const ALONE = /^(?:threaded=False$|num_threads=1$|async_mode=(?!.threading))/;
