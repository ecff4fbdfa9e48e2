/** Headings that are counted through a document, or whose parts have one form: where most of a run are claims, the others are claims too. */

import type { ClaimDraft } from '../claim-draft.ts';
import { countOf } from '../parts/claim-id.ts';
import { placesIn } from '../parts/places.ts';
import { BOLD_LINE, type Section, textOf } from './document.ts';
import { isPraise } from './praise.ts';
import { formsOf } from './record-shapes.ts';
import { kindSaid } from './section-kind.ts';

const FEWEST = 3;
const LETTERED_RUN = 5;

/** The sections of runs of which half or more are claims that were not found to be one, and that hold no claims themselves. */
export function overlookedOf(document: Section, drafts: readonly ClaimDraft[]): ReadonlySet<Section> {
  const starts = drafts.map(({ first }) => first).sort((a, b) => a - b);
  const identified = drafts.flatMap(({ id, first }) => (id === undefined ? [] : first)).sort((a, b) => a - b);
  const claimed = new Set(
    drafts.filter(({ last, first, mayRepeat }) => last > first && mayRepeat !== true).map(({ first }) => first),
  );
  const named = drafts
    .filter(namesCode)
    .map(({ first }) => first)
    .sort((a, b) => a - b);
  const overlookedIn = (run: readonly Section[], share: number): readonly Section[] => {
    const others = run.filter(({ first }) => !claimed.has(first));
    if (run.length < FEWEST || run.length - others.length < run.length * share) return [];
    return others.filter((section) => mayBeClaim(section) && startsWithin(section, starts) <= 1);
  };
  const formed = formsOf(document).flatMap(({ sections, telling }) => [
    ...telling.filter((part) => !isPraise(part) && !claimed.has(part.first) && startsWithin(part, named) <= 1),
    ...overlookedIn(
      sections.filter((part) => !isPraise(part)),
      1 / 3,
    ),
  ]);
  // No scale has five degrees of severity of which each stands once, with a text that says what is wrong.
  const lettered = runsOf(document, letteredNumber).filter(
    (run) =>
      run.length >= LETTERED_RUN && run.filter((part) => startsWithin(part, starts) > 0).length * 2 >= run.length,
  );
  return new Set([
    ...runsOf(document, countOf).flatMap((run) => overlookedIn(run, 1 / 2)),
    ...lettered
      .flat()
      .filter((part) => !claimed.has(part.first) && mayBeClaim(part) && startsWithin(part, identified) === 0),
    ...formed,
  ]);
}

function namesCode({ head }: ClaimDraft): boolean {
  return head.some(({ code }) => code) || placesIn(textOf(head), 1).length > 0;
}

function mayBeClaim({ heading, blocks }: Section): boolean {
  const kind = kindSaid(textOf(heading));
  return blocks.length > 0 && (kind === undefined || kind === 'defects');
}

/** How many claims begin in it. */
function startsWithin({ first, last }: Section, starts: readonly number[]): number {
  return lowerBound(starts, last + 1) - lowerBound(starts, first);
}

function lowerBound(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** "S3 — …", which may also say how bad it is. */
function letteredNumber(heading: string): number | undefined {
  const number = /^\W{0,4}S(\d{1,2})\s{0,2}[—–:.-]\s/u.exec(heading)?.[1];
  return number === undefined ? undefined : Number(number);
}

/** Headings of one depth that count up by one, under whatever headings they stand. */
function runsOf(document: Section, numberOf: (heading: string) => number | undefined): readonly (readonly Section[])[] {
  const runs: Section[][] = [];
  const open = new Map<number, { number: number; readonly run: Section[] }>();
  const visit = (section: Section): void => {
    const number = section.depth < BOLD_LINE ? numberOf(textOf(section.heading)) : undefined;
    if (number !== undefined) {
      const known = open.get(section.depth);
      if (known !== undefined && known.number + 1 === number) {
        known.number = number;
        known.run.push(section);
      } else {
        const run = [section];
        runs.push(run);
        open.set(section.depth, { number, run });
      }
    }
    section.sections.forEach(visit);
  };
  visit(document);
  return runs;
}
