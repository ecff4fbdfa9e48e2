import { isStatement, type Node } from '../../ast/index.ts';

/** The innermost statement that a node is or is in; the node itself where there is none. */
export function statementAround(node: Node): Node {
  for (let at: Node | undefined = node; at !== undefined; at = at.parent) if (isStatement(at)) return at;
  return node;
}

/** How two statements can exclude each other: they are in different branches of one `try` or one `if`. */
export type Exclusion = 'try' | 'if';

/**
 * The construct whose branches keep two nodes from both taking effect. For `try`, `first` is in the body and `second`
 * in a handler; the `else` belongs to neither side.
 */
export function exclusionOf(first: Node, second: Node): Exclusion | undefined {
  const path = new Map<Node, Node>();
  let below = first;
  for (let at = first.parent; at !== undefined; at = at.parent) {
    path.set(at, below);
    below = at;
  }
  below = second;
  for (let at = second.parent; at !== undefined; at = at.parent) {
    const firstBranch = path.get(at);
    if (firstBranch !== undefined) return branchesExclude(at, firstBranch, below);
    below = at;
  }
  return undefined;
}

function branchesExclude(parent: Node, first: Node, second: Node): Exclusion | undefined {
  if (parent.kind === 'If') {
    const isElse = (node: Node) => parent.orelse.some((statement) => statement === node);
    return isElse(first) !== isElse(second) ? 'if' : undefined;
  }
  if (parent.kind !== 'Try' && parent.kind !== 'TryStar') return undefined;
  if (second.kind !== 'ExceptHandler' || first === second) return undefined;
  return first.kind === 'ExceptHandler' || parent.body.some((statement) => statement === first) ? 'try' : undefined;
}
