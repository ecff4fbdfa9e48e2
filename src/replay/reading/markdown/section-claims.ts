/** Whether a section is one claim, or a part that holds several. */

import { countOf, isCalledById, isOrdered, isRankAlone, isRanked, readId, withoutOrder } from '../parts/claim-id.ts';
import { placesIn } from '../parts/places.ts';
import { isSeverityGroup, severityInTitle } from '../parts/severity.ts';
import type { FieldKind } from '../words/field-words.ts';
import { plainWords } from '../words/phrases.ts';
import { SECTION_WORDS, type SectionKind } from '../words/section-words.ts';
import { type Block, BOLD_LINE, type Line, type List, type Section, textOf, wordsOf } from './document.ts';
import { type Field, fieldsOfBlocks, textOfField } from './fields.ts';
import type { Standpoint } from './find-claims.ts';
import { kindOfLabel, splitByLabels } from './labels.ts';
import { hasNames, isClaimAnywhere, saysWrong } from './list-claims.ts';
import { isBareKind, isFileHeading, kindSaid, REPEATING } from './section-kind.ts';
import { isClaimTable } from './table-claims.ts';

/** "Phase 1", "Sprint 2": a part of a plan. */
const PART = /^\W{0,6}(?:phase|fase|sprint|week|semana|step|stage|milestone|этап|阶段)\b/iu;
const PLACING: ReadonlySet<FieldKind> = new Set<FieldKind>(['place', 'line', 'severity', 'id']);
const DESCRIBING_FIELDS: ReadonlySet<FieldKind> = new Set<FieldKind>([
  'title',
  'text',
  'fix',
  'code-fix',
  'code-now',
  'command',
  'status',
  'owner',
]);

/** Among what is to be done a priority is the order of work, and no id. */
export function hasOwnId({ heading }: Section, kind: SectionKind | undefined): boolean {
  const text = textOf(heading);
  return !isFileHeading(heading) && readId(text) !== undefined && !(kind === 'remedies' && isRanked(text));
}

export function isClaim(section: Section, at: Standpoint): boolean {
  const { blocks, sections, depth } = section;
  const heading = textOf(section.heading);
  if (isFileHeading(section.heading)) return false;
  if (at.counted.has(section)) return true;
  const hasId = hasOwnId(section, at.kind);
  const fields = sections.filter((part) => kindOfPart(part) !== undefined).length;
  const isOfFields = at.kind !== 'remedies' && fields === sections.length && hasMark(heading, at);
  if (fields >= 2 && (hasId || isOfFields)) return true;
  if (sections.some((part) => kindOfPart(part) === undefined && isClaimItself(part, at))) return false;
  if (blocks.some((block) => beginsClaims(block, hasId))) return false;
  if (hasId) return true;
  if (countsItems(section) || (depth === BOLD_LINE && !hasMark(heading, at))) return false;
  if (isSeverityGroup(heading, at.scale) || isRankAlone(heading) || isBareKind(heading)) return false;
  if (isPlaced(heading) && blocks.length > 0) return true;
  if (REPEATING.has(at.kind)) return at.isThorough && hasClaimFields(section) && !PART.test(heading);
  if (blocks.length === 0 && sections.length === 0) return saysItself(section.heading);
  if (!hasClaimFields(section)) return at.kind === 'defects' && isLeafClaim(section, at);
  return (isNumbered(heading, at) && !isNothingButLists(section)) || !holdsClaims(section, at);
}

/** A sentence about code, with nothing below it. */
const saysItself = (heading: Line): boolean =>
  placesIn(textOf(heading), 1).length > 0 || (hasNames(heading) && plainWords(textOf(heading)).length >= FULL_SENTENCE);

/** "Style (19)" over a list: so many of them are below. */
function countsItems({ heading, blocks }: Section): boolean {
  const text = textOf(heading);
  const [, count = '0'] = /[(（]\s*(\d{1,3})\s?\p{L}{0,12}\s*[)）]\s*$/u.exec(text) ?? [];
  return (
    Number(count) > 1 && !isOrdered(text) && blocks.some((block) => block.kind === 'list' && block.items.length > 2)
  );
}

/** "**Missing:**", "**Attack surface:**": what is below are claims. */
function isCalledDefects(section: Section): boolean {
  const heading = wordsOf(section.heading);
  if (section.depth !== BOLD_LINE && !isBareKind(heading)) return false;
  return (
    SECTION_WORDS.whole(heading) === 'defects' || (plainWords(heading).length <= 2 && kindSaid(heading) === 'defects')
  );
}

/** `### Storage key (storage.py:159)`. */
function isPlaced(heading: string): boolean {
  return placesIn(heading, 1).some(({ path, ranges }) => path !== '' && ranges.length > 0);
}

function isClaimItself(section: Section, at: Standpoint): boolean {
  const heading = textOf(section.heading);
  const mayBe = section.depth < BOLD_LINE || hasMark(heading, at);
  return (
    readId(heading) !== undefined ||
    (mayBe && hasClaimFields(section)) ||
    section.sections.some((part) => isClaimItself(part, at))
  );
}

/** Parts of one claim: "Description", "Recommended fix". */
function kindOfPart(section: Section): FieldKind | undefined {
  return kindOfLabel(wordsOf(section.heading).replace(/[:：]\s*$/, ''));
}

/** Whether it has the fields of a claim: where or how bad, or two that tell of it, or a text and what to do. */
function hasClaimFields(section: Section): boolean {
  const own = section.depth === BOLD_LINE ? section.blocks : [...section.blocks, ...blocksBelowBoldLines(section)];
  const fields = fieldsOfBlocks(own);
  const kinds = new Set([
    ...fields.filter(({ label }) => label !== '').map(({ kind }) => kind),
    ...section.sections.flatMap((part) => kindOfPart(part) ?? []),
  ]);
  const describing = [...kinds].filter((kind) => DESCRIBING_FIELDS.has(kind)).length;
  const placing = [...kinds].filter((kind) => PLACING.has(kind)).length;
  const hasText = fields.some(({ label, kind, lines }) => label === '' && kind === 'text' && lines.length > 0);
  const hasCode = fields.some(({ codes }) => codes.length > 0);
  if (placing >= 1 && (describing >= 1 || hasCode)) return true;
  if (hasText && fields[0] !== undefined && saysLines(fields[0])) return true;
  return describing >= 2 || placing >= 2 || (hasText && kinds.has('fix'));
}

/** "**File:** `storage.py:159`", right below the heading: what follows is said of these lines. */
const saysLines = (field: Field): boolean =>
  field.kind === 'place' &&
  field.label !== '' &&
  placesIn(textOfField(field), 1).some(({ ranges }) => ranges.length > 0);

function blocksBelowBoldLines(section: Section): readonly Block[] {
  return section.sections.filter(({ depth }) => depth === BOLD_LINE).flatMap(({ blocks }) => blocks);
}

/** A heading below one of defects that is no heading of defects itself, with a text of its own. */
function isLeafClaim(section: Section, at: Standpoint): boolean {
  const heading = textOf(section.heading);
  const isGroupName = at.context.section.length === 0 || (kindSaid(heading) === 'defects' && !isPlain(section));
  if (isGroupName && !hasMark(heading, at)) return false;
  if (isHeadingOfParts(section)) return false;
  return !holdsClaims(section, at);
}

const FULL_SENTENCE = 4;

/** Nothing but parts with headings that name no field. */
function isHeadingOfParts({ blocks, sections }: Section): boolean {
  const parts = sections.filter((part) => part.depth < BOLD_LINE && kindOfPart(part) === undefined);
  return blocks.length === 0 && parts.length >= 2;
}

const isNothingButLists = ({ blocks, sections }: Section): boolean =>
  sections.length === 0 && blocks.every(({ kind }) => kind === 'list');

/** Paragraphs and code alone. */
function isPlain({ blocks, sections }: Section): boolean {
  return sections.length === 0 && blocks.every(({ kind }) => kind === 'prose' || kind === 'code');
}

/** A number of order, a colour or a place in a heading. */
function hasMark(heading: string, at: Standpoint): boolean {
  return (
    /^\W{0,4}\d{1,3}[.)]?\s/.test(heading) ||
    countOf(heading) !== undefined ||
    severityInTitle(heading, at.scale) !== undefined ||
    placesIn(heading, 1).length > 0
  );
}

/** One of the findings of a part, by its number or its severity; `4.3` numbers parts of a document. */
function isNumbered(heading: string, at: Standpoint): boolean {
  const isRankedOrCounted = countOf(heading) !== undefined || severityInTitle(heading, at.scale) !== undefined;
  return at.kind === 'defects' && isRankedOrCounted;
}

/** Paragraphs that begin with ids are claims each; in a claim that has an id itself, a sentence may begin with that of another. */
function beginsClaims(block: Block, hasId: boolean): boolean {
  if (block.kind !== 'prose' || block.lines[0] === undefined) return false;
  const text = textOf(block.lines[0]);
  return hasId ? isCalledById(text) : readId(text) !== undefined;
}

/** Whether the claims are the items or the rows of it. */
function holdsClaims(section: Section, at: Standpoint): boolean {
  const { blocks } = section;
  const isOfRows = (block: Block, index: number): boolean =>
    block.kind === 'table' && !isOfField(blocks[index - 1]) && isClaimTable(block, at);
  if (blocks.some(isOfRows)) return true;
  if (section.sections.some((part) => isCalledDefects(part) && part.blocks.some(isList))) return true;
  if (section.sections.some((part) => kindOfPart(part) === undefined && holdsClaims(part, at))) return true;
  if (isListOfStatements(section)) return true;
  return blocks.some((block) => block.kind === 'list' && isListOfClaims(block, blocks, at));
}

/** A heading of a quality ("Testing and validation") with nothing below it but sentences in a list: each is a claim. */
function isListOfStatements({ heading, blocks, sections }: Section): boolean {
  const [list, ...others] = blocks;
  if (list?.kind !== 'list' || others.length > 0 || sections.length > 0 || saysWrong(withoutOrder(textOf(heading))))
    return false;
  const heads = list.items.flatMap(({ blocks: [first] }) => (first?.kind === 'prose' ? [first.lines.flat()] : []));
  if (heads.length < 2 || heads.length < list.items.length) return false;
  return (
    heads.every((head) => isStatement(head, 5)) ||
    (isTopic(heading) && heads.every((head) => isStatement(head, 2)) && heads.some((head) => saysWrong(textOf(head))))
  );
}

const isStatement = (line: Line, words: number): boolean =>
  splitByLabels(line).labelled.length === 0 && plainWords(wordsOf(line)).length >= words;

/** Few words that name what the items below are about. */
const isTopic = (heading: Line): boolean => plainWords(withoutOrder(textOf(heading))).length <= 4;

/** A list below "**Files:**" shows where; one below "**Issue:** several folders hold settings:" is what it says. */
function isOfField(above: Block | undefined): boolean {
  const [first, ...rest] = above?.kind === 'prose' ? above.lines : [];
  const [field] = first === undefined ? [] : splitByLabels(first).labelled;
  const kind = field === undefined ? undefined : kindOfLabel(field.label);
  if (field === undefined || kind === undefined) return false;
  return kind === 'place' || kind === 'line' || field.value.length > 0 || rest.length > 0;
}

function isList(block: Block): boolean {
  return block.kind === 'list' && block.items.length > 1;
}

function isListOfClaims(list: List, blocks: readonly Block[], at: Standpoint): boolean {
  if (isOfField(blocks[blocks.indexOf(list) - 1])) return false;
  const alone = list.items.filter((item) => isClaimAnywhere(item, at)).length;
  if (alone < 2 || alone * 2 <= list.items.length) return false;
  const prose = blocks.filter((block) => block.kind === 'prose' && block.first < list.first);
  return prose.length <= 1;
}
