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
const LEAST_ALIKE = 0.25;

function mostAlike(row: TruthRow, claims: readonly ToldClaim[]): ToldClaim | undefined {
  const number = /^\d+(?:\.\d+)?/.exec(row.section ?? '')?.[0];
  const inSection = claims.filter(
    ({ section }) => number === undefined || section.some((each) => startsWith(each, number)),
  );
  const wanted = new Set(wordsOf(row.claim));
  let best: { readonly claim: ToldClaim; readonly share: number } | undefined;
  for (const claim of inSection) {
    const words = new Set(wordsOf(`${claim.title} ${claim.text}`));
    const shared = [...wanted].filter((word) => words.has(word)).length / Math.max(1, wanted.size);
    const share = shared + shared / Math.max(4, words.size);
    if (best === undefined || share > best.share) best = { claim, share };
  }
  return best === undefined || best.share < LEAST_ALIKE ? undefined : best.claim;
}

const startsWith = (heading: string, number: string): boolean =>
  new RegExp(`^[^\\d]*${number.replace('.', '\\.')}(?![\\d])`).test(heading);
