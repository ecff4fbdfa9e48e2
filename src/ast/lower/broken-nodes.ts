import { Kind, type SyntaxTree } from '../../syntax/index.ts';

/**
 * Nodes whose own parts were not all readable. What is only a part of something else (an argument list, a parameter)
 * passes the damage on to it, up to the nearest expression or statement; whatever contains that one stays whole.
 */
export function findBrokenNodes(tree: SyntaxTree): ReadonlySet<number> {
  const broken = new Set<number>();
  if (tree.errors.length === 0) return broken;
  const parents = tree.parents();
  for (const error of tree.errors) {
    let at = parents[error] ?? 0;
    while (PARTS.has(tree.kind(at)) && !broken.has(at)) {
      broken.add(at);
      at = parents[at] ?? 0;
    }
    broken.add(at);
  }
  return broken;
}

const PARTS: ReadonlySet<number> = new Set([
  Kind.argument_list,
  Kind.keyword_argument,
  Kind.list_splat,
  Kind.dictionary_splat,
  Kind.pair,
  Kind.slice,
  Kind.dotted_name,
  Kind.relative_import,
  Kind.aliased_import,
  Kind.import_prefix,
  Kind.parameters,
  Kind.lambda_parameters,
  Kind.default_parameter,
  Kind.typed_parameter,
  Kind.typed_default_parameter,
  Kind.list_splat_pattern,
  Kind.dictionary_splat_pattern,
  Kind.for_in_clause,
  Kind.if_clause,
  Kind.type,
  Kind.type_parameter,
  Kind.expression_list,
  Kind.pattern_list,
  Kind.with_item,
  Kind.with_clause,
  Kind.as_pattern,
  Kind.as_pattern_target,
  Kind.string_content,
  Kind.interpolation,
  Kind.format_specifier,
  Kind.format_expression,
  Kind.parenthesized_expression,
  Kind.assignment,
  Kind.augmented_assignment,
  Kind.case_pattern,
]);
