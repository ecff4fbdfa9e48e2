/** What the columns of a table hold: by their heads, and where these say nothing by their cells. */

import { placesIn } from '../parts/places.ts';
import { COLUMN_WORDS, type ColumnKind } from '../words/column-words.ts';
import { plainWords } from '../words/phrases.ts';
import { SECTION_WORDS } from '../words/section-words.ts';
import { SEVERITY_COLOURS, SEVERITY_WORDS } from '../words/severity-words.ts';
import { type Table, textOf, wordsOf } from './document.ts';
import { kindOfName } from './labels.ts';

export function columnsOf(table: Table): readonly (ColumnKind | undefined)[] {
  const named = table.header.cells.map((cell, index) => {
    const text = wordsOf(cell);
    if (text.trim() === '#') return 'id';
    if (SECTION_WORDS.whole(text) === 'strengths') return 'ignored';
    return kindOfHead(text);
  });
  const isRated = named.includes('severity');
  return named.map((kind, index) => {
    const mayRate = !isRated && (kind === undefined || kind === 'defect');
    if (mayRate && isOfSeverities(table, index, kind === 'defect')) return 'severity';
    // What is first is what the row is about, also where that is a file.
    return kind === undefined && index > 0 && !named.includes('place') && isOfPlaces(table, index) ? 'place' : kind;
  });
}

const kindOfHead = (text: string): ColumnKind | undefined =>
  COLUMN_WORDS.whole(text) ?? kindOfName(text) ?? COLUMN_WORDS.first(text)?.meaning;

/** "Risk: medium": a column that is called a defect, and says how bad it is. */
export function ratesRisk({ header }: Table, kinds: readonly (ColumnKind | undefined)[]): boolean {
  return header.cells.some((cell, index) => kinds[index] === 'severity' && kindOfHead(wordsOf(cell)) === 'defect');
}

/**
 * Three of four cells say how bad, by a colour before a word or two, or by words alone: where the column is not called a risk, one of these has
 * to be no amount, because costs are high and low too.
 */
function isOfSeverities(table: Table, index: number, isRisk: boolean): boolean {
  const said = cellsOf(table, index);
  if (said.length < 2 || said.length < table.rows.length) return false;
  const coloured = said.filter(
    (text) => SEVERITY_COLOURS.has(String.fromCodePoint(text.codePointAt(0) ?? 0)) && plainWords(text).length <= 2,
  );
  if (coloured.length * 4 >= said.length * 3) return true;
  const worded = said.filter((text) => {
    const words = plainWords(text);
    if (isRisk && words.length === 2) return words.some((word) => SEVERITY_WORDS.has(word));
    return words.length > 0 && words.length <= 3 && words.every((word) => SEVERITY_WORDS.has(word));
  });
  const mayBe = isRisk || worded.some((text) => SEVERITY_WORDS.whole(text) === 'P0' && plainWords(text).length === 1);
  return mayBe && worded.length * 4 >= said.length * 3;
}

/** Two of three cells begin with a file. */
function isOfPlaces({ rows }: Table, index: number): boolean {
  const placed = rows.filter(({ cells }) => {
    const [place] = placesIn(textOf(cells[index] ?? []), 1);
    return (
      place !== undefined &&
      place.path !== '' &&
      textOf(cells[index] ?? [])
        .slice(0, 3)
        .match(/[\w./]/) !== null
    );
  });
  return rows.length >= 2 && placed.length * 3 >= rows.length * 2;
}

const cellsOf = ({ rows }: Table, index: number): readonly string[] =>
  rows.map(({ cells }) => wordsOf(cells[index] ?? []).trim()).filter((text) => text !== '');
