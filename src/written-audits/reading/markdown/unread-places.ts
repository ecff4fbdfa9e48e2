/** Lines that name a place in the code and stand in no claim: what somebody may have meant as one. */

import type { Claim, StatedTotal, UnreadPart } from '../../claim.ts';
import { placesIn } from '../parts/places.ts';

const MAX_LENGTH = 160;
const FENCE = /^\s*(?:>\s*)*(```|~~~)/;

export function unreadPlaces(text: string, claims: readonly Claim[], totals: readonly StatedTotal[]): UnreadPart[] {
  const ids = claims.map(({ id }) => id);
  const isRead = new Set(totals.map(({ line }) => line));
  for (const { lines } of claims) for (let line = lines.first; line <= lines.last; line++) isRead.add(line);
  let isCode = false;
  return text.split(/\r\n|\r|\n/).flatMap((written, index) => {
    const line = index + 1;
    const isFence = FENCE.test(written);
    if (isFence) isCode = !isCode;
    if (isFence || isCode || isRead.has(line) || !placesIn(written, line).some(({ ranges }) => ranges.length > 0))
      return [];
    // A row about a claim that is told elsewhere says what became of it.
    if (ids.some((id) => written.includes(id))) return [];
    const shown = written.trim();
    const told = shown.length > MAX_LENGTH ? `${shown.slice(0, MAX_LENGTH)}…` : shown;
    return [{ line, text: told, why: 'it names a place, and says of no defect there that could be read' }];
  });
}
