/** The fields of a claim: what is under which label, over paragraphs, lists, code and parts with a heading of their own. */

import { placesIn } from '../parts/places.ts';
import type { FieldKind } from '../words/field-words.ts';
import {
  type Block,
  type Code,
  type Item,
  type Line,
  plainRun,
  type Section,
  type Table,
  textOf,
  wordsOf,
} from './document.ts';
import { kindOfLabel, splitByLabels } from './labels.ts';

export interface Field {
  readonly kind: FieldKind;
  readonly label: string;
  readonly line: number;
  readonly lines: Line[];
  readonly codes: { readonly code: Code; readonly before: string }[];
}

const setOf = (...kinds: readonly FieldKind[]): ReadonlySet<FieldKind> => new Set(kinds);

/** Fields that say nothing of the code. */
export const BESIDE = setOf(
  'id',
  'severity',
  'status',
  'owner',
  'fixed-in',
  'commit',
  'category',
  'count',
  'ignored',
  'rule',
);

/** Fields that hold a value of a few words: a paragraph after them belongs to the text again. */
const SHORT = setOf(...BESIDE, 'place', 'line');

export function fieldsOfBlocks(blocks: readonly Block[]): readonly Field[] {
  const reader = new FieldReader();
  reader.readBlocks(blocks);
  return reader.fields;
}

export function fieldsOfSection(section: Section): readonly Field[] {
  const reader = new FieldReader();
  reader.readBlocks(section.blocks);
  for (const part of section.sections) reader.readPart(part);
  return reader.fields;
}

/** A value of one line, as text. */
export function textOfField(field: Field): string {
  return field.lines.map(textOf).join('\n').trim();
}

/** A further place below the first one, and no sentence that goes on behind it in the same paragraph. */
function isPlaceAlone(line: Line): boolean {
  const text = textOf(line);
  const words = text.split(/\s+/).filter((word) => /^\p{L}{2,}[,.;:]?$/u.test(word));
  return words.length < SENTENCE_WORDS && placesIn(text, 1).length > 0;
}

const SENTENCE_WORDS = 6;

/** "Code: E12" is an id; before a piece of code, or a block of it, the label says what it is. */
const meantBy = (kind: FieldKind, label: string, value: Line): FieldKind =>
  kind === 'id' && /^code$/i.test(label) && value.every(({ code, text }) => code && /\W/.test(text))
    ? 'code-now'
    : kind;

class FieldReader {
  readonly fields: Field[] = [];
  #before = '';

  readBlocks(blocks: readonly Block[]): void {
    for (const block of blocks) this.#readBlock(block);
  }

  readPart(section: Section): void {
    const title = wordsOf(section.heading).replace(/[:：]\s*$/, '');
    const kind = kindOfLabel(title) ?? 'text';
    this.#open(kind, title, section.first);
    this.#before = title;
    if (kindOfLabel(title) === undefined) this.#current(section.first).lines.push(section.heading);
    this.readBlocks(section.blocks);
    for (const part of section.sections) this.readPart(part);
  }

  #readBlock(block: Block): void {
    if (block.kind === 'prose') {
      if (this.#isFilled()) this.#open('text', '', block.first);
      for (const line of block.lines) this.#readLine(line, block.first);
    } else if (block.kind === 'code') {
      if (this.#isFilled()) this.#open('text', '', block.first);
      this.#current(block.first).codes.push({ code: block, before: this.#before });
      this.#before = '';
    } else if (block.kind === 'list') {
      for (const item of block.items) this.#readItem(item);
    } else this.#readTable(block);
  }

  #readItem(item: Item): void {
    const [head] = item.blocks;
    const isField =
      head?.kind === 'prose' && head.lines[0] !== undefined && splitByLabels(head.lines[0]).labelled.length > 0;
    if (!isField && this.#isFilled() && this.fields.at(-1)?.kind !== 'place') this.#open('text', '', item.first);
    for (const [index, block] of item.blocks.entries()) {
      if (block.kind === 'prose' && !isField && index === 0) {
        for (const line of block.lines) this.#add(line, item.first);
      } else this.#readBlock(block);
    }
  }

  /** Two columns of labels and values are fields; another table is text. */
  #readTable(table: Table): void {
    const rows = [table.header, ...table.rows];
    const isFields =
      rows.every(({ cells }) => cells.length === 2) &&
      table.rows.every(({ cells }) => cells[0] !== undefined && kindOfLabel(wordsOf(cells[0])) !== undefined);
    for (const { cells, line } of rows) {
      const kind = isFields && cells[0] !== undefined ? kindOfLabel(wordsOf(cells[0])) : undefined;
      if (kind === undefined)
        this.#add(
          cells.flatMap((cell, index) => (index === 0 ? cell : [plainRun(' | ', line), ...cell])),
          line,
        );
      else {
        this.#open(kind, wordsOf(cells[0] ?? []), line);
        this.#add(cells[1] ?? [], line);
      }
    }
  }

  #readLine(line: Line, first: number): void {
    const { before, labelled } = splitByLabels(line);
    if (before.length > 0) {
      if (this.#isFilled() && !(this.fields.at(-1)?.kind === 'place' && isPlaceAlone(before)))
        this.#open('text', '', first);
      this.#add(before, first);
    }
    for (const { kind, label, value } of labelled) {
      this.#open(meantBy(kind, label, value), label, value[0]?.line ?? line[0]?.line ?? first);
      this.#before = label;
      if (value.length > 0) this.#add(value, first);
    }
  }

  #add(line: Line, first: number): void {
    if (line.length === 0) return;
    this.#current(first).lines.push(line);
    this.#before = textOf(line);
  }

  #isFilled(): boolean {
    const last = this.fields.at(-1);
    return last !== undefined && SHORT.has(last.kind) && (last.lines.length > 0 || last.codes.length > 0);
  }

  #open(kind: FieldKind, label: string, line: number): void {
    this.fields.push({ kind, label, line, lines: [], codes: [] });
  }

  #current(line: number): Field {
    const last = this.fields.at(-1);
    if (last !== undefined) return last;
    this.#open('text', '', line);
    return this.#current(line);
  }
}
