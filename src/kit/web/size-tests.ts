/** Tests that ask how large something is. */
import { type Call, type Compare, type Def, holds } from '../../ast/index.ts';
import { nodesWithin } from '../../semantics/effects/calls-within.ts';

/** Names that speak of a size. */
export const SIZE_WORDS = /(?:^|_)(?:size|length|len|bytes|limit|max|maximum|too_large)(?:_|$)|content_?length/i;

/** What a function asks for a size before a call, of whatever that is. */
export const sizeTestsBefore = (call: Call, fn: Def): readonly Compare[] =>
  nodesWithin([fn], 'Compare').filter((test) => test.start <= call.end && comparesSize(test));

export function comparesSize({ left, comparators }: Compare): boolean {
  return holds([left, ...comparators], (part) =>
    part.kind === 'Name' ? SIZE_WORDS.test(part.id) : part.kind === 'Attribute' && SIZE_WORDS.test(part.attr),
  );
}
