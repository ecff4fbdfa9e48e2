/** Where the words of a file stand: asked for each of its names, which would else each be looked for in the whole text. */
import { nodesOf, type ParsedModule } from '#ast';
import { memoize } from '#collections';
import type { Span } from '#text';

/** Whether a name stands as a word outside of a place, of comments and of docstrings: in code, a text or an annotation. */
export function isWrittenOutside(name: string, { start, end }: Span, source: ParsedModule): boolean {
  const written = wordsOf(source).get(name);
  return written !== undefined && (written.first < start || written.last >= end);
}

interface Written {
  readonly first: number;
  last: number;
}

/** The first and the last offset outside of what is only told, by word: what is outside of a place is before or behind it. */
const wordsOf = memoize((source: ParsedModule): ReadonlyMap<string, Readonly<Written>> => {
  const { content } = source.text;
  const texts = [...source.comments, ...docstringsOf(source)].sort((a, b) => a.start - b.start);
  const words = new Map<string, Written>();
  let next = 0;
  for (const { 0: word, index } of content.matchAll(WORD)) {
    while ((texts[next]?.end ?? Number.POSITIVE_INFINITY) <= index) next++;
    if ((texts[next]?.start ?? Number.POSITIVE_INFINITY) <= index) continue;
    const known = words.get(word);
    if (known === undefined) words.set(word, { first: index, last: index });
    else known.last = index;
  }
  return words;
});

/** Texts that are statements of their own. */
const docstringsOf = ({ module }: ParsedModule): readonly Span[] =>
  nodesOf(module, 'Expr').flatMap(({ value }) =>
    value.kind === 'Constant' && value.value.kind === 'str' ? value : [],
  );

const WORD = /[\p{L}\p{M}\p{N}_]+/gu;
