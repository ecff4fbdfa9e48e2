import { memoize } from '../../collections/index.ts';
import type { ToldClaim } from '../../written-audits/replay/formats/replay-document.ts';
import { wordsOf } from '../../written-audits/replay/rule-fit.ts';
import type { TruthRow } from './truth-rows.ts';

/** The claim that a row of a table is about: of its id, or of its number without the letter that tells parts of a claim apart; else by words. */
export function claimOf(row: TruthRow, claims: readonly ToldClaim[]): ToldClaim | undefined {
  const numbered =
    claims.find(({ id }) => id === row.id) ?? claims.find(({ id }) => id === row.id.replace(/[a-z]$/, ''));
  return numbered ?? mostAlike(row, claims);
}

/** Fewer words in common than this are chance. */
const LEAST_ALIKE = 0.35;

function mostAlike(row: TruthRow, claims: readonly ToldClaim[]): ToldClaim | undefined {
  const wanted = [...new Set(wordsOf(row.claim))];
  const uses = (word: string): number => wordsOfClaims(claims).filter((words) => words.has(word)).length;
  const weights = new Map(wanted.map((word) => [word, Math.log(1 + claims.length / Math.max(1, uses(word)))]));
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  let best: { readonly claim: ToldClaim; readonly share: number } | undefined;
  for (const [i, claim] of claims.entries()) {
    const words = wordsOfClaims(claims)[i] ?? new Set();
    const shared = wanted.reduce((sum, word) => sum + (words.has(word) ? (weights.get(word) ?? 0) : 0), 0) / total;
    const isInFile = claim.anchors.some(({ path }) => path === row.file);
    // Of two claims with the same words the shorter is about them, and the one about the file.
    const share = shared + (isInFile ? IN_FILE : 0) - Math.min(0.1, words.size / 1000);
    if (best === undefined || share > best.share) best = { claim, share };
  }
  return best === undefined || best.share < LEAST_ALIKE ? undefined : best.claim;
}

const IN_FILE = 0.15;

const wordsOfClaims = memoize((claims: readonly ToldClaim[]): readonly ReadonlySet<string>[] =>
  claims.map(({ title, text }) => new Set(wordsOf(`${title} ${text}`))),
);
