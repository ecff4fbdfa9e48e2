/** Headings that are counted through a document: where half of a run are claims, the others are too, and what their lists say is part of them. */

import { firstIndex } from '../../../collections/index.ts';
import type { ClaimDraft } from '../claim-draft.ts';
import { countOf } from '../parts/claim-id.ts';
import { BOLD_LINE, type Section, textOf } from './document.ts';
import { kindSaid } from './section-kind.ts';

const FEWEST = 3;

/** The sections of such runs that were not found to be a claim, and that hold no claims apart. */
export function overlookedOf(document: Section, drafts: readonly ClaimDraft[]): ReadonlySet<Section> {
  const ranges = drafts.filter(({ first, last, mayRepeat }) => last > first && mayRepeat !== true);
  const claimed = new Set(ranges.map(({ first }) => first));
  const starts = drafts.map(({ first }) => first).sort((a, b) => a - b);
  const startsWithin = ({ first, last }: Section): number =>
    firstIndex(starts, (start) => start > last) - firstIndex(starts, (start) => start >= first);
  return new Set(
    runsOf(document).flatMap((run) => {
      const others = run.filter(({ first }) => !claimed.has(first));
      if (run.length < FEWEST || others.length * 2 > run.length) return [];
      return others.filter((section) => mayBeClaim(section) && startsWithin(section) <= 1);
    }),
  );
}

function mayBeClaim({ heading, blocks }: Section): boolean {
  const kind = kindSaid(textOf(heading));
  return blocks.length > 0 && (kind === undefined || kind === 'defects');
}

/** Headings of one depth that count up by one, under whatever headings they stand. */
function runsOf(document: Section): readonly (readonly Section[])[] {
  const runs: Section[][] = [];
  const open = new Map<number, { readonly number: number; readonly run: Section[] }>();
  const visit = (section: Section): void => {
    const { depth } = section;
    const number = depth < BOLD_LINE ? countOf(textOf(section.heading)) : undefined;
    if (number !== undefined) {
      const known = open.get(depth);
      const run = known?.number === number - 1 ? known.run : [];
      if (run.length === 0) runs.push(run);
      run.push(section);
      open.set(depth, { number, run });
    }
    section.sections.forEach(visit);
  };
  visit(document);
  return runs;
}
