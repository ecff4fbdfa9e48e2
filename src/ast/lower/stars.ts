import type { Expression, Starred } from '../nodes.generated.ts';
import { type Mutable, makeStarred } from './make.generated.ts';

/** `whole` was built on what follows the star of `star`; the star belongs before all of it. */
export function starOutside(star: Starred, whole: Mutable<Expression>): Expression {
  const inner = whole;
  inner.start = star.value.start;
  return makeStarred(star.start, inner.end, inner, 'Load');
}
