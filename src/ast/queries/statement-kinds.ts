import type { Node, Stmt } from '../nodes.generated.ts';

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

export const isStatement = (node: Node): node is Stmt => node.kind in STATEMENTS;
