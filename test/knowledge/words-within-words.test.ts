import { expect, it } from 'vitest';
import { WORDS_WITHIN_ROWS } from '../../src/knowledge/words-within-words.ts';

it('names for each word another that holds it', () =>
  expect(WORDS_WITHIN_ROWS.filter(([word, holder]) => word === holder || !holder.includes(word))).toEqual([]));

it('has each word once', () => {
  const words = WORDS_WITHIN_ROWS.map(([word]) => word);
  expect(words.filter((word, index) => words.indexOf(word) !== index)).toEqual([]);
});
