/** Where a file names its own functions. */
import type { Call, Expression } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { FunctionNode } from '../state.ts';
import { classOfMethod } from './enclosing.ts';

/** Expressions that mean the function: `self.name` for a method, its name for others, a lambda itself. */
export function mentionsOfFunction(model: SemanticModel, fn: FunctionNode): readonly Expression[] {
  if (fn.kind === 'Lambda') return [fn];
  const owner = classOfMethod(fn);
  if (owner !== undefined) return model.state.mentionsOf(owner, fn.name);
  return model.names.lookup(fn.name, fn)?.references ?? [];
}

/** Those of them that call it. */
export function callsOfFunction(model: SemanticModel, fn: FunctionNode): readonly Call[] {
  return mentionsOfFunction(model, fn).flatMap((mention) => {
    const { parent } = mention;
    return parent?.kind === 'Call' && parent.func === mention ? [parent] : [];
  });
}
