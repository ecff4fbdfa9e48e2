/** Items of lists that say in plain words what is wrong, and paragraphs below bold sentences: where those beside them are claims, they are claims too. */

import { groupBy } from '../../../collections/index.ts';
import type { ClaimDraft } from '../claim-draft.ts';
import { withoutOrder } from '../parts/claim-id.ts';
import { placesIn } from '../parts/places.ts';
import { IDENTIFIED, IMPERATIVES } from '../words/defect-words.ts';
import { plainWords } from '../words/phrases.ts';
import { type Item, type Prose, type Section, textOf } from './document.ts';
import { kindSaid } from './section-kind.ts';
import { boldSentence, sentencesOf } from './titles.ts';

/** So many claims show what a list is, or the lists of several parts are. */
const FEWEST = 3;
const STATEMENT_WORDS = 8;
const STATEMENT_SIGNS = /\p{Script=Han}{12}/u;

/** The statements of lists of which half are claims, and of those that make up parts about files, of which a third are. */
export function siblingItems(document: Section, drafts: readonly ClaimDraft[]): ReadonlySet<Sibling> {
  const claimed = new Set(drafts.flatMap(({ first, mayRepeat }) => (mayRepeat === true ? [] : first)));
  const found = new Set<Sibling>();
  const listed: Section[] = [];
  const visit = (section: Section): void => {
    if (!mayTell(section)) return;
    for (const block of section.blocks) if (block.kind === 'list') add(block.items, claimed, 2, found);
    addLed(section, claimed, found);
    addIdentified(section, claimed, found);
    if (isListed(section)) listed.push(section);
    section.sections.forEach(visit);
  };
  visit(document);
  for (const parts of groupBy(listed, ({ depth }) => depth).values()) {
    if (parts.filter(isAboutFile).length * 2 >= parts.length) add(parts.flatMap(itemsOf), claimed, 3, found);
  }
  return found;
}

/** What is a claim because what stands beside it is one. */
export type Sibling = Item | Prose;

/** Three paragraphs or more, each of which begins with a bold sentence, and half of them claims. */
function addLed({ blocks }: Section, claimed: ReadonlySet<number>, found: Set<Sibling>): void {
  const told = blocks.filter((block) => block.kind === 'prose');
  const led = told.filter(({ lines: [line = []] }) => boldSentence(line) !== undefined);
  const claims = led.filter(({ first }) => claimed.has(first)).length;
  if (led.length < FEWEST || led.length < told.length || claims * 2 < led.length) return;
  for (const prose of led) found.add(prose);
}

/** "Biases identified" over titled items, of which one at least is a claim. */
function addIdentified({ heading, blocks }: Section, claimed: ReadonlySet<number>, found: Set<Sibling>): void {
  const text = withoutOrder(textOf(heading));
  if (!IDENTIFIED.test(text) || plainWords(text).length > 4) return;
  for (const block of blocks) {
    if (block.kind !== 'list' || block.items.length < FEWEST || !block.items.every(isTitled)) continue;
    if (block.items.some(({ first }) => claimed.has(first))) for (const item of block.items) found.add(item);
  }
}

const isTitled = ({ ticked, blocks: [first] }: Item): boolean =>
  ticked === undefined && first?.kind === 'prose' && first.lines[0]?.[0]?.strong === true;

/** Nothing below its heading but lists, and a line above them. */
function isListed({ depth, blocks, sections }: Section): boolean {
  const prose = blocks.filter(({ kind }) => kind === 'prose').length;
  return (
    depth > 0 && sections.length === 0 && prose <= 1 && blocks.every(({ kind }) => kind === 'list' || kind === 'prose')
  );
}

/** "Parser (`app/parser.py`)". */
function isAboutFile({ heading }: Section): boolean {
  return placesIn(textOf(heading), 1).some(({ path }) => path !== '');
}

const itemsOf = ({ blocks }: Section): readonly Item[] =>
  blocks.flatMap((block) => (block.kind === 'list' ? block.items : []));

function mayTell({ heading }: Section): boolean {
  const kind = kindSaid(textOf(heading));
  return kind === undefined || kind === 'defects';
}

/** Adds what is a statement of items of which at least one in `share` is a claim. */
function add(items: readonly Item[], claimed: ReadonlySet<number>, share: number, found: Set<Sibling>): void {
  const claims = items.filter(({ first }) => claimed.has(first)).length;
  if (claims < FEWEST || claims * share < items.length) return;
  for (const item of items) if (!claimed.has(item.first) && isStatement(item)) found.add(item);
}

/** A sentence that does not say what to do; names of files and code say nothing by themselves. */
function isStatement({ ticked, blocks: [first] }: Item): boolean {
  if (ticked !== undefined || first?.kind !== 'prose') return false;
  const text = first.lines.map(textOf).join(' ');
  if (/^\W{0,4}🟢/u.test(text)) return false;
  return sentencesOf(text).some((sentence) => {
    const words = plainWords(sentence.replaceAll(/`[^`]*`/g, ' '));
    return (
      (words.length >= STATEMENT_WORDS || STATEMENT_SIGNS.test(sentence)) &&
      IMPERATIVES.whole(words[0] ?? '') === undefined
    );
  });
}
