/** Tables of words in several languages, and how a text is looked up in them. */

/** What a phrase means, and phrases apart by `|`; a later row gives way to an earlier one. */
export type PhraseRow<Meaning> = readonly [Meaning, string];

export interface Found<Meaning> {
  readonly meaning: Meaning;
  readonly phrase: string;
}

const LONGEST_PHRASE = 6;

export class PhraseTable<Meaning> {
  readonly #meanings = new Map<string, { readonly meaning: Meaning; readonly rank: number }>();
  /** Phrases of scripts that put no spaces between words are looked for anywhere. */
  readonly #unspaced: Found<Meaning>[] = [];

  constructor(rows: readonly PhraseRow<Meaning>[]) {
    for (const [rank, [meaning, phrases]] of rows.entries()) {
      for (const written of phrases.split('|')) {
        const phrase = plainWords(written).join(' ');
        if (phrase === '') this.#unspaced.push({ meaning, phrase: written.trim() });
        else if (UNSPACED.test(phrase)) this.#unspaced.push({ meaning, phrase });
        else if (!this.#meanings.has(phrase)) this.#meanings.set(phrase, { meaning, rank });
      }
    }
  }

  /** What the whole text means. */
  whole(text: string): Meaning | undefined {
    const phrase = plainWords(text).join(' ');
    const known = this.#meanings.get(phrase)?.meaning;
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
        if (known !== undefined) return { meaning: known.meaning, phrase };
      }
    }
    return this.#unspacedIn(text);
  }

  /** The phrase of the earliest row of the table, wherever in the text it stands. */
  strongest(text: string): Found<Meaning> | undefined {
    const words = plainWords(text);
    let best: { readonly found: Found<Meaning>; readonly rank: number } | undefined;
    for (let start = 0; start < words.length; start++) {
      for (let length = Math.min(LONGEST_PHRASE, words.length - start); length > 0; length--) {
        const phrase = words.slice(start, start + length).join(' ');
        const known = this.#meanings.get(phrase);
        if (known === undefined || (best !== undefined && best.rank <= known.rank)) continue;
        best = { found: { meaning: known.meaning, phrase }, rank: known.rank };
      }
    }
    return best?.found ?? this.#unspacedIn(text);
  }

  has(text: string): boolean {
    return this.first(text) !== undefined;
  }

  #unspacedIn(text: string): Found<Meaning> | undefined {
    const plain = text.toLowerCase();
    return this.#unspaced.find(({ phrase }) => plain.includes(phrase));
  }
}

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;
const WORD = /[\p{L}\p{N}]+/gu;
const MARK = /\p{M}/gu;

/** Small letters without accents; `can't` is two words, `P0` is one. */
export function plainWords(text: string): string[] {
  return text.toLowerCase().normalize('NFD').replaceAll(MARK, '').match(WORD) ?? [];
}
