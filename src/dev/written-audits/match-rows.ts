import { memoize } from '../../collections/index.ts';
import type { ToldClaim } from '../../written-audits/replay/formats/replay-document.ts';
import { wordsOf } from '../../written-audits/replay/rule-fit.ts';
import type { TruthRow } from './truth-rows.ts';

/** First and last line of each numbered part of a document, by its number: `1.2`. */
export type NumberedParts = ReadonlyMap<string, readonly [first: number, last: number]>;

export function numberedParts(text: string): NumberedParts {
  const lines = text.split(/\r?\n/);
  const heads = lines.flatMap((line, i) => {
    const [, marks = '', number] = /^(#{1,6}) (\d+(?:\.\d+)*)\.?\s/.exec(line) ?? [];
    return number === undefined ? [] : [{ depth: marks.length, number, first: i + 1 }];
  });
  return new Map(
    heads.map(({ depth, number, first }, i) => {
      const next = heads.slice(i + 1).find((other) => other.depth <= depth);
      return [number, [first, (next?.first ?? lines.length + 1) - 1]];
    }),
  );
}

/**
 * The claim that a row of a table is about: of its id, or of its number without the letter that tells parts of a claim apart; else by words,
 * in the part of the document that the row names if a claim there has enough of them.
 */
export function claimOf(row: TruthRow, claims: readonly ToldClaim[], parts: NumberedParts): ToldClaim | undefined {
  const numbered =
    claims.find(({ id }) => id === row.id) ?? claims.find(({ id }) => id === row.id.replace(/[a-z]$/, ''));
  if (numbered !== undefined) return numbered;
  const [first, last] = parts.get(row.section?.split(' ')[0] ?? '') ?? [0, 0];
  const within = claims.filter(({ line }) => first <= line && line <= last);
  return mostAlike(row, within, claims) ?? mostAlike(row, claims, claims);
}

/** Fewer words in common than this are chance. */
const LEAST_ALIKE = 0.35;

function mostAlike(row: TruthRow, claims: readonly ToldClaim[], all: readonly ToldClaim[]): ToldClaim | undefined {
  const wanted = [...new Set(wordsOf(row.claim))];
  const uses = (word: string): number => wordsOfClaims(all).filter((words) => words.has(word)).length;
  const weights = new Map(wanted.map((word) => [word, Math.log(1 + all.length / Math.max(1, uses(word)))]));
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
