import type { AsyncFunctionDef, ClassDef, FunctionDef, Module, Stmt } from '../nodes.generated.ts';
import { stringConstant } from './constants.ts';

/** What may open with a docstring. */
export type Documented = Module | ClassDef | FunctionDef | AsyncFunctionDef;

/** The docstring as it is written, indentation included. */
export function docstringOf(node: Documented): string | undefined {
  const [first] = node.body;
  return first?.kind === 'Expr' ? stringConstant(first.value) : undefined;
}

/** True for a statement that is the docstring of what contains it. */
export function isDocstring(statement: Stmt): boolean {
  const { parent } = statement;
  if (parent === undefined || statement.kind !== 'Expr' || stringConstant(statement.value) === undefined) return false;
  return isDocumented(parent) && parent.body[0] === statement;
}

/** The statements after the docstring. */
export function bodyWithoutDocstring(node: Documented): readonly Stmt[] {
  return docstringOf(node) === undefined ? node.body : node.body.slice(1);
}

function isDocumented(node: { readonly kind: string }): node is Documented {
  return (
    node.kind === 'Module' ||
    node.kind === 'ClassDef' ||
    node.kind === 'FunctionDef' ||
    node.kind === 'AsyncFunctionDef'
  );
}
