/** RFC 4180 (https://www.rfc-editor.org/rfc/rfc4180) with any separator. */

export interface CsvRow {
  readonly cells: readonly string[];
  /** Of the document, where the row begins. */
  readonly line: number;
}

/** A quote that is never closed ends with the text. */
export function parseCsv(text: string, separator: string): readonly CsvRow[] {
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let line = 1;
  let began = 1;
  let at = 0;
  while (at < text.length) {
    const cell = text[at] === '"' ? quotedCell(text, at) : plainCell(text, at, separator);
    cells.push(cell.value);
    line += cell.lines;
    at = cell.end;
    if (text[at] === separator) {
      at++;
      if (at < text.length) continue;
      cells.push('');
    }
    if (at < text.length) line++;
    at++;
    rows.push({ cells, line: began });
    cells = [];
    began = line;
  }
  return rows;
}

interface Cell {
  readonly value: string;
  readonly end: number;
  readonly lines: number;
}

function plainCell(text: string, at: number, separator: string): Cell {
  let end = at;
  while (end < text.length && text[end] !== separator && text[end] !== '\n') end++;
  return { value: text.slice(at, end), end, lines: 0 };
}

/** What follows the closing quote before the next separator is dropped, as most readers do. */
function quotedCell(text: string, at: number): Cell {
  let end = at + 1;
  while (end < text.length && (text[end] !== '"' || text[end + 1] === '"')) end += text[end] === '"' ? 2 : 1;
  const written = text.slice(at + 1, end);
  return {
    value: written.replaceAll('""', '"'),
    end: Math.min(end + 1, text.length),
    lines: written.split('\n').length - 1,
  };
}
