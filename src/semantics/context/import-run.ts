/** What runs while a module is imported, through the functions of the file that it calls then. */
import type { Expression, Node } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';
import type { FunctionNode } from '../state.ts';
import { classOfMethod, functionAround } from './enclosing.ts';
import { mentionsOfFunction } from './function-mentions.ts';

/** Runs on import itself, or in a function of the file that such code calls or decorates with. Methods are not followed. */
export function runsDuringImport(model: SemanticModel, node: Node): boolean {
  return isReached(model, node, new Set());
}

function isReached(model: SemanticModel, node: Node, seen: Set<FunctionNode>): boolean {
  if (model.context.runsAtImport(node)) return true;
  const fn = functionAround(node);
  if (fn === undefined || fn.kind === 'Lambda' || seen.has(fn) || classOfMethod(fn) !== undefined) return false;
  seen.add(fn);
  return mentionsOfFunction(model, fn).some((mention) => isCalled(mention) && isReached(model, mention, seen));
}

function isCalled(mention: Expression): boolean {
  const { parent } = mention;
  return (parent?.kind === 'Call' && parent.func === mention) || isDecorator(mention);
}

function isDecorator(node: Node): boolean {
  const { parent } = node;
  return parent !== undefined && 'decorator_list' in parent && parent.decorator_list.some((each) => each === node);
}
