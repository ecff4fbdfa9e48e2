/** Labels of fields: `**File:** …`, `Severity: P0`, a bold word on a line of its own. */

import { FIELD_WORDS, type FieldKind } from '../words/field-words.ts';
import { SECTION_WORDS } from '../words/section-words.ts';
import { type Line, type Run, wordsOf } from './document.ts';

export interface Labelled {
  readonly kind: FieldKind;
  readonly label: string;
  /** What follows the label on its line. */
  readonly value: Line;
}

const LONGEST_LABEL = 48;
const SEPARATOR = /\s(?:[|·•]|—)\s/;

/** The kind of field that a label names. */
export function kindOfLabel(label: string): FieldKind | undefined {
  return (
    kindOfName(label) ??
    kindOfCompound(
      label
        .replace(/（[^（）A-Z]*）$/u, '')
        .trim()
        .replaceAll('的', ''),
    )
  );
}

/** The kind of field that is called so, in a label or at the head of a column; words in brackets are passed over. */
export function kindOfName(label: string): FieldKind | undefined {
  const bare = label.replaceAll(/\([^()]*\)/g, ' ').replaceAll(/^[^\p{L}\p{N}#]{1,20}/gu, '');
  if (bare.length > LONGEST_LABEL) return undefined;
  return FIELD_WORDS.whole(bare) ?? FIELD_WORDS.whole(label);
}

/** In Chinese and Japanese the last part of a word names what it is: 改善建议 is a 建议, 問題箇所 a 箇所. */
function kindOfCompound(label: string): FieldKind | undefined {
  if (!/^(?![按各])\p{Script=Han}{3,5}$/u.test(label)) return undefined;
  const ends = Array.from({ length: label.length - 2 }, (_, index) => FIELD_WORDS.whole(label.slice(index + 1)));
  return ends.find((kind) => kind !== undefined);
}

/** Whether a bold line names a field of the claim that it is in, and opens no part of the document. */
export function isLabelLine(line: Line): boolean {
  const text = wordsOf(line).replace(/[:：]\s*$/, '');
  if (kindOfLabel(text) === undefined) return false;
  const section = SECTION_WORDS.whole(text);
  return section === undefined || section === 'defects';
}

/** The parts of a line: what is before the first label, then each label with its value. */
export function splitByLabels(line: Line): { readonly before: Line; readonly labelled: readonly Labelled[] } {
  const before: Run[] = [];
  const labelled: { kind: FieldKind; label: string; value: Run[] }[] = [];
  const runs = line.flatMap(splitAtSeparators);
  for (const [index, run] of runs.entries()) {
    const mayBegin = index === 0 || (run.strong && !run.code) || isSeparator(runs[index - 1]);
    const found = mayBegin ? labelAt(run, runs[index + 1], index === 0) : undefined;
    if (found !== undefined) {
      labelled.push({ kind: found.kind, label: found.label, value: found.rest });
    } else (labelled.at(-1)?.value ?? before).push(run);
  }
  return { before, labelled: labelled.map((field) => ({ ...field, value: withoutColon(field.value) })) };
}

function splitAtSeparators(run: Run): readonly Run[] {
  if (run.strong || run.code || !SEPARATOR.test(run.text)) return [run];
  return run.text
    .split(/(\s(?:[|·•]|—)\s)/)
    .filter((text) => text !== '')
    .map((text) => ({ ...run, text }));
}

function isSeparator(run: Run | undefined): boolean {
  return run !== undefined && !run.code && /[|·•,;—]\s*$/.test(run.text.slice(-4));
}

interface FoundLabel {
  readonly kind: FieldKind;
  readonly label: string;
  /** What of the run is after the label. */
  readonly rest: Run[];
}

function labelAt(run: Run, next: Run | undefined, isFirst: boolean): FoundLabel | undefined {
  if (run.code) return undefined;
  const colon = run.text.search(/[:：]/);
  if (colon > 0 && colon <= LONGEST_LABEL) {
    const label = run.text.slice(0, colon).trim();
    const kind = kindOfLabel(label) ?? (run.strong && isFirst && isPlainLabel(label) ? 'text' : undefined);
    const text = run.text.slice(colon + 1);
    if (kind !== undefined)
      return { kind, label, rest: text.trim() === '' ? [] : [{ ...run, text: text.trimStart(), strong: false }] };
    return undefined;
  }
  if (!run.strong) return undefined;
  // "**Problem.** The cache is written and never read."
  const ended = isFirst && next !== undefined ? kindOfLabel(run.text.replace(/[.。]\s*$/u, '')) : undefined;
  if (ended !== undefined && /[.。]\s*$/u.test(run.text)) return { kind: ended, label: run.text.trim(), rest: [] };
  const label = run.text.trim();
  const hasColon = next !== undefined && !next.strong && /^\s*[:：]/.test(next.text);
  const isAlone = next === undefined && isFirst;
  if (!hasColon && !isAlone) return undefined;
  const kind = kindOfLabel(label) ?? (hasColon && isFirst && isPlainLabel(label) ? 'text' : undefined);
  return kind === undefined ? undefined : { kind, label, rest: [] };
}

/** A few words: `**Early warning:**`. */
function isPlainLabel(label: string): boolean {
  return label.split(/\s+/).length <= 4 && !/[.`]/.test(label);
}

function withoutColon(value: readonly Run[]): Line {
  const [first, ...rest] = value;
  if (first === undefined || first.code) return value;
  const text = first.text.replace(/^\s*(?:[:：]|[-–—=](?=\s))?\s*/, '');
  return text === '' ? rest : [{ ...first, text }, ...rest];
}
