import { readFileSync } from 'node:fs';

/** A row of a table with names on its columns, and the place that messages call it by. */
export interface Row {
  readonly place: string;
  readonly cells: Readonly<Record<string, string>>;
}

/** Reads tab-separated lines under a header. Throws an Error with one sentence where a column is missing. */
export function readTable(file: string, columns: readonly string[]): Row[] {
  // Spreadsheets begin with a byte order mark and end lines as Windows does.
  const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  const [header = '', ...lines] = text.split('\n').map((line) => line.replace(/\r$/, ''));
  const names = header.split('\t');
  const missing = columns.find((column) => !names.includes(column));
  if (missing !== undefined) throw new Error(`${file}:1: the column \`${missing}\` is missing`);
  return lines.flatMap((line, index) => {
    if (line.trim() === '') return [];
    const cells = line.split('\t');
    const place = `${file}:${index + 2}`;
    if (cells.length !== names.length)
      throw new Error(`${place}: ${cells.length} columns, the header has ${names.length}`);
    return [{ place, cells: Object.fromEntries(names.map((name, column) => [name, cells[column]?.trim() ?? ''])) }];
  });
}

/** The text of such a table. What would break a line or a column becomes a space. */
export function formatTable<K extends string>(
  columns: readonly K[],
  rows: readonly Readonly<Record<K, string | number>>[],
): string {
  const lines = rows.map((row) => columns.map((column) => String(row[column]).replace(/[\t\r\n]+/g, ' ')).join('\t'));
  return `${[columns.join('\t'), ...lines].join('\n')}\n`;
}

/** A cell that must hold something. */
export function cellOf({ place, cells }: Row, column: string): string {
  const text = cells[column] ?? '';
  if (text === '') throw new Error(`${place}: \`${column}\` is empty`);
  return text;
}

export function numberOf(row: Row, column: string): number {
  const text = cellOf(row, column);
  if (!/^\d+$/.test(text)) throw new Error(`${row.place}: \`${text}\` is no number`);
  return Number(text);
}
