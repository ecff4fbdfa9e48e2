import type { Compare, Expression } from '#ast';
import type { FoldedValue, SemanticModel } from '#semantics';

/** A test that holds for a few known texts. */
export interface TestedTexts {
  readonly subject: Expression;
  readonly texts: readonly string[];
}

/** The texts that pass `x == "a"`, `x in ("a", "b")` and `x in TABLE`; undefined where they are not known. */
export function textsTested(test: Compare, { values }: SemanticModel): TestedTexts | undefined {
  const [op] = test.ops;
  const [right] = test.comparators;
  if (right === undefined || test.ops.length > 1 || (op !== 'Eq' && op !== 'In')) return undefined;
  const folded = values.fold(right);
  const all = folded === undefined ? undefined : op === 'Eq' ? [folded] : elementsOf(folded);
  const texts = all?.flatMap((each) => (each.kind === 'str' ? [each.value] : []));
  return texts === undefined || texts.length === 0 ? undefined : { subject: test.left, texts };
}

function elementsOf(folded: FoldedValue): readonly FoldedValue[] | undefined {
  if (folded.kind === 'mapping') return folded.entries.map(([key]) => key);
  return 'elements' in folded ? folded.elements : undefined;
}
