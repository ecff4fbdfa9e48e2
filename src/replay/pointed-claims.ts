import type { ReplayedClaim } from './replayed-claim.ts';

/** A claim that gives no lines, has no sure place and points to another one stands where that one stands, and is what that one is. */
export function withPointed(claims: readonly ReplayedClaim[]): readonly ReplayedClaim[] {
  return claims.map((each) => {
    const isOwn = isPlaced(each) || each.claim.places.some(({ ranges }) => ranges.length > 0);
    if (isOwn || each.verdict.kind !== 'not-decidable') return each;
    const other = claims.find((one) => one !== each && isPlaced(one) && isPointedTo(one, each));
    if (other === undefined) return each;
    const because = `the document points to ${nameOf(other)}: ${other.verdict.because}`;
    return { ...each, anchors: other.anchors, verdict: { ...other.verdict, because } };
  });
}

const isPlaced = ({ anchors }: ReplayedClaim): boolean => anchors.some(({ confidence }) => confidence !== 'low');

/** In the words of the document, by its own number, which may stand before the title. */
function isPointedTo({ claim: { id, title } }: ReplayedClaim, { claim }: ReplayedClaim): boolean {
  const pointed = [...`${claim.title} ${claim.text}`.matchAll(POINTER)].map(([, number = '']) => number);
  return pointed.some((number) => id === number || title.startsWith(`${number}:`) || title.startsWith(`${number} `));
}

const POINTER =
  /(?<![\p{L}])(?:see|same as|siehe|véase|ver|voir|vide|см\.?|参见|详见)\s+(?:also |issue |finding )?`?([A-Z]{1,12}-?\d+(?:\.\d+)*)/giu;

const nameOf = ({ claim: { id, title } }: ReplayedClaim): string => (title.startsWith(id) ? title : `${id} (${title})`);
