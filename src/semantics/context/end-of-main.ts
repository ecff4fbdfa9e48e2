/** Code that nothing in a service comes to run. */
import { type Def, isWithin } from '../../ast/index.ts';
import { firstIndex } from '../../collections/index.ts';
import { memoizeByFile } from '../by-file.ts';
import { callsWithin } from '../effects/calls-within.ts';
import type { SemanticModel } from '../model.ts';
import { mainGuards } from './entry-point.ts';
import { callsOfFunction, mentionsOfFunction } from './function-mentions.ts';

/** Whether its file names it once, where a `__main__` guard calls it and does nothing behind that: the program ends with it. */
export function isEndOfMain(fn: Def, model: SemanticModel): boolean {
  const [call] = callsOfFunction(model, fn);
  if (call === undefined || mentionsOfFunction(model, fn).length > 1) return false;
  return guards(model).some(({ body, lastAct }) => {
    const step = body[firstIndex(body, ({ end }) => end >= call.end)];
    return step?.kind === 'Expr' && isWithin(call, step) && lastAct < step.end;
  });
}

/** With where the last call of each stands that does more than tell. */
const guards = memoizeByFile((model: SemanticModel) =>
  mainGuards(model.source).map(({ body }) => {
    const acts = callsWithin(body).filter((each) => model.effects.of(each) !== 'log');
    return { body, lastAct: acts.reduce((last, { start }) => Math.max(last, start), -1) };
  }),
);
