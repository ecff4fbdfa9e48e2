/** Tables of words in several languages, and how a text is looked up in them. */

import { simplified } from './script-variants.ts';

export interface Found<Meaning> {
  readonly meaning: Meaning;
  readonly phrase: string;
}

const LONGEST_PHRASE = 6;

export class PhraseTable<Meaning extends string> {
  readonly #meanings = new Map<string, Meaning>();
  /** Phrases of scripts that put no spaces between words are looked for anywhere. */
  readonly #unspaced: Found<Meaning>[] = [];

  /** By what they mean, phrases apart by `|` or lines. */
  constructor(table: Readonly<Partial<Record<Meaning, string>>>) {
    for (const [meaning, phrases] of Object.entries(table) as [Meaning, string][]) {
      for (const written of phrases.split(/[|\n]/)) {
        const phrase = plainWords(simplified(written)).join(' ');
        if (UNSPACED.test(phrase)) this.#unspaced.push({ meaning, phrase });
        this.#meanings.set(phrase, meaning);
      }
    }
  }

  /** What the whole text means. */
  whole(text: string): Meaning | undefined {
    return this.#meanings.get(plainWords(simplified(text)).join(' '));
  }

  /** The phrase that is first in the text; of several at one place the longest. */
  first(text: string): Found<Meaning> | undefined {
    for (const found of this.#spacedIn(text)) return found;
    return this.#unspacedIn(text)[0];
  }

  /** Every phrase of the text in order; of several at one place the longest, and none within another. */
  all(text: string): readonly Found<Meaning>[] {
    return [...this.#spacedIn(text), ...this.#unspacedIn(text)];
  }

  has(text: string): boolean {
    return this.first(text) !== undefined;
  }

  *#spacedIn(text: string): Generator<Found<Meaning>> {
    const words = plainWords(text);
    for (let start = 0; start < words.length; start++) {
      for (let length = Math.min(LONGEST_PHRASE, words.length - start); length > 0; length--) {
        const phrase = words.slice(start, start + length).join(' ');
        const meaning = UNSPACED.test(phrase) ? undefined : this.#meanings.get(phrase);
        if (meaning === undefined) continue;
        yield { meaning, phrase };
        start += length - 1;
        break;
      }
    }
  }

  #unspacedIn(text: string): readonly Found<Meaning>[] {
    if (!UNSPACED.test(text)) return [];
    const plain = unmarked(simplified(text));
    return this.#unspaced
      .map((found) => ({ found, at: plain.indexOf(found.phrase) }))
      .filter(({ at }) => at !== -1)
      .sort((a, b) => a.at - b.at || b.found.phrase.length - a.found.phrase.length)
      .map(({ found }) => found);
  }
}

export type MeaningOf<Table> = Table extends PhraseTable<infer Meaning> ? Meaning : never;

/** Words apart by blanks. */
export const wordSet = (words: string): ReadonlySet<string> => new Set(words.trim().split(/\s+/));

/** What single characters mean, apart by blanks. */
export const marks = <Meaning extends string>(table: Readonly<Partial<Record<Meaning, string>>>) =>
  new Map(
    Object.entries<string>(table as Record<Meaning, string>).flatMap(([meaning, signs]) =>
      signs.split(' ').map((sign) => [sign, meaning as Meaning] as const),
    ),
  ) as ReadonlyMap<string, Meaning>;

/** Korean has spaces, and endings on each word. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u;
const WORD = /[\p{L}\p{N}]+/gu;
const MARK = /\p{M}/gu;

/** Small letters without accents; `can't` is two words, `P0` is one. */
export function plainWords(text: string): string[] {
  return unmarked(text).match(WORD) ?? [];
}

const unmarked = (text: string): string => text.toLowerCase().normalize('NFD').replaceAll(MARK, '');
