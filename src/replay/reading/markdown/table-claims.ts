/** Tables: of findings, of what became of findings told elsewhere, of totals. */

import type { StatedStatus } from '../../claim.ts';
import type { ClaimDraft } from '../claim-draft.ts';
import { readId } from '../parts/claim-id.ts';
import { placesIn } from '../parts/places.ts';
import { readSeverity, type StatedSeverity } from '../parts/severity.ts';
import { readCommit, readStatus } from '../parts/status.ts';
import type { ColumnKind } from '../words/column-words.ts';
import { BUT_WORDS, WELL_MARKS, WELL_WORDS } from '../words/defect-words.ts';
import { plainWords } from '../words/phrases.ts';
import { columnsOf, ratesRisk } from './columns.ts';
import { isStruck, type Line, plainRun, type Row, type Table, textOf, wordsOf } from './document.ts';
import type { Field } from './fields.ts';
import type { Standpoint } from './find-claims.ts';
import { readTitle } from './titles.ts';

/** What a row says of a claim that is reported elsewhere. */
export interface TrackingRow {
  readonly id: string;
  readonly status: StatedStatus | undefined;
  readonly severity: StatedSeverity | undefined;
  readonly owner: string | undefined;
  readonly fixedIn: string | undefined;
}

export interface ReadTable {
  readonly drafts: readonly ClaimDraft[];
  readonly hasIds: boolean;
  readonly tracking: readonly TrackingRow[];
}

export function readTable(table: Table, at: Standpoint): ReadTable {
  const kinds = columnsOf(table);
  const ids = table.rows.map((row) => idOfRow(row, kinds));
  const hasIds = kinds.includes('id') && ids.some((id) => id !== undefined);
  const tracking = table.rows.flatMap((row, index) => {
    const id = ids[index];
    return id === undefined ? [] : [trackingOf(id, row, kinds, at)];
  });
  const isWhole = isClaimTable(table, at);
  const drafts = isWhole ? table.rows.flatMap((row, index) => draftOfRow(row, kinds, ids[index], at, table) ?? []) : [];
  return { drafts, hasIds, tracking };
}

/** Whether its rows state defects: by its columns, or because it is where defects are reported. */
export function isClaimTable(table: Table, at: Standpoint): boolean {
  const kinds = columnsOf(table);
  if (table.header.cells.length < 2 || table.rows.length === 0) return false;
  const rates =
    kinds.includes('severity') || kinds.includes('status') || kinds.includes('place') || kinds.includes('line');
  if (kinds.includes('defect') || ratesRisk(table, kinds)) return true;
  if ((at.kind === undefined || at.kind === 'aside') && listsPlaces(table, kinds)) return true;
  if (kinds.includes('id') && rates)
    return kinds.some((kind) => kind === 'text' || kind === 'title' || kind === undefined);
  return at.kind === 'defects' && !kinds.includes('measure') && !(kinds.includes('count') && kinds.length === 2);
}

/** Every row gives lines of a file, or a file and how bad it is: nobody lists those of what is well. */
function listsPlaces({ rows }: Table, kinds: readonly (ColumnKind | undefined)[]): boolean {
  const isRated = kinds.includes('severity') || kinds.includes('status');
  return (
    rows.length >= 2 &&
    rows.every(({ cells }) =>
      placesIn(textOf(cells[kinds.indexOf('place')] ?? []), 1).some(
        ({ path, ranges }) => ranges.length > 0 || (isRated && path !== ''),
      ),
    )
  );
}

function idOfRow(row: Row, kinds: readonly (ColumnKind | undefined)[]): string | undefined {
  const cell = row.cells[kinds.indexOf('id')] ?? row.cells[0];
  if (cell === undefined) return undefined;
  const text = wordsOf(cell).trim();
  // A column of ids says so itself; bare numbers of order change when others come or go.
  if (kinds.includes('id') && /^[#\w][\w.#/–-]{1,24}$/.test(text) && /\p{L}|#/u.test(text)) return text;
  const id = readId(text.split(/\s/).length === 1 ? `${text}:` : text);
  if (id === undefined || kinds.includes('id')) return id?.id;
  return id.rest === '' && /^[A-Z#]/.test(id.id) && /[-_#]|^.{1,4}$/.test(id.id) ? id.id : undefined;
}

function trackingOf(
  id: string,
  row: Row,
  kinds: readonly (ColumnKind | undefined)[],
  { scale }: Standpoint,
): TrackingRow {
  const cell = (kind: ColumnKind): string => textOf(row.cells[kinds.indexOf(kind)] ?? []);
  const owner = cell('owner').trim();
  return {
    id,
    status: kinds.includes('status') ? readStatus(cell('status')) : row.cells.some(isStruck) ? 'retracted' : undefined,
    severity: readSeverity(cell('severity'), scale),
    owner: /\p{L}{2}/u.test(owner) && !/^tbd$/i.test(owner) ? owner : undefined,
    fixedIn: readCommit(row.cells.map(wordsOf).join(' | ')),
  };
}

function draftOfRow(
  row: Row,
  kinds: readonly (ColumnKind | undefined)[],
  id: string | undefined,
  at: Standpoint,
  table: Table,
): ClaimDraft | undefined {
  const titleAt = descriptiveColumn(row, titleColumn(row, kinds, table), kinds, table);
  const cell = row.cells[titleAt];
  if (cell === undefined || isTotalRow(row) || isWellRow(row, kinds, table)) return undefined;
  const read = readTitle(cell, at.scale);
  const isCount = /^\d{1,4}\s?(?:\(|$)/.test(read.title);
  if (isCount || plainWords(read.title).length === 0 || WELL_WORDS.whole(read.title) !== undefined) return undefined;
  const subject = subjectOf(row, kinds, titleAt);
  const title = subject.length === 0 ? read.title : `${textOf(subject).trim()}: ${read.title}`;
  const rest = row.cells.flatMap((other, index) =>
    index === titleAt || other === subject ? [] : fieldOfCell(other, kinds[index], table, index, row.line),
  );
  return {
    id: id ?? read.id,
    head: subject.length === 0 ? cell : [...subject, plainRun(': ', row.line), ...cell],
    title,
    context: at.context,
    severity: read.severity,
    status: read.status ?? statusOfStruck(cell),
    fields: rest,
    first: row.line,
    last: row.line,
  };
}

/** A number says something only where it is a value of the code. */
function descriptiveColumn(
  row: Row,
  titleAt: number,
  kinds: readonly (ColumnKind | undefined)[],
  table: Table,
): number {
  const cell = row.cells[titleAt] ?? [];
  return /\p{L}{2}/u.test(wordsOf(cell)) || cell.some(({ code }) => code) ? titleAt : -1;
}

/** Struck out with a tick is fixed, without it taken back. */
function statusOfStruck(cell: Line): StatedStatus | undefined {
  const said = cell.filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
  if (!isStruck(said)) return undefined;
  return WELL_MARKS.some((mark) => wordsOf(cell).includes(mark)) ? 'fixed' : 'retracted';
}

/** What the row is about, where the defect is in a later column: `| Metric | Issue |`. */
function subjectOf(row: Row, kinds: readonly (ColumnKind | undefined)[], titleAt: number): Line {
  const first = kinds.findIndex((kind, index) => index < titleAt && mayBeSubject(kind, row.cells[index] ?? []));
  const cell = row.cells[first];
  return cell === undefined || !/\p{L}/u.test(wordsOf(cell)) ? [] : cell;
}

/** The column of the defect; else of a title, else the first that says something of its own and is no number or severity. */
function titleColumn(row: Row, kinds: readonly (ColumnKind | undefined)[], table: Table): number {
  for (const kind of ['defect', 'title', undefined, 'text'] as const) {
    const filled = kinds.flatMap((candidate, index) =>
      candidate === kind && wordsOf(row.cells[index] ?? []).trim() !== '' ? index : [],
    );
    if (filled[0] !== undefined) return filled[0];
  }
  for (const kind of ['category', 'place', 'fix'] as const) if (kinds.includes(kind)) return kinds.indexOf(kind);
  return -1;
}

function fieldOfCell(
  cell: Line,
  kind: ColumnKind | undefined,
  table: Table,
  index: number,
  line: number,
): readonly Field[] {
  if (cell.length === 0 || kind === 'measure') return [];
  const fieldKind = kind === undefined || kind === 'defect' ? 'text' : kind;
  return [{ kind: fieldKind, label: wordsOf(table.header.cells[index] ?? []), line, lines: [cell], codes: [] }];
}

function isTotalRow(row: Row): boolean {
  return /^\W*(?:total|sum|gesamt|всего|итого|合计|总计)\b/i.test(wordsOf(row.cells[0] ?? []));
}

function mayBeSubject(kind: ColumnKind | undefined, cell: Line): boolean {
  return kind === undefined || kind === 'category' || kind === 'title' || (kind === 'place' && !hasPlace(cell));
}

function hasPlace(cell: Line): boolean {
  return placesIn(textOf(cell), 1).some(({ path }) => path !== '');
}

/** A row that is ticked off, or whose finding is "Good": nothing is wrong there. */
function isWellRow(row: Row, kinds: readonly (ColumnKind | undefined)[], table: Table): boolean {
  const isRisk = ratesRisk(table, kinds);
  const takesBack = row.cells.some(
    (cell, index) => kinds[index] === 'defect' && plainWords(wordsOf(cell)).some((word) => BUT_WORDS.has(word)),
  );
  if (takesBack) return false;
  return row.cells.some((cell, index) => {
    if (kinds[index] === 'status' || kinds[index] === 'place') return false;
    const text = wordsOf(cell).trim();
    if (kinds[index] === 'severity' && WELL_MARKS.some((mark) => text.startsWith(mark))) return true;
    const mark = WELL_MARKS.find((each) => text.startsWith(each));
    const remark = mark === undefined ? '' : text.slice(mark.length).replace('\u{fe0f}', '').trim();
    if (mark !== undefined && (remark === '' || WELL_WORDS.whole(remark) !== undefined)) return true;
    const [word = ''] = text.split(/[.:;—–,(-]/);
    const isSaid = kinds[index] === 'defect' || kinds[index] === 'title' || (isRisk && kinds[index] === 'severity');
    return isSaid && WELL_WORDS.whole(word) !== undefined;
  });
}
