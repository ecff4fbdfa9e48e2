/** Walks the sections of a document and finds the parts that are claims: sections, rows of tables, items of lists, sentences. */

import type { StatedPlace, UnreadPart } from '../../claim.ts';
import type { ClaimDraft, Context } from '../claim-draft.ts';
import { isOrdered, readId, withoutOrder } from '../parts/claim-id.ts';
import { mergePlaces, placesIn } from '../parts/places.ts';
import { type Scale, severityInTitle } from '../parts/severity.ts';
import { statusInTitle, statusOfGroup } from '../parts/status.ts';
import { WELL_MARKS, WELL_WORDS } from '../words/defect-words.ts';
import { plainWords } from '../words/phrases.ts';
import type { SectionKind } from '../words/section-words.ts';
import { draftsOfOutput } from './diagnostics.ts';
import { type Block, BOLD_LINE, type Section, textOf } from './document.ts';
import { type Field, fieldsOfBlocks, fieldsOfSection } from './fields.ts';
import { filesNamed } from './files-named.ts';
import { isLabelLine } from './labels.ts';
import { draftsOfList } from './list-claims.ts';
import { overlookedOf } from './numbered-runs.ts';
import { draftsOfProse } from './prose-claims.ts';
import { hasOwnId, isClaim } from './section-claims.ts';
import { isBareKind, isFileHeading, kindOfSection, REPEATING } from './section-kind.ts';
import { readTable, type TrackingRow } from './table-claims.ts';
import { readTitle } from './titles.ts';

/** What the walk gathers. */
export interface FoundClaims {
  readonly drafts: ClaimDraft[];
  /** Rows that name claims told elsewhere. */
  readonly tracking: TrackingRow[];
  readonly unread: UnreadPart[];
}

/** What is read: parts that tell something new; summaries too, where nothing else does; what to do too, where nothing else is reported. */
export type Reading = 'news' | 'summaries' | 'everything';

/** Where the walk stands. */
export interface Standpoint {
  readonly kind: SectionKind | undefined;
  readonly context: Context;
  readonly scale: Scale;
  /** Whether this part is read although it may tell nothing new. */
  readonly isThorough: boolean;
  readonly reading: Reading;
  /** Sections that are claims because most others of their count are. */
  readonly counted: ReadonlySet<Section>;
}

const SILENT: ReadonlySet<SectionKind | undefined> = new Set<SectionKind | undefined>(['strengths', 'aside']);

export function findClaims(document: Section, scale: Scale, reading: Reading): FoundClaims {
  const found = walk(document, scale, reading, new Set());
  const counted = overlookedOf(document, found.drafts);
  return counted.size === 0 ? found : walk(document, scale, reading, counted);
}

function walk(document: Section, scale: Scale, reading: Reading, counted: ReadonlySet<Section>): FoundClaims {
  const found: FoundClaims = { drafts: [], tracking: [], unread: [] };
  const title = document.blocks.length === 0 && document.sections.length === 1 ? document.sections[0] : undefined;
  const context: Context = {
    section: [],
    severity: undefined,
    status: undefined,
    places: [],
    about: [],
  };
  const at: Standpoint = {
    kind: undefined,
    context,
    scale,
    isThorough: false,
    reading,
    counted,
  };
  // The title of a document says what it is: "Bug report" is not a part that reports bugs.
  if (title !== undefined && title.sections.length > 0 && !isBareKind(textOf(title.heading)))
    readGroup(title, at, found);
  else readGroup(document, at, found);
  return found;
}

function readSection(section: Section, above: Standpoint, found: FoundClaims): void {
  const kind = kindOfSection(section, above.kind, above.scale);
  const isThorough = above.reading === 'everything' || (above.reading === 'summaries' && kind !== 'remedies');
  const at = { ...above, kind, isThorough };
  // A group that holds others is judged by its parts.
  if (section.sections.every(({ depth }) => depth === BOLD_LINE) && isTicked(textOf(section.heading))) return;
  if (SILENT.has(kind) && !hasOwnId(section, kind)) {
    // A heading too many above everything ("# Changelog") hides nothing, and "Good practice" no finding that has an id.
    for (const part of section.sections) readSection(part, at, found);
    return;
  }
  if (!isClaim(section, at)) {
    readGroup(section, { ...at, context: contextBelow(section, at) }, found);
    return;
  }
  const { id, title, severity, status } = readTitle(section.heading, at.scale);
  const fields = fieldsOfSection(section);
  found.drafts.push({
    id,
    head: section.heading,
    title,
    context: at.context,
    severity,
    status,
    fields,
    isPart: true,
    mayRepeat:
      (REPEATING.has(kind) || REPEATING.has(above.kind)) &&
      !at.isThorough &&
      !fields.some(({ kind: each }) => each === 'severity') &&
      id === undefined &&
      !at.counted.has(section),
    first: section.first,
    last: section.last,
  });
}

function contextBelow(section: Section, { context, scale }: Standpoint): Context {
  const text = textOf(section.heading);
  const severity = severityInTitle(text, scale) ?? context.severity;
  const status = statusInTitle(text) ?? statusOfGroup(withoutOrder(text)) ?? context.status;
  const places = fileOfHeading(section) ?? subjectOf(section) ?? context.places;
  const name = withoutOrder(text).replaceAll('`', '').trim();
  // A numbered part is about a matter of its own, whatever the parts beside it name.
  const about = mergePlaces([...filesNamed(section), ...(isOrdered(text) ? [] : context.about)]);
  return { section: name === '' ? context.section : [...context.section, name], severity, status, places, about };
}

/** "Settings (config/settings.py)": the one file that a heading names. */
function fileOfHeading({ heading, first }: Section): readonly StatedPlace[] | undefined {
  const named = placesIn(textOf(heading), first);
  if (isFileHeading(heading)) return named;
  const [only, ...others] = named.filter(({ path }) => path !== '');
  return only === undefined || others.length > 0 || only.path.endsWith('/') ? undefined : [{ ...only, ranges: [] }];
}

/** The file that the first paragraph of a part begins with is what the part is about. */
function subjectOf(section: Section): readonly StatedPlace[] | undefined {
  const [block] = section.blocks.length > 0 ? section.blocks : (section.sections[0]?.blocks ?? []);
  const [line] = block?.kind === 'prose' ? block.lines : [];
  if (line?.[0]?.code !== true) return undefined;
  const [place] = placesIn(`\`${line[0].text}\``, line[0].line);
  return place === undefined || place.path === '' ? undefined : [{ ...place, ranges: [] }];
}

/** A part that holds several claims, or none. */
function readGroup(section: Section, at: Standpoint, found: FoundClaims): void {
  const isRepeating = REPEATING.has(at.kind) && !at.isThorough;
  const share = (draft: ClaimDraft): ClaimDraft => ({ ...withShared(draft, shared), mayRepeat: isRepeating });
  const shared = sharedFields(section.blocks);
  for (const [index, block] of section.blocks.entries()) {
    if (block.kind === 'table') {
      const read = readTable(block, at);
      found.drafts.push(...read.drafts.map((draft) => ({ ...share(draft), mayRepeat: isRepeating && !read.hasIds })));
      found.tracking.push(...read.tracking);
    } else if (block.kind === 'list') found.drafts.push(...draftsOfList(block, at).map(share));
    else if (isRepeating) continue;
    else if (block.kind === 'prose') {
      const next = section.blocks[index + 1];
      found.drafts.push(...draftsOfProse(block, next?.kind === 'code' ? [next] : [], at));
    } else found.drafts.push(...draftsOfOutput(block, at));
  }
  for (const part of section.sections) readSection(part, at, found);
}

/** A tick at its end, and at most a word that it is well behind it. */
function isTicked(heading: string): boolean {
  const at = Math.max(...WELL_MARKS.map((mark) => heading.lastIndexOf(mark)));
  if (at === -1 || readId(heading) !== undefined || statusInTitle(heading) !== undefined) return false;
  const rest = plainWords(heading.slice(at + 1)).join(' ');
  return rest === '' || WELL_WORDS.whole(rest) !== undefined;
}

/** `**Severity:** High` and `**Fix:** …` beside a list or a table hold for each claim in it. */
function sharedFields(blocks: readonly Block[]): readonly Field[] {
  const labelled = blocks.filter(
    (block) => block.kind === 'prose' && block.lines.some((line) => isLabelLine(line.slice(0, 1))),
  );
  return fieldsOfBlocks(labelled).filter(
    ({ kind }) => kind === 'severity' || kind === 'fix' || kind === 'place' || kind === 'status',
  );
}

function withShared(draft: ClaimDraft, shared: readonly Field[]): ClaimDraft {
  const own = new Set(draft.fields.map(({ kind }) => kind));
  if (draft.severity !== undefined) own.add('severity');
  return { ...draft, fields: [...draft.fields, ...shared.filter(({ kind }) => !own.has(kind))] };
}
