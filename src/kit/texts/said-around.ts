import { type AsyncFunctionDef, commentsWithin, docstringOf, type FunctionDef } from '../../ast/index.ts';
import type { SemanticModel } from '../../semantics/index.ts';

/** What the author says of a function: docstrings of it and its module, and the comments in it and right above it. */
export function saidAround(fn: FunctionDef | AsyncFunctionDef, { source }: SemanticModel): readonly string[] {
  const { comments, module, text } = source;
  const said = [
    docstringOf(module) ?? '',
    docstringOf(fn) ?? '',
    ...commentsWithin(source, fn).map((each) => each.text),
  ];
  let line = text.lineAt(fn.start);
  for (const comment of comments.filter(({ end }) => end <= fn.start).reverse()) {
    if (text.lineAt(comment.start) < line - 1) break;
    line = text.lineAt(comment.start);
    said.push(comment.text);
  }
  return said;
}
