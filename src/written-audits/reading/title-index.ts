/** Claims by the words of their titles, to know a row that calls one of them by its title. */

import type { Claim } from '../claim.ts';
import { plainWords } from './words/phrases.ts';

const FEWEST_WORDS = 2;
/** A word of more titles than this tells none of them from others. */
const MOST_TITLES = 64;

export class TitleIndex {
  readonly #byWord = new Map<string, Claim[]>();

  constructor(claims: readonly Claim[]) {
    for (const claim of claims) {
      for (const word of wordsOfTitle(claim)) {
        const known = this.#byWord.get(word);
        if (known === undefined) this.#byWord.set(word, [claim]);
        else known.push(claim);
      }
    }
  }

  /** The claim told at length whose title has all words of a row that gives no lines of its own. */
  callerOf(row: Claim): Claim | undefined {
    if (row.places.some(({ ranges }) => ranges.length > 0)) return undefined;
    const words = wordsOfTitle(row);
    if (words.size < FEWEST_WORDS) return undefined;
    const lists = [...words].map((word) => this.#byWord.get(word) ?? []);
    const [rarest = []] = lists.toSorted((a, b) => a.length - b.length);
    if (rarest.length > MOST_TITLES) return undefined;
    return rarest.find((claim) => lists.every((list) => list.includes(claim)));
  }
}

/** Without the `s` of a plural, and without words of one or two letters. */
function wordsOfTitle({ title }: Claim): ReadonlySet<string> {
  return new Set(
    plainWords(title)
      .filter((word) => word.length > 2)
      .map((word) => word.replace(/(?<=\w{3})s$/, '')),
  );
}
