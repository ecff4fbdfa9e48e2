/** The table of all entries. It is made of them, so what a person changes in it alone would be lost: that is refused. */
import type { Table, TableRow } from 'mdast';
import { digestOf } from './agreement.ts';
import { blocksOf, type DocumentSection, type RegisterProblem, sourceOf, trimBlocks } from './document-sections.ts';
import type { Markdown, RegisterEntry } from './entry.ts';

const COLUMNS = ['Issue', 'Severity', 'Status', 'Owner', 'First seen', 'Fixed in'] as const;

export function resolutionTable(entries: readonly RegisterEntry[]): Markdown {
  const rows = [COLUMNS, COLUMNS.map(() => '---'), ...entries.map(cellsOf)];
  return rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** What the row of an entry says, so that a row that was written is known again. */
export function rowDigest(entry: RegisterEntry): string {
  return digestOf(cellsOf(entry).join('|'));
}

function cellsOf({ id, severity, status, owner, firstSeen, fixedIn }: RegisterEntry): string[] {
  const cells = [id, severity, status, owner, firstSeen ?? '', fixedIn];
  // In code, too, a table ends a cell at each `|`.
  return cells.map((cell) => (cell === '' ? '–' : cell.replace(/\s+/g, ' ').trim().replaceAll('|', '&#124;')));
}

/** An entry of the document and the digest of its row as it was written last; undefined where none was. */
export interface WrittenRow {
  readonly entry: RegisterEntry;
  readonly row: string | undefined;
}

/** What a person wrote around the table, or what is wrong with it. */
export function readResolution(
  { body, bodyLine }: DocumentSection,
  written: ReadonlyMap<string, WrittenRow>,
): Markdown | RegisterProblem {
  const table = blocksOf(body).find((node): node is Table => node.type === 'table');
  if (table === undefined) return trimBlocks(body);
  const lineOf = (row: TableRow): number => bodyLine + (row.position?.start.line ?? 1) - 1;
  const [head, ...rows] = table.children;
  if (head === undefined || cellTexts(head, body).join('|') !== COLUMNS.join('|')) {
    return { problem: `has a table with columns other than \`${COLUMNS.join('`, `')}\``, line: bodyLine };
  }
  for (const row of rows) {
    const problem = rowProblem(cellTexts(row, body), written);
    if (problem !== undefined) return { problem, line: lineOf(row) };
  }
  const [start, end] = [table.position?.start.offset ?? 0, table.position?.end.offset ?? 0];
  return [body.slice(0, start), body.slice(end)].map(trimBlocks).filter(Boolean).join('\n\n');
}

function cellTexts(row: TableRow, text: string): string[] {
  return row.children.map((cell) => sourceOf(cell, text).replace(/^\|/, '').replace(/\|$/, '').trim());
}

function rowProblem(cells: readonly string[], written: ReadonlyMap<string, WrittenRow>): string | undefined {
  const [id = ''] = cells;
  const known = written.get(id);
  if (known === undefined) {
    // That of an entry that was taken out.
    return ID.test(id) ? undefined : 'has a table row that belongs to no entry; move it below the table';
  }
  if (known.row === undefined || known.row === digestOf(cells.join('|'))) return undefined;
  const [, , status, owner] = cellsOf(known.entry);
  if (cells[2] === status && cells[3] === owner) return undefined;
  return `has an edited table row of ${id}, but the table is generated from the entries: edit the entry and remove the row`;
}

/** `STATE-01`; no prefix and no number of ours is longer. */
export const ID = /^[A-Z][A-Z0-9]{0,30}-\d{2,6}$/;
