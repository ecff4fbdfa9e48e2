/** Where the words of a file stand: asked for each of its names, which would else each be looked for in the whole text. */
import type { ParsedModule } from '../../ast/index.ts';
import { memoize } from '../../collections/index.ts';
import type { Span } from '../../text/index.ts';

/** Whether a name stands as a word outside of a place and of comments: in code, a text or an annotation. */
export function isWrittenOutside(name: string, { start, end }: Span, source: ParsedModule): boolean {
  return (wordsOf(source).get(name) ?? []).some((at) => at < start || at >= end);
}

/** Whether a comment has the name, be it as a part of a word. */
export const isInComments = (name: string, source: ParsedModule): boolean => wordsOfComments(source).includes(name);

/** Offsets outside of comments, by word. */
const wordsOf = memoize(({ text: { content }, comments }: ParsedModule): ReadonlyMap<string, readonly number[]> => {
  const words = new Map<string, number[]>();
  let next = 0;
  for (const { 0: word, index } of content.matchAll(WORD)) {
    while ((comments[next]?.end ?? Number.POSITIVE_INFINITY) <= index) next++;
    if ((comments[next]?.start ?? Number.POSITIVE_INFINITY) <= index) continue;
    const known = words.get(word);
    if (known === undefined) words.set(word, [index]);
    else known.push(index);
  }
  return words;
});

/** Each word once: comments repeat themselves. */
const wordsOfComments = memoize(({ comments }: ParsedModule): string =>
  [...new Set(comments.flatMap(({ text }) => text.match(WORD) ?? []))].join(' '),
);

const WORD = /[\p{L}\p{M}\p{N}_]+/gu;
