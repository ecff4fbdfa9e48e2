/** Whether a claim says again what another one tells, by the words that both have. */

import { groupBy } from '../../collections/index.ts';
import type { Claim } from '../claim.ts';
import { plainWords } from './words/phrases.ts';
import { simplified } from './words/script-variants.ts';

const FEWEST = 2;
/** A word of more claims than this tells none of them from others. */
const MOST_CLAIMS = 64;

export class LikenessIndex {
  /** The claims that have a word. */
  readonly #byWord: ReadonlyMap<string, readonly { readonly claim: Claim }[]>;

  constructor(claims: readonly Claim[]) {
    const distinct = claims.flatMap((claim) =>
      [...distinctWords(`${claim.title} ${claim.names.join(' ')}`)].map((word) => ({ word, claim })),
    );
    this.#byWord = groupBy(distinct, ({ word }) => word);
  }

  /** The one of them that has the greatest share of the words of a title, and so great a one; undefined where two have the same. */
  likest(title: string, share: number): Claim | undefined {
    const words = distinctWords(title.replace(/\([^()]*\)$|（[^（）]*）$/u, ''));
    const hits = new Map<Claim, number>();
    for (const word of words) {
      const having = this.#byWord.get(word) ?? [];
      if (having.length <= MOST_CLAIMS) for (const { claim } of having) hits.set(claim, (hits.get(claim) ?? 0) + 1);
    }
    // One word in common is chance.
    const least = Math.max(FEWEST, words.size * share);
    const [best, next] = [...hits].filter(([, count]) => count >= least).sort(([, a], [, b]) => b - a);
    return best?.[1] === next?.[1] ? undefined : best?.[0];
  }
}

/** Words of three letters and more, without the `s` of a plural; where a script puts no spaces between words, each two characters. */
function distinctWords(text: string): ReadonlySet<string> {
  // A name of code is one word more: `queue_depth` is not said where `MAX_QUEUE_DEPTH` is.
  const names = text.match(/(?<![\w-])[a-z\d]+(?:_[a-z\d]+)+(?![\w-])/gi) ?? [];
  return new Set([
    ...names,
    ...plainWords(simplified(text)).flatMap((word) => {
      const parts = word.match(/\p{Script=Han}+|[^\p{Script=Han}]+/gu) ?? [];
      return parts.flatMap((part) =>
        /\p{Script=Han}/u.test(part) ? pairsOf(part) : part.length > 2 ? singular(part) : [],
      );
    }),
  ]);
}

const singular = (word: string): string => word.replace(/(?<=\w{3})s$/, '');

function pairsOf(text: string): readonly string[] {
  return Array.from({ length: text.length - 1 }, (_, index) => text.slice(index, index + 2));
}
