import type { DictComp, GeneratorExp, ListComp, Node, SetComp } from '../nodes.generated.ts';

/** Whether a part of an expression may be left out when the expression runs: an arm of a conditional, an operand behind `and`. */
export function isConditionalPart(parent: Node, child: Node): boolean {
  switch (parent.kind) {
    case 'IfExp':
      return child !== parent.test;
    case 'BoolOp':
      return child !== parent.values[0];
    case 'Compare':
      return child !== parent.left && child !== parent.comparators[0];
    case 'Assert':
      return child !== parent.test;
    case 'Lambda':
      return child === parent.body;
    default:
      return isComprehension(parent);
  }
}

/** Whether a node runs whenever what it is in does. */
export function isUnconditionalIn(node: Node, within: Node | undefined): boolean {
  let child = node;
  for (let at = node.parent; at !== undefined && child !== within; child = at, at = at.parent) {
    if (isConditionalPart(at, child)) return false;
  }
  return true;
}

export const isComprehension = (node: Node): node is ListComp | SetComp | DictComp | GeneratorExp =>
  node.kind === 'ListComp' || node.kind === 'SetComp' || node.kind === 'DictComp' || node.kind === 'GeneratorExp';
