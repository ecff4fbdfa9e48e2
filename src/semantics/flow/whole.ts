import { type Call, type Expression, holds, type Name, type Node } from '../../ast/index.ts';
import { FOLLOWED } from '../limits.ts';
import type { SemanticModel } from '../model.ts';
import type { Definition } from '../names.ts';
import { constantFunction } from '../values/constant-function.ts';
import { handedBack } from '../values/handed-back.ts';
import { instanceConstant } from '../values/instance-constants.ts';

/**
 * The expression whose value, whole and unchanged, an expression has: through names bound by one assignment, functions of
 * this file that give back their argument or always the same, and attributes that `__init__` alone binds. The expression itself where nothing stands between.
 */
export function wholeValueOf(expression: Expression, model: SemanticModel): Expression {
  let at = expression;
  for (let steps = 0; steps < FOLLOWED.assignments; steps++) {
    const next = stepFrom(at, model);
    if (next === undefined || next === expression) return at;
    at = next;
  }
  return at;
}

function stepFrom(at: Expression, model: SemanticModel): Expression | undefined {
  if (at.kind === 'NamedExpr') return at.value;
  if (at.kind === 'Call') return handedBack(at, model) ?? returnedAlone(at, model);
  if (at.kind === 'Attribute') return instanceConstant(at, model);
  return at.kind === 'Name' && at.ctx === 'Load' ? boundWhole(at, model) : undefined;
}

/** What a function of this file returns, where it returns one thing that needs nothing of its call. */
function returnedAlone(call: Call, model: SemanticModel): Expression | undefined {
  const target = constantFunction(call.func, model);
  const [only, ...others] = target === undefined ? [] : model.flow.returnValues(target);
  if (only === undefined || others.length > 0) return undefined;
  const isOwn = (node: Node): boolean =>
    node.kind === 'Call' || (node.kind === 'Name' && model.names.resolve(node)?.scope.kind !== 'module');
  return holds(only, isOwn) ? undefined : only;
}

function boundWhole(name: Name, model: SemanticModel): Expression | undefined {
  const binding = model.names.resolve(name);
  const all = binding?.scope.kind === 'module' ? binding.definitions : model.flow.reachingDefinitions(name);
  // Of a name that is bound thousands of times the others are not copied for each read.
  const only = all.length === 1 ? all[0] : undefined;
  return only !== undefined && !only.remote && isAssigned(only) ? only.value : undefined;
}

function isAssigned({ kind }: Definition): boolean {
  return kind === 'assignment' || kind === 'annotation' || kind === 'named-expression';
}
