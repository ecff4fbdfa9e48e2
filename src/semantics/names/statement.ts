import type { Node, Stmt } from '../../ast/index.ts';

/** Listed as a record so that a new statement kind fails to compile here. */
const STATEMENTS: Readonly<Record<Stmt['kind'], true>> = {
  FunctionDef: true,
  AsyncFunctionDef: true,
  ClassDef: true,
  Return: true,
  Delete: true,
  Assign: true,
  TypeAlias: true,
  AugAssign: true,
  AnnAssign: true,
  For: true,
  AsyncFor: true,
  While: true,
  If: true,
  With: true,
  AsyncWith: true,
  Match: true,
  Raise: true,
  Try: true,
  TryStar: true,
  Assert: true,
  Import: true,
  ImportFrom: true,
  Global: true,
  Nonlocal: true,
  Expr: true,
  Pass: true,
  Break: true,
  Continue: true,
  UnparsedStmt: true,
};

/** The innermost statement that a node is or stands in; the node itself where there is none. */
export function statementAround(node: Node): Node {
  for (let at: Node | undefined = node; at !== undefined; at = at.parent) if (at.kind in STATEMENTS) return at;
  return node;
}

/** How two statements can exclude each other: they stand in different branches of one `try` or one `if`. */
export type Exclusion = 'try' | 'if';

/**
 * The construct whose branches keep two nodes from both taking effect. For `try`, `first` stands in the body and `second`
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
