/** Lines that name a place in the code and are in no claim: what someone may have meant as one. */

import { groupBy } from '../../../collections/index.ts';
import type { Claim, UnreadPart } from '../../claim.ts';
import { placesIn } from '../parts/places.ts';

const MAX_LENGTH = 160;
const WORD = /[\p{L}\p{N}_]+/u;
const WORDS = new RegExp(WORD, 'gu');
const FENCE = /^\s*(?:>\s*)*(```|~~~)/;

export function unreadPlaces(text: string, claims: readonly Claim[]): UnreadPart[] {
  const ids = groupBy(
    claims.map(({ id }) => id),
    (id) => WORD.exec(id)?.[0] ?? id,
  );
  const isRead = new Set<number>();
  for (const { lines } of claims) for (let line = lines.first; line <= lines.last; line++) isRead.add(line);
  let isCode = false;
  return text.split(/\r\n|\r|\n/).flatMap((written, index) => {
    const line = index + 1;
    const isFence = FENCE.test(written);
    if (isFence) isCode = !isCode;
    if (isFence || isCode || isRead.has(line) || !placesIn(written, line).some(({ ranges }) => ranges.length > 0))
      return [];
    // A row about a claim that is reported elsewhere says what became of it.
    if ((written.match(WORDS) ?? []).some((word) => ids.get(word)?.some((id) => written.includes(id)) === true))
      return [];
    const shown = written.trim();
    const excerpt = shown.length > MAX_LENGTH ? `${shown.slice(0, MAX_LENGTH)}…` : shown;
    return [{ line, text: excerpt, why: 'it names a place, and says of no defect there that could be read' }];
  });
}
