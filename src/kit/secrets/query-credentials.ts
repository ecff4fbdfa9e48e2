/** Whether what a request is asked for in its address is a credential. */
import { type Expression, nodesOf } from '../../ast/index.ts';
import { callsOfFunction } from '../../semantics/context/function-mentions.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** A comparison in constant time, as only secrets need one, takes what is read here, also from a function that gives it. */
export function isComparedAsSecret(read: Expression, model: SemanticModel, depth = 2): boolean {
  const isHere = nodesOf(model.source.module, 'Call').some(
    ({ func, args }) =>
      CONSTANT_TIME.test(model.names.qualifiedName(func) ?? '') &&
      args.some((each) => each === read || model.flow.origins(each).includes(read)),
  );
  if (isHere || depth === 0) return isHere;
  const fn = model.context.defAround(read);
  if (fn === undefined) return false;
  const isGiven = model.flow
    .returnValues(fn)
    .some((each) => each !== undefined && (each === read || model.flow.origins(each).includes(read)));
  return isGiven && callsOfFunction(model, fn).some((call) => isComparedAsSecret(call, model, depth - 1));
}

const CONSTANT_TIME = /^(?:hmac|secrets)\.compare_digest$|^django\.utils\.crypto\.constant_time_compare$/;
