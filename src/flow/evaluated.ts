import type { Node } from '../ast/index.ts';

/** The parts of a point's node that run there: of what holds a body, only its head. */
export function evaluatedIn(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      return [...node.decorator_list, ...node.args.defaults, ...node.args.kw_defaults.flatMap((each) => each ?? [])];
    case 'ClassDef':
      return [...node.decorator_list, ...node.bases, ...node.keywords];
    case 'ExceptHandler':
      return node.type === undefined ? [] : [node.type];
    case 'match_case':
      return node.guard === undefined ? [node.pattern] : [node.pattern, node.guard];
    case 'Lambda':
      return [];
    default:
      return [node];
  }
}
