/** An appendix shows where what a table names stands: a heading that gives lines and says again what a claim without a place is called. */

import type { Claim } from '../../claim.ts';
import { LikenessIndex } from '../likeness.ts';
import { quotesOf } from '../parts/fenced-code.ts';
import { placesIn } from '../parts/places.ts';
import { type Section, textOf } from './document.ts';

export function withAppendix(claims: readonly Claim[], document: Section): readonly Claim[] {
  const shown = placedSections(document);
  if (shown.length === 0) return claims;
  const titles = new LikenessIndex(claims.filter(({ places }) => places.length === 0));
  const found = new Map<Claim, Claim>();
  for (const { heading, first, blocks } of shown) {
    const written = textOf(heading);
    const claim = titles.likest(written.replace(/\([^()]*\)$/, ''), MOSTLY);
    if (claim === undefined || found.has(claim)) continue;
    const code = blocks.flatMap((block) => (block.kind === 'code' ? quotesOf(block, '', 'now') : []));
    found.set(claim, { ...claim, places: placesIn(written, first), quotes: [...claim.quotes, ...code] });
  }
  return claims.map((claim) => found.get(claim) ?? claim);
}

/** So great a share of the words of a heading. */
const MOSTLY = 0.6;

/** Sections that show code and give its lines in their heading. */
function placedSections({ sections }: Section): readonly Section[] {
  return sections.flatMap((section) => {
    const isPlaced = placesIn(textOf(section.heading), section.first).some(({ ranges }) => ranges.length > 0);
    return isPlaced && section.blocks.some(({ kind }) => kind === 'code') ? [section] : placedSections(section);
  });
}
