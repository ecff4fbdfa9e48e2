import { memoize } from '../../src/collections/index.ts';
import type { ToldClaim } from '../../src/written-audits/replay/formats/replay-document.ts';
import { wordsOf } from '../../src/written-audits/replay/rule-fit.ts';
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
 * The claim that each row of a table is about: of its id, or of its number without the letter that tells parts of a claim apart; else by words,
 * in the part of the document that the row names if a claim there has enough of them. A claim that is more like another row gives way to the
 * next one that nothing else is like: a table has a row for each statement.
 */
export function claimsOf(
  rows: readonly TruthRow[],
  claims: readonly ToldClaim[],
  parts: NumberedParts,
): readonly (ToldClaim | undefined)[] {
  const ranked = rows.map((row) => alikeTo(row, claims, parts));
  const bests = new Map<ToldClaim, number>();
  for (const [best] of ranked)
    if (best !== undefined) bests.set(best.claim, Math.max(bests.get(best.claim) ?? 0, best.share));
  return ranked.map(([best, ...others]) => {
    if (best === undefined || best.share >= (bests.get(best.claim) ?? 0)) return best?.claim;
    return (
      others.find(({ claim, share }) => !bests.has(claim) && share >= best.share - LITTLE_LESS)?.claim ?? best.claim
    );
  });
}

interface Alike {
  readonly claim: ToldClaim;
  readonly share: number;
}

/** The likest first. */
function alikeTo(row: TruthRow, claims: readonly ToldClaim[], parts: NumberedParts): readonly Alike[] {
  const numbered =
    claims.find(({ id }) => id === row.id) ?? claims.find(({ id }) => id === row.id.replace(/[a-z]$/, ''));
  if (numbered !== undefined) return [{ claim: numbered, share: CERTAIN }];
  const [first, last] = parts.get(row.section?.split(' ')[0] ?? '') ?? [0, 0];
  const within = claims.filter(({ line }) => first <= line && line <= last);
  const [only, ...others] = within;
  // What stands in a part that is one claim is said by it.
  if (only !== undefined && others.length === 0) return [{ claim: only, share: CERTAIN }];
  const near = alike(row, within, claims);
  return near.length > 0 ? near : alike(row, claims, claims);
}

const CERTAIN = 2;
/** A claim with so much less in common is about something else. */
const LITTLE_LESS = 0.25;
/** Fewer words in common than this are chance. */
const LEAST_ALIKE = 0.35;

function alike(row: TruthRow, claims: readonly ToldClaim[], all: readonly ToldClaim[]): readonly Alike[] {
  const wanted = [...new Set(wordsOf(row.claim))];
  const uses = (word: string): number => wordsOfClaims(all).filter((words) => words.has(word)).length;
  const weights = new Map(wanted.map((word) => [word, Math.log(1 + all.length / Math.max(1, uses(word)))]));
  const total = [...weights.values()].reduce((sum, weight) => sum + weight, 0);
  return claims
    .map((claim, i) => {
      const words = wordsOfClaims(claims)[i] ?? new Set();
      const shared = wanted.reduce((sum, word) => sum + (words.has(word) ? (weights.get(word) ?? 0) : 0), 0) / total;
      const isInFile = claim.anchors.some(({ path }) => path === row.file);
      // Of two claims with the same words the shorter is about them, and the one about the file.
      return { claim, share: shared + (isInFile ? IN_FILE : 0) - Math.min(0.1, words.size / 1000) };
    })
    .filter(({ share }) => share >= LEAST_ALIKE)
    .toSorted((a, b) => b.share - a.share);
}

const IN_FILE = 0.15;

const wordsOfClaims = memoize((claims: readonly ToldClaim[]): readonly ReadonlySet<string>[] =>
  claims.map(({ title, text, remedy }) => new Set(wordsOf(`${title} ${text} ${remedy}`))),
);
