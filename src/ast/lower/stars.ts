import type { Expression, Starred } from '../nodes.generated.ts';
import { type Mutable, makeStarred } from './make.generated.ts';

/** `whole` was built on what follows the star of `star`; the star belongs before all of it. */
export function starOutside(content: string, star: Starred, whole: Mutable<Expression>): Expression {
  const inner = whole;
  inner.start = behindStar(content, star);
  return makeStarred(star.start, inner.end, inner, 'Load');
}

/** Where what is starred begins, its parentheses included. */
export function behindStar(content: string, star: Starred): number {
  BEHIND.lastIndex = star.start + 1;
  return BEHIND.test(content) ? BEHIND.lastIndex : star.value.start;
}

const BEHIND = /(?:\s|\\\r?\n|#.*)*/y;
