/** Rows of tab-separated tables that people wrote by hand: what cannot be read is said, and the rest goes on. */
import { readFileSync } from 'node:fs';

/** A row under its header, and the place that messages call it by. */
export interface TextRow {
  readonly place: string;
  readonly cells: ReadonlyMap<string, string>;
}

/** What could be read of a table, and one sentence for each thing that could not. */
export interface ReadRows<T> {
  readonly rows: readonly T[];
  readonly problems: readonly string[];
}

/**
 * `parse` gives the row, nothing where it is not meant, or throws an Error that says what is wrong with it. `shownAs`: what
 * messages call the file.
 */
export function readRows<T>(
  file: string,
  columns: readonly string[],
  parse: (row: TextRow) => T | undefined,
  shownAs = file,
): ReadRows<T> {
  const [header = '', ...lines] = linesOf(file);
  const names = header.split('\t');
  const missing = columns.find((column) => !names.includes(column));
  if (missing !== undefined) return { rows: [], problems: [`${shownAs}:1: the column \`${missing}\` is missing`] };
  const rows: T[] = [];
  const problems: string[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const place = `${shownAs}:${index + 2}`;
    try {
      const row = parse({ place, cells: cellsOf(line, names) });
      if (row !== undefined) rows.push(row);
    } catch (error) {
      problems.push(`${place}: ${error instanceof Error ? error.message : error}`);
    }
  }
  return { rows, problems };
}

// Spreadsheets begin with a byte order mark and end lines as Windows does.
function linesOf(file: string): string[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new Error(`\`${file}\` cannot be read`, { cause });
  }
  return text
    .replace(/^\uFEFF/, '')
    .split('\n')
    .map((line) => line.replace(/\r$/, ''));
}

function cellsOf(line: string, names: readonly string[]): ReadonlyMap<string, string> {
  const cells = line.split('\t');
  if (cells.length !== names.length) throw new Error(`${cells.length} columns, the header has ${names.length}`);
  return new Map(names.map((name, column) => [name, cells[column]?.trim() ?? '']));
}

export const rowCount = (count: number): string => (count === 1 ? '1 row' : `${count} rows`);

/** A cell that must hold something. */
export function cellOf({ cells }: TextRow, column: string): string {
  const text = cells.get(column) ?? '';
  if (text === '') throw new Error(`\`${column}\` is empty`);
  return text;
}

export function lineOf(row: TextRow, column: string): number {
  const text = cellOf(row, column);
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Error(`\`${text}\` is no line`);
  return Number(text);
}

/** A path from the root of a repository. */
export function pathOf(row: TextRow, column: string): string {
  const text = cellOf(row, column);
  if (/^\/|^\.{1,2}\/|\\/.test(text)) throw new Error(`\`${text}\` is no path from the root of a repository`);
  return text;
}

/** `owner/name`. */
export function repositoryOf(text: string): string {
  if (!/^[\w.-]+\/[\w.-]+$/.test(text)) throw new Error(`\`${text}\` is no \`owner/name\``);
  return text;
}

export function hashOf(text: string): string {
  if (!/^[0-9a-f]{4,64}$/.test(text)) throw new Error(`\`${text}\` is no hash of a commit`);
  return text;
}
