/** Numbers that a loop multiplies again and again, here or on their way through a parameter. */
import { type Expression, mentions, type Name, type Node, numberConstant, walk } from '#ast';
import type { Definition, SemanticModel } from '#semantics';
import { callsOfFunction } from '#semantics/context/function-mentions';
import { positionalNames } from '#semantics/effects/handed-on';

export interface LoopGrowth {
  /** What multiplies it: `x *= 2`, `x = x * 2`. */
  readonly grown: Definition;
  /** Where the value goes from there: the name itself, or the call that hands it to the function around the name. */
  readonly passed: Node;
}

/** How a name gets beyond a limit by factors in a `while` that does not end before, in this function or in one that calls it. */
export function growthBeyond(limit: number, name: Name, model: SemanticModel): LoopGrowth | undefined {
  const own = grownIn(name, limit, model);
  if (own !== undefined) return { grown: own, passed: name };
  const fn = model.context.defAround(name);
  if (fn === undefined || model.names.parameterOf(name) === undefined) return undefined;
  const position = positionalNames(fn, model).indexOf(name.id);
  for (const call of callsOfFunction(model, fn)) {
    const passed = model.values.givenArgument(call, name.id, position);
    const grown = passed?.kind === 'Name' ? grownIn(passed, limit, model) : undefined;
    if (grown !== undefined) return { grown, passed: call };
  }
  return undefined;
}

function grownIn(name: Name, limit: number, model: SemanticModel): Definition | undefined {
  return model.names.resolve(name)?.definitions.find(({ node, statement, value }) => {
    const loop = model.context.loopAround(node);
    if (loop?.kind !== 'While' || capOf(loop.test, name.id) <= limit) return false;
    if (statement.kind === 'AugAssign') return statement.op === 'Mult' && isFactor(statement.value);
    if (value?.kind !== 'BinOp' || value.op !== 'Mult' || !mentions(value, name.id)) return false;
    return isFactor(value.left) || isFactor(value.right);
  });
}

const isFactor = (factor: Expression): boolean => (numberConstant(factor) ?? 0) > 1;

/** What the loop's own condition keeps the name below. */
function capOf(test: Expression, id: string): number {
  let cap = Number.POSITIVE_INFINITY;
  walk(test, (node) => {
    if (node.kind !== 'Compare' || node.left.kind !== 'Name' || node.left.id !== id) return;
    const isBelow = node.ops[0] === 'Lt' || node.ops[0] === 'LtE';
    if (isBelow) cap = Math.min(cap, numberConstant(node.comparators[0]) ?? cap);
  });
  return cap;
}
