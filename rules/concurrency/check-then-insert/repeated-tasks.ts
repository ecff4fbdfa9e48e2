/** Coroutines of which one object runs several at once. */
import { ancestors, type Call, type Def } from '#ast';
import type { SemanticModel } from '#semantics';
import { callsOfFunction } from '#semantics/context/function-mentions';

/** `[create_task(self.work(jobs)) for _ in range(8)]`, `gather(*(self.work(each) for each in urls))`, or what such a one awaits. */
export function isRunByTasks(fn: Def, model: SemanticModel, depth = 3): boolean {
  if (fn.kind !== 'AsyncFunctionDef' || depth === 0) return false;
  return callsOfFunction(model, fn).some((call) => {
    if (call.parent?.kind !== 'Await') return isMadeRepeatedly(call, model);
    const caller = model.context.defAround(call);
    return caller !== undefined && caller !== fn && isRunByTasks(caller, model, depth - 1);
  });
}

const isMadeRepeatedly = (call: Call, { context }: SemanticModel): boolean =>
  context.loopAround(call) !== undefined ||
  [...ancestors(call)].some(({ kind }) => kind === 'ListComp' || kind === 'GeneratorExp' || kind === 'SetComp');
