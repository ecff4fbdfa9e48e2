import type { Expression } from '../../ast/index.ts';
import { isSpent } from '../limits.ts';
import type { SemanticModel } from '../model.ts';
import { type ValueStep, valueEdges } from './value-edges.ts';

/**
 * Leaves of where an expression's value comes from, in source order of the expression. What is left beyond
 * the limit of steps is a leaf.
 */
export function findOrigins(expression: Expression, model: SemanticModel): readonly Expression[] {
  const visited = new Set<Expression>();
  const leaves = new Set<Expression>();
  const pending = [expression];
  for (let at = pending.pop(); at !== undefined; at = pending.pop()) {
    if (visited.has(at)) continue;
    visited.add(at);
    const edges = isLeaf(at) || isSpent('origins', visited.size, expression, model) ? undefined : valueEdges(at, model);
    if (edges === undefined || !edges.every(({ how }) => FOLLOWED.has(how))) leaves.add(at);
    else for (const { from } of edges.toReversed()) pending.push(from);
  }
  return [...leaves];
}

/** What is parsed, looked up or read from an object is a value of its own. */
export const FOLLOWED: ReadonlySet<ValueStep> = new Set<ValueStep>([
  'same',
  'awaited',
  'entered',
  'part',
  'element',
  'operand',
  'converted',
  'formatted',
]);

/** Of a part of an attribute (`request.headers["X"]`) the key says more than the attribute alone; a dict or a set is an object. */
const isLeaf = (node: Expression): boolean =>
  node.kind === 'Dict' ||
  node.kind === 'DictComp' ||
  node.kind === 'Set' ||
  (node.kind === 'Subscript' && node.slice.kind !== 'Slice' && node.value.kind === 'Attribute');
