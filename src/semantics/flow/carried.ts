import type { Expression } from '../../ast/index.ts';

/** The expressions whose values an expression only carries on: alternatives, elements, what stands in brackets. Undefined for every other one. */
export function carriedBy(node: Expression): readonly Expression[] | undefined {
  switch (node.kind) {
    case 'BoolOp':
    case 'JoinedStr':
      return node.values;
    case 'Tuple':
    case 'List':
      return node.elts;
    case 'IfExp':
      return [node.body, node.orelse];
    case 'ListComp':
    case 'SetComp':
    case 'GeneratorExp':
      return [node.elt];
    case 'FormattedValue':
    case 'NamedExpr':
    case 'Await':
    case 'Starred':
      return [node.value];
    default:
      return undefined;
  }
}
