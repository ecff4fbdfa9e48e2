/** Tables of words in several languages, and how a text is looked up in them. */

import { simplified } from './script-variants.ts';

/** What a phrase means, and phrases apart by `|`; a later row gives way to an earlier one. */
export type PhraseRow<Meaning> = readonly [Meaning, string];

export interface Found<Meaning> {
  readonly meaning: Meaning;
  readonly phrase: string;
}

const LONGEST_PHRASE = 6;

export class PhraseTable<Meaning> {
  readonly #meanings = new Map<string, Meaning>();
  /** Phrases of scripts that put no spaces between words are looked for anywhere. */
  readonly #unspaced: Found<Meaning>[] = [];

  constructor(rows: readonly PhraseRow<Meaning>[]) {
    for (const [meaning, phrases] of rows) {
      for (const written of phrases.split('|')) {
        const phrase = plainWords(simplified(written)).join(' ');
        if (phrase === '') this.#unspaced.push({ meaning, phrase: written.trim() });
        else if (UNSPACED.test(phrase)) this.#unspaced.push({ meaning, phrase });
        else if (!this.#meanings.has(phrase)) this.#meanings.set(phrase, meaning);
      }
    }
  }

  /** What the whole text means. */
  whole(text: string): Meaning | undefined {
    const phrase = plainWords(simplified(text)).join(' ');
    const known = this.#meanings.get(phrase);
    if (known !== undefined) return known;
    return this.#unspaced.find((row) => row.phrase === phrase || (phrase === '' && row.phrase === text.trim()))
      ?.meaning;
  }

  /** The phrase that stands first in the text; of several at one place the longest. */
  first(text: string): Found<Meaning> | undefined {
    const words = plainWords(text);
    for (let start = 0; start < words.length; start++) {
      for (let length = Math.min(LONGEST_PHRASE, words.length - start); length > 0; length--) {
        const phrase = words.slice(start, start + length).join(' ');
        const known = this.#meanings.get(phrase);
        if (known !== undefined) return { meaning: known, phrase };
      }
    }
    return this.#unspacedIn(text)[0];
  }

  /** Every phrase of the text in order; of several at one place the longest, and none within another. */
  all(text: string): readonly Found<Meaning>[] {
    const words = plainWords(text);
    const found: Found<Meaning>[] = [];
    for (let start = 0; start < words.length; start++) {
      for (let length = Math.min(LONGEST_PHRASE, words.length - start); length > 0; length--) {
        const phrase = words.slice(start, start + length).join(' ');
        const known = this.#meanings.get(phrase);
        if (known === undefined) continue;
        found.push({ meaning: known, phrase });
        start += length - 1;
        break;
      }
    }
    return [...found, ...this.#unspacedIn(text)];
  }

  has(text: string): boolean {
    return this.first(text) !== undefined;
  }

  #unspacedIn(text: string): readonly Found<Meaning>[] {
    if (!UNSPACED.test(text) && this.#hasNoSigns(text)) return [];
    const plain = unmarked(simplified(text));
    return this.#unspaced
      .map((row) => ({ row, at: plain.indexOf(row.phrase) }))
      .filter(({ at }) => at !== -1)
      .sort((a, b) => a.at - b.at || b.row.phrase.length - a.row.phrase.length)
      .map(({ row }) => row);
  }

  #hasNoSigns(text: string): boolean {
    return !this.#unspaced.some(({ phrase }) => !UNSPACED.test(phrase) && text.includes(phrase));
  }
}

/** Korean has spaces, and endings on each word. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const WORD = /[\p{L}\p{N}]+/gu;
const MARK = /\p{M}/gu;

/** Small letters without accents; `can't` is two words, `P0` is one. */
export function plainWords(text: string): string[] {
  return unmarked(text).match(WORD) ?? [];
}

const unmarked = (text: string): string => text.toLowerCase().normalize('NFD').replaceAll(MARK, '');
