import { Kind, type SyntaxTree } from '../../syntax/index.ts';

/**
 * Everything that holds what the grammar could not read, up to the statement or clause: after an error the grammar
 * guesses, so no part of that expression or header is trusted. What contains the statement stays whole.
 */
export function findBrokenNodes(tree: SyntaxTree): ReadonlySet<number> {
  const broken = new Set<number>();
  if (tree.errors.length === 0) return broken;
  const parents = tree.parents();
  for (const error of tree.errors) {
    let at = parents[error] ?? 0;
    while (at !== 0 && !CONTAINERS.has(tree.kind(at)) && !broken.has(at)) {
      broken.add(at);
      if (STATEMENTS.has(tree.kind(at))) break;
      at = parents[at] ?? 0;
    }
  }
  return broken;
}

const CONTAINERS: ReadonlySet<number> = new Set([Kind.module, Kind.block, Kind.ERROR]);

const STATEMENTS: ReadonlySet<number> = new Set([
  Kind.expression_statement,
  Kind.return_statement,
  Kind.delete_statement,
  Kind.raise_statement,
  Kind.assert_statement,
  Kind.global_statement,
  Kind.nonlocal_statement,
  Kind.type_alias_statement,
  Kind.print_statement,
  Kind.exec_statement,
  Kind.import_statement,
  Kind.import_from_statement,
  Kind.future_import_statement,
  Kind.if_statement,
  Kind.elif_clause,
  Kind.else_clause,
  Kind.for_statement,
  Kind.while_statement,
  Kind.with_statement,
  Kind.try_statement,
  Kind.except_clause,
  Kind.finally_clause,
  Kind.match_statement,
  Kind.case_clause,
  Kind.function_definition,
  Kind.class_definition,
  Kind.decorated_definition,
]);
