/** Paragraphs that a bold word calls a defect: `**Issue — the cache grows**: …`, and several `**Issue:** …` below one heading. */

import { withoutPictures } from '../parts/claim-id.ts';
import { plainWords } from '../words/phrases.ts';
import { SECTION_WORDS } from '../words/section-words.ts';
import { SEVERITY_WORDS } from '../words/severity-words.ts';
import { type Block, type Line, plainRun, type Section, textOf } from './document.ts';
import { kindOfLabel, splitByLabels } from './labels.ts';

const TITLED = /^([^—–:：]{2,40}?)\s*(?:[—–:：]|\s-\s)\s*(\S[\s\S]*)$/u;

/** The title behind the word for a defect, both of them bold. */
export function titleOfDefect(line: Line): string | undefined {
  const [, label = '', title = ''] = TITLED.exec(withoutPictures(textOf(boldBeginning(line)))) ?? [];
  const told = title.replace(/[:：.\s]{1,8}$/u, '');
  return isDefectName(label) && plainWords(told).length > 0 ? told : undefined;
}

/** "Issue", "Minor issue", "Potential bug 2", "Edge case". */
function isDefectName(label: string): boolean {
  const words = plainWords(label).filter(
    (word) => !/^\d+$/.test(word) && !QUALIFIERS.has(word) && !SEVERITY_WORDS.has(word),
  );
  return words.length > 0 && DEFECT_NAMES.has(words.join(' '));
}

const QUALIFIERS: ReadonlySet<string> = new Set(
  'potential possible latent small subtle main other another second first posible potencial moglicher mogliches potentiel possivel возможная возможный потенциальная'.split(
    ' ',
  ),
);
const DEFECT_NAMES: ReadonlySet<string> = new Set([
  ...'issue issues bug bugs problem problems defect flaw gap risk concern smell weakness limitation vulnerability hazard race pitfall finding'.split(
    ' ',
  ),
  ...'problema fallo riesgo defecto hallazgo fehler problem mangel risiko befund probleme defaut risque anomalie constat erro falha risco achado'.split(
    ' ',
  ),
  ...'проблема ошибка баг риск недостаток дефект замечание 问题 缺陷 风险 隐患 漏洞'.split(' '),
  'edge case',
  'corner case',
  'race condition',
  'memory leak',
  'code smell',
  'caso limite',
  'randfall',
  'cas limite',
]);

function boldBeginning(line: Line): Line {
  const end = line.findIndex(({ strong, text }) => !strong && text.trim() !== '');
  return end === -1 ? line : line.slice(0, end);
}

/** Whether a block begins a claim, by a title of its own or, where several do so, by the word alone. */
export function beginsDefect(block: Block): boolean {
  return isTitled(block) || isLabelled(block);
}

/** Whether the claims of a part are such paragraphs: one with a title, or several without. */
export function tellsDefects({ blocks }: Section): boolean {
  const labelled = blocks.flatMap((block) => (block.kind === 'prose' ? block.lines.filter(isLabelledDefect) : []));
  return blocks.some(isTitled) || labelled.length >= 2;
}

function isTitled(block: Block): boolean {
  return block.kind === 'prose' && block.lines[0] !== undefined && titleOfDefect(block.lines[0]) !== undefined;
}

const isLabelled = (block: Block): boolean =>
  block.kind === 'prose' && block.lines[0] !== undefined && isLabelledDefect(block.lines[0]);

/** "**Issue:** the index is relative". */
export function isLabelledDefect(line: Line): boolean {
  if (line[0]?.strong !== true) return false;
  const [labelled] = splitByLabels(line).labelled;
  if (labelled === undefined || labelled.value.length === 0) return false;
  return isDefectName(labelled.label) && SECTION_WORDS.whole(labelled.label) === 'defects';
}

/** How many blocks behind the beginning of a claim belong to it: its code and lists, and paragraphs that are fields. */
export function lengthOfDefect(blocks: readonly Block[]): number {
  const end = blocks.findIndex(
    (block) => beginsDefect(block) || (block.kind === 'prose' && !isField(block)) || block.kind === 'table',
  );
  return end === -1 ? blocks.length : end;
}

function isField({ lines: [line] }: Extract<Block, { readonly kind: 'prose' }>): boolean {
  const [labelled] = splitByLabels(line ?? [plainRun('', 1)]).labelled;
  return labelled !== undefined && kindOfLabel(labelled.label) !== undefined;
}
