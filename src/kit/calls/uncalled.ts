/** Code that nothing in a service comes to run. */
import { type Def, isWithin } from '../../ast/index.ts';
import { mainGuards } from '../../semantics/context/entry-point.ts';
import { callsOfFunction, mentionsOfFunction } from '../../semantics/context/function-mentions.ts';
import { callsWithin } from '../../semantics/effects/calls-within.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** Whether its file names it once, where a `__main__` guard calls it and does nothing behind that: the program ends with it. */
export function isEndOfMain(fn: Def, model: SemanticModel): boolean {
  const [call] = callsOfFunction(model, fn);
  if (call === undefined || mentionsOfFunction(model, fn).length > 1) return false;
  return mainGuards(model.source).some(({ body }) => {
    const at = body.findIndex((step) => step.kind === 'Expr' && isWithin(call, step));
    return at >= 0 && callsWithin(body.slice(at + 1)).every((each) => model.effects.of(each) === 'log');
  });
}
