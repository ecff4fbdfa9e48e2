/** Whether what a request is asked for in its address is a credential. */
import { type Expression, nodesOf } from '#ast';
import type { SemanticModel } from '#semantics';
import { memoizeByFile } from '#semantics/by-file';
import { callsOfFunction } from '#semantics/context/function-mentions';

/** A comparison in constant time, as only secrets need one, takes what is read here, also from a function that gives it. */
export function isComparedAsSecret(read: Expression, model: SemanticModel, depth = 2): boolean {
  const isHere = comparedInConstantTime(model).has(read);
  if (isHere || depth === 0) return isHere;
  const fn = model.context.defAround(read);
  if (fn === undefined) return false;
  const isGiven = model.flow
    .returnValues(fn)
    .some((each) => each !== undefined && (each === read || model.flow.origins(each).includes(read)));
  return isGiven && callsOfFunction(model, fn).some((call) => isComparedAsSecret(call, model, depth - 1));
}

/** All that such comparisons take, once for a file: a file with many reads of requests has many comparisons, too. */
const comparedInConstantTime = memoizeByFile((model: SemanticModel): ReadonlySet<Expression> => {
  const calls = nodesOf(model.source.module, 'Call').filter(({ func }) =>
    CONSTANT_TIME.test(model.names.qualifiedName(func) ?? ''),
  );
  return new Set(calls.flatMap(({ args }) => args.flatMap((each) => [each, ...model.flow.origins(each)])));
});

const CONSTANT_TIME = /^(?:hmac|secrets)\.compare_digest$|^django\.utils\.crypto\.constant_time_compare$/;
