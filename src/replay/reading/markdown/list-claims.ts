/** Items of lists that are claims of their own. */

import type { ClaimDraft } from '../claim-draft.ts';
import { readId } from '../parts/claim-id.ts';
import { kindOfCode } from '../parts/inline-code.ts';
import { placesIn } from '../parts/places.ts';
import { severityInTitle } from '../parts/severity.ts';
import { statusInTitle } from '../parts/status.ts';
import { DEFECT_WORDS, NEGATIONS, WELL_MARKS, WELL_WORDS } from '../words/defect-words.ts';
import { plainWords } from '../words/phrases.ts';
import { type Block, type Item, isStruck, type Line, type List, plainRun, textOf, wordsOf } from './document.ts';
import { fieldsOfBlocks } from './fields.ts';
import type { Standpoint } from './find-claims.ts';
import { kindOfLabel, splitByLabels } from './labels.ts';
import { isFileHeading, REPEATING } from './section-kind.ts';
import { leadOf, readTitle } from './titles.ts';

export function draftsOfList(list: List, at: Standpoint): readonly ClaimDraft[] {
  return list.items.flatMap((item) => draftsOfItem(item, at));
}

/** By a word for a defect, or because it begins with what is not there. */
export const saysWrong = (text: string): boolean => DEFECT_WORDS.has(text) || NEGATIONS.has(plainWords(text)[0] ?? '');

function draftsOfItem(item: Item, at: Standpoint): readonly ClaimDraft[] {
  const { head, rest } = partsOf(item);
  if (head === undefined) return rest.flatMap((block) => (block.kind === 'list' ? draftsOfList(block, at) : []));
  const nested = rest.filter((block) => block.kind === 'list');
  const text = textOf(head);
  if (nested.length > 0 && isFileHeading(head)) {
    const context = { ...at.context, places: placesIn(text, item.first) };
    return nested.flatMap((list) => draftsOfList(list, { ...at, context }));
  }
  if (isCategory(head, nested, at)) {
    const section = [...at.context.section, wordsOf(head).replace(/[:：]\s*$/, '')];
    const severity = severityInTitle(text, at.scale) ?? at.context.severity;
    const context = { ...at.context, section, severity };
    return nested.flatMap((list) => draftsOfList(list, { ...at, context }));
  }
  if (isWell(head) || isField(head) || !states(item, head, at)) return [];
  return [draftOfItem(item, head, at)];
}

function draftOfItem(item: Item, head: Line, at: Standpoint): ClaimDraft {
  const { id, severity, status } = readTitle(head, at.scale);
  const lead = id !== undefined && head[0]?.text.trim() === id ? leadOf(head).replace(id, '') : leadOf(head);
  const title = readTitle([plainRun(lead, item.first)], at.scale).title;
  const ticked = item.ticked === true ? 'fixed' : undefined;
  return {
    id,
    head,
    title,
    context: at.context,
    severity,
    status: status ?? (isStruck(head) ? 'retracted' : ticked),
    fields: fieldsOfBlocks(item.blocks),
    first: item.first,
    last: item.last,
  };
}

function partsOf(item: Item): { readonly head: Line | undefined; readonly rest: readonly Block[] } {
  const [first, ...rest] = item.blocks;
  if (first?.kind !== 'prose') return { head: undefined, rest: item.blocks };
  return {
    head: first.lines.flatMap((line, index) => (index === 0 ? line : [plainRun(' ', first.first), ...line])),
    rest,
  };
}

/** Few words over items that are claims themselves: "**Security**", "In the API layer:". */
function isCategory(head: Line, nested: readonly List[], at: Standpoint): boolean {
  const items = nested.flatMap((list) => list.items);
  if (items.length === 0 || placesIn(textOf(head), 1).length > 0 || readId(textOf(head)) !== undefined) return false;
  if (plainWords(wordsOf(head)).length > 7 || items.some((item) => isField(partsOf(item).head ?? []))) return false;
  return items.filter((item) => isClaimAnywhere(item, at)).length * 2 > items.length;
}

/** Whether an item is a claim wherever it stands: it has an id, a severity or a place, and is no field of another claim. */
export function isClaimAnywhere(item: Item, at: Standpoint): boolean {
  const { head } = partsOf(item);
  if (head === undefined || isField(head)) return false;
  const text = textOf(head);
  if (readId(text) !== undefined || severityInTitle(text, at.scale) !== undefined) return true;
  if (isFileHeading(head)) return item.blocks.some((block) => block.kind === 'list');
  return (
    placesIn(text, 1, at.context.places[0]?.path).some(({ path, ranges }) => path !== '' || ranges.length > 0) ||
    hasFields(item)
  );
}

function hasFields(item: Item): boolean {
  return item.blocks.some(
    (block) => block.kind === 'list' && block.items.some((inner) => isField(partsOf(inner).head ?? [])),
  );
}

/** At least two items below it are fields of a claim. */
function hasFieldsBelow({ blocks }: Item): boolean {
  const kinds = blocks.flatMap((block) =>
    block.kind === 'list'
      ? block.items.flatMap((inner) => splitByLabels(partsOf(inner).head ?? []).labelled[0]?.label ?? [])
      : [],
  );
  return new Set(kinds.flatMap((label) => kindOfLabel(label) ?? [])).size >= 2;
}

function isField(head: Line): boolean {
  const [first] = splitByLabels(head).labelled;
  return (
    first !== undefined &&
    (first.kind !== 'text' || kindOfLabel(first.label) !== undefined) &&
    first.kind !== 'title' &&
    splitByLabels(head).before.length === 0
  );
}

/** Said to be well, and not said to have been fixed. */
function isWell(head: Line): boolean {
  const text = textOf(head).trim();
  if (statusInTitle(text) === 'fixed' && readId(text) !== undefined) return false;
  if (WELL_MARKS.some((mark) => text.includes(mark))) return statusInTitle(text) === undefined;
  const [word] = text.split(/[.:—–,-]\s/);
  const last = text
    .split(/[.。!！:：]/u)
    .filter((each) => each.trim() !== '')
    .at(-1);
  const [, remark] = /[(（]([^()（）]{2,30})[)）][.\s]{0,3}$/u.exec(text) ?? [];
  // "Rate limiting: none" says what is wrong.
  const ends = [last, remark].filter((said) => said !== undefined && !NEGATIONS.has(plainWords(said).join(' ')));
  return [word, ...ends].some(
    (said) => said !== undefined && plainWords(said).length <= 3 && WELL_WORDS.whole(said) !== undefined,
  );
}

function states(item: Item, head: Line, at: Standpoint): boolean {
  const text = textOf(head);
  if (plainWords(text).length < 2 && !/\p{Script=Han}{4}/u.test(text)) return false;
  if (COUNT.test(text) && placesIn(text, item.first).length === 0) return false;
  if (at.kind === 'defects' || REPEATING.has(at.kind) || CROSSED.test(text)) return true;
  // "🔴 **The folder is not used** — …", and whatever has what is wrong, where and what to do below it.
  const bold = head.flatMap(({ strong, text: part }) => (strong ? part : [])).join(' ');
  if (severityInTitle(text, at.scale) !== undefined && plainWords(bold).length >= 3) return true;
  if (hasFieldsBelow(item)) return true;
  if (at.isThorough && (at.reading === 'everything' || DEFECT_WORDS.has(text))) return true;
  if (readId(text) !== undefined || NEGATIONS.has(plainWords(text)[0] ?? '')) return true;
  return DEFECT_WORDS.has(text) && (hasNames(head) || placesIn(text, item.first).length > 0);
}

/** "Critical TODOs: 4+", "Issues found: 3 main". */
const COUNT = /[:：]\s{0,3}[~≈<>]?\s?\d{1,5}\+?(?:\s\p{L}{1,20})?\s*$/u;
/** "❌ …", "⚠️ …", "`reset.py` — ❌ …", "Audit log: ❌ …". */
const CROSSED = /^\s*[⚠🚨]|^\s*(?:(?:\S{1,80}\s|[^.:–—❌✗✘✅]{1,60})[-–—:]\s)?[❌✗✘]/u;

export function hasNames(line: Line): boolean {
  return line.some(({ code, text }) => code && kindOfCode(text) !== 'value');
}
