/**
 * Headings that are counted through a document, or that say how bad it is: where most of a run are claims, the others are claims too, and what
 * their lists say is part of them.
 */

import { groupBy } from '../../../collections/index.ts';
import type { ClaimDraft } from '../claim-draft.ts';
import { countOf, withoutOrder } from '../parts/claim-id.ts';
import { isSeverityGroup, type Scale, severityInTitle } from '../parts/severity.ts';
import { plainWords } from '../words/phrases.ts';
import { PART_WORDS } from '../words/section-words.ts';
import { BOLD_LINE, type Section, textOf } from './document.ts';
import { statesDefect } from './section-claims.ts';
import { isRatedOverCounted, kindSaid } from './section-kind.ts';

const FEWEST = 3;

/** The sections of runs of which half or more are claims that were not found to be one, and that hold no claims apart. */
export function overlookedOf(document: Section, drafts: readonly ClaimDraft[], scale: Scale): ReadonlySet<Section> {
  const found = foundIn(document, drafts);
  const told = tellingSections(document, scale).filter((section) => !isRatedOverCounted(section, scale));
  const rated = groupBy(
    told.filter(({ depth, heading }) => depth < BOLD_LINE && isRatedTitle(textOf(heading), scale)),
    ({ depth }) => depth,
  );
  const alike = new Set([...[...rated.values()].flatMap((run) => takenApartIn(run, found, run.length))]);
  return new Set([
    ...told.filter((section) => alike.has(section)),
    ...runsOf(document, countOf).flatMap((run) => overlookedIn(run, found, 1 / 2)),
  ]);
}

/** Where claims begin, in order: all of them; those that are told apart by an id, a severity, a heading or a column of places. */
interface FoundStarts {
  readonly all: readonly number[];
  readonly apart: readonly number[];
  /** Those of more than a line, which are no repetitions. */
  readonly claimed: ReadonlySet<number>;
}

function foundIn(document: Section, drafts: readonly ClaimDraft[]): FoundStarts {
  const headings = new Set(headingsOf(document));
  const startsOf = (counts: (draft: ClaimDraft) => boolean): readonly number[] =>
    drafts
      .filter(counts)
      .map(({ first }) => first)
      .sort((a, b) => a - b);
  return {
    all: startsOf(() => true),
    apart: startsOf(
      ({ id, severity, first, fields }) =>
        id !== undefined ||
        severity !== undefined ||
        headings.has(first) ||
        fields.some(({ kind }) => kind === 'place'),
    ),
    claimed: new Set(startsOf(({ last, first, mayRepeat }) => last > first && mayRepeat !== true)),
  };
}

function overlookedIn(run: readonly Section[], { all, claimed }: FoundStarts, share: number): readonly Section[] {
  const others = run.filter(({ first }) => !claimed.has(first));
  if (run.length < FEWEST || run.length - others.length < run.length * share) return [];
  return others.filter((section) => mayBeClaim(section) && startsWithin(section, all) <= 1);
}

/** Of which the items were found, and of which no more than so many of a run were. */
function takenApartIn(run: readonly Section[], { all, apart, claimed }: FoundStarts, most: number): readonly Section[] {
  const others = run.filter(({ first }) => !claimed.has(first));
  if (run.length < FEWEST || others.length > most) return [];
  return others.filter(
    (part) => isOfDefects(part) && !isList(part) && startsWithin(part, apart) === 0 && startsWithin(part, all) > 0,
  );
}

const mayBeClaim = (section: Section): boolean => section.blocks.length > 0 && isOfDefects(section);

function isOfDefects({ heading }: Section): boolean {
  const kind = kindSaid(textOf(heading));
  return kind === undefined || kind === 'defects';
}

/** "Miscellaneous": a list, and nothing that its items have in common. */
const isList = ({ blocks, sections }: Section): boolean =>
  sections.length === 0 && blocks.every(({ kind }) => kind === 'list');

/** "🔴 Answers are lost": how bad it is, and what it is. */
function isRatedTitle(heading: string, scale: Scale): boolean {
  if (severityInTitle(heading, scale) === undefined || isSeverityGroup(heading, scale)) return false;
  const [part = '', number = ''] = plainWords(withoutOrder(heading));
  return !(PART_WORDS.has(part) && /^\d/.test(number));
}

const sectionsOf = (section: Section): readonly Section[] => [section, ...section.sections.flatMap(sectionsOf)];

/** But for those below headings of what is well, or what is to be done, unless they say themselves what is wrong or how bad it is. */
function tellingSections(section: Section, scale: Scale, isAmongOthers = false): readonly Section[] {
  const { depth, heading, sections } = section;
  const isAside = isAmongOthers || (depth > 1 && !isOfDefects(section));
  const isTold = !isAside || statesDefect(section) || (depth < BOLD_LINE && isRatedTitle(textOf(heading), scale));
  return [...(isTold ? [section] : []), ...sections.flatMap((part) => tellingSections(part, scale, isAside))];
}

const headingsOf = (document: Section): readonly number[] =>
  sectionsOf(document).flatMap(({ depth, first }) => (depth > 0 && depth < BOLD_LINE ? first : []));

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
