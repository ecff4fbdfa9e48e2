/** Files that are written again while the program goes on. */
import { ancestors, blockAround, type Call, type Def, isWithin, type Node } from '#ast';
import type { SemanticModel } from '#semantics';
import { callsOfFunction } from '#semantics/context/function-mentions';
import { runsWhereFileIsMissing } from './missing-file.ts';

/** The place that shows that what `call` writes in `fn` and `read` reads is written more than once; undefined when none does. */
export function whyRewritten(call: Call, fn: Def, read: Call, model: SemanticModel): Node | undefined {
  if (fn.name === '__init__') return undefined;
  if (model.context.loopAround(call) !== undefined) return call;
  const reader = model.context.defAround(read);
  if (reader === fn && model.flow.precedes(read, call) && mayBothRun(read, call, model)) return call;
  if (reader !== undefined && callsOfFunction(model, reader).some((use) => model.context.defAround(use) === fn))
    return call;
  const calls = callsOfFunction(model, fn).filter((use) => {
    const caller = model.context.defAround(use);
    return caller !== undefined && caller.name !== '__init__' && !runsWhereFileIsMissing(use, caller);
  });
  const first = model.context.defAround(calls[0] ?? fn);
  return calls.find((use) => model.context.loopAround(use) !== undefined || model.context.defAround(use) !== first);
}

/** Not after `try: read`, `else: raise`, nor where the branch that reads leaves the function. */
function mayBothRun(read: Call, call: Call, { context, flow }: SemanticModel): boolean {
  if (context.triesAround(read).some(({ orelse }) => orelse.length > 0 && flow.alwaysRaises(orelse))) return false;
  return [...ancestors(read)].every((around) => {
    const block = blockAround(around);
    return block.length === 0 || block.some((statement) => isWithin(call, statement)) || flow.exits(block).falls;
  });
}
