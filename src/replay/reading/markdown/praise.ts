/** Parts that say that all is well. */

import { readId, withoutOrder } from '../parts/claim-id.ts';
import { statusInTitle, statusOfGroup } from '../parts/status.ts';
import { BUT_WORDS, DEFECT_WORDS, NEGATIONS, NOTHING_FOUND, WELL_MARKS, WELL_WORDS } from '../words/defect-words.ts';
import { plainWords } from '../words/phrases.ts';
import { SECTION_WORDS } from '../words/section-words.ts';
import { deniesDefect } from './denials.ts';
import { type Block, type Line, type Section, textOf, wordsOf } from './document.ts';
import { kindOfLabel } from './labels.ts';

/**
 * Whether a part without an id is ticked off as good, in its heading ("Pane ids ✅ GOOD") or in what it comes to ("Assessment: ✅ …"), and
 * marks nothing in it as bad. A tick behind the name of a defect says that it was mended, which is a claim.
 */
export function isPraise(section: Section): boolean {
  const heading = textOf(section.heading);
  if (/^\W{0,4}[❌✗✘]/u.test(heading)) return false;
  const lines = linesOf(section);
  if (section.sections.length === 0 && lines.some(asksNothing)) return true;
  if (readId(heading) !== undefined || statusInTitle(heading) !== undefined || statusOfGroup(heading) !== undefined)
    return false;
  if (saysNone(section)) return true;
  if (lines.some((line) => BAD_MARKS.test(textOf(line)) || tellsIssue(line))) return false;
  if (namesDefect(heading)) return false;
  if (isTicked(heading) || beginsTicked(heading) || lines.some(concludesWell) || isNothingButTicks(section))
    return true;
  return isNothingButTickedCode(section) || isCalledGood(lines);
}

/** "None found. Highlights: …"; "New problems (none)", "Problems found: 0"; "**Looked at**: no critical vulnerability", and nothing more. */
function saysNone({ heading, blocks, sections }: Section): boolean {
  const [, inBrackets, behind] =
    /(?:[(（]([^()（）]{2,30})[)）]|[:：]\s*([^:：]{1,30}))\s*$/u.exec(textOf(heading)) ?? [];
  const remark = inBrackets ?? behind ?? '';
  if (remark === '0' || NOTHING_FOUND.whole(remark) !== undefined) return true;
  const [block] = blocks;
  const [line] = block?.kind === 'prose' ? block.lines : [];
  const isAll = line !== undefined && blocks.length === 1 && sections.length === 0;
  if (isAll && deniesDefect(wordsOf(line).replace(/^[^:：]{2,30}[:：]/u, ''))) return true;
  const [sentence = ''] = line === undefined ? [] : textOf(line).split(/[.!。！:：]/u);
  return plainWords(sentence).length <= 4 && NOTHING_FOUND.whole(sentence) !== undefined;
}

const LABELLED = /^([^:：]{3,30})[:：]\s*(.*)$/su;
const BAD_MARKS = /[❌✗✘⚠🔴🟠🟡🚨⛔]/u;

/** "Issues: the names differ", and not "Issues: None". */
function tellsIssue(line: Line): boolean {
  const [, label = '', told = ''] = LABELLED.exec(wordsOf(line).trim()) ?? [];
  const [first] = plainWords(told);
  return first !== undefined && SECTION_WORDS.whole(label) === 'defects' && !NEGATIONS.has(first);
}

function namesDefect(heading: string): boolean {
  const [first = ''] = plainWords(withoutOrder(heading));
  return DEFECT_WORDS.has(heading) && !NEGATIONS.has(first);
}

/** Every item of its lists is ticked. */
function isNothingButTicks({ blocks, sections }: Section): boolean {
  const items = blocks.flatMap((block) => (block.kind === 'list' ? block.items : []));
  const heads = items.flatMap(({ blocks: [first] }) => (first === undefined ? [] : linesOfBlock(first).slice(0, 1)));
  return (
    sections.length === 0 &&
    blocks.every(({ kind }) => kind === 'list' || kind === 'prose') &&
    heads.length >= 2 &&
    heads.every((head) => WELL_MARKS.some((mark) => textOf(head).trim().startsWith(mark)))
  );
}

/** A tick at its end, and at most a word that it is well behind it. */
function isTicked(heading: string): boolean {
  const at = Math.max(...WELL_MARKS.map((mark) => heading.lastIndexOf(mark)));
  if (at === -1) return false;
  const rest = plainWords(heading.slice(at + 1)).join(' ');
  return rest === '' || WELL_WORDS.whole(rest) !== undefined;
}

/** Code alone, with ticks behind its lines and no crosses. */
function isNothingButTickedCode({ blocks, sections }: Section): boolean {
  const code = blocks.map((block) => (block.kind === 'code' ? block.text : '')).join('\n');
  const isAll = sections.length === 0 && blocks.length > 0 && blocks.every(({ kind }) => kind === 'code');
  return isAll && WELL_MARKS.some((mark) => code.includes(mark)) && !BAD_MARKS.test(code);
}

/** "**Good:** the path is absolute", and no other label that calls something bad; before code the word says what it should be. */
function isCalledGood(lines: readonly Line[]): boolean {
  const labels = lines.flatMap((line) => {
    const [, label = '', told = ''] = LABELLED.exec(textOf(line).trim()) ?? [];
    return line[0]?.strong === true && label !== '' ? [{ label, told }] : [];
  });
  return (
    labels.length > 0 &&
    labels.every(({ label, told }) => WELL_WORDS.whole(label) !== undefined && isSentence(told)) &&
    !labels.some(({ told }) => DEFECT_WORDS.has(told) || plainWords(told).some((word) => BUT_WORDS.has(word)))
  );
}

const isSentence = (told: string): boolean => plainWords(told.replaceAll(/`[^`]*`/g, ' ')).length >= 2;

const beginsTicked = (heading: string): boolean =>
  WELL_MARKS.some((mark) => withoutOrder(heading).trimStart().startsWith(mark));

/** "Recommendation: no changes needed.", "Status: ✅ no action required — …" */
function asksNothing(line: Line): boolean {
  const [, label = '', told = ''] = LABELLED.exec(wordsOf(line).trim()) ?? [];
  const words = plainWords(told);
  if (/^no (?:action|change)s? (?:is |are )?(?:required|needed|necessary)/.test(words.join(' '))) return true;
  return kindOfLabel(label) === 'fix' && words.length <= 4 && NEGATIONS.has(words[0] ?? '');
}

/** "Assessment: ✅ correct and consistent", "Rating: secure ✅"; "Status: ✅ fixed" is what became of a defect. */
function concludesWell(line: Line): boolean {
  const [, label = '', told = ''] = LABELLED.exec(wordsOf(line).trim()) ?? [];
  if (!WELL_MARKS.some((mark) => told.startsWith(mark) || (told.endsWith(mark) && plainWords(told).length <= 2)))
    return false;
  // "Fungi: 5 ✓" says of a number that it is right.
  if (/^\d/.test(told)) return false;
  // "Status: ✅ the bot was deleted" says what became of it.
  if (kindOfLabel(label) === 'status' && plainWords(told).length > 2) return false;
  return statusInTitle(told) === undefined && !DEFECT_WORDS.has(told);
}

function linesOf(section: Section): readonly Line[] {
  return [
    ...section.blocks.flatMap(linesOfBlock),
    ...section.sections.flatMap((part) => [part.heading, ...linesOf(part)]),
  ];
}

function linesOfBlock(block: Block): readonly Line[] {
  switch (block.kind) {
    case 'prose':
      return block.lines;
    case 'list':
      return block.items.flatMap((item) => item.blocks.flatMap(linesOfBlock));
    case 'table':
      return block.rows.flatMap(({ cells }) => cells);
    case 'code':
      return [];
  }
}
