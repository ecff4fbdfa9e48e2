import { withoutEmptyContinuations } from './continued-lines.ts';
import { withoutLeadingStars } from './leading-stars.ts';
import { withoutLoneCarriageReturns } from './line-ends.ts';
import { withoutTypeParameterDefaults } from './type-parameter-defaults.ts';

/** `content` with the same offsets, in what the grammar can read. */
export function readableText(content: string): string {
  const lines = withoutEmptyContinuations(withoutLoneCarriageReturns(content));
  return withoutTypeParameterDefaults(withoutLeadingStars(lines));
}
