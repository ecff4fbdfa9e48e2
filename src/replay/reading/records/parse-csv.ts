/** RFC 4180 (https://www.rfc-editor.org/rfc/rfc4180) with any separator. */

export interface CsvRow {
  readonly cells: readonly string[];
  /** Of the document, where the row begins. */
  readonly line: number;
}

/** A cell with what ends it, by what is between cells. A quote that is never closed ends with the text. */
const CELLS = {
  ',': /(?:"([^"]*(?:""[^"]*)*)(?:"|$))?([^,\n]*)(,|\n|$)/y,
  ';': /(?:"([^"]*(?:""[^"]*)*)(?:"|$))?([^;\n]*)(;|\n|$)/y,
  '\t': /(?:"([^"]*(?:""[^"]*)*)(?:"|$))?([^\t\n]*)(\t|\n|$)/y,
  '|': /(?:"([^"]*(?:""[^"]*)*)(?:"|$))?([^|\n]*)(\||\n|$)/y,
};

export type Separator = keyof typeof CELLS;
export const SEPARATORS = Object.keys(CELLS) as readonly Separator[];

/** What follows a closing quote before the next separator is dropped, as most readers do. */
export function parseCsv(text: string, separator: Separator): readonly CsvRow[] {
  const rows: CsvRow[] = [];
  let cells: string[] = [];
  let [line, began] = [1, 1];
  const cell = CELLS[separator];
  cell.lastIndex = 0;
  for (let match = cell.exec(text); match !== null; match = cell.exec(text)) {
    const [, quoted, plain = '', end] = match;
    cells.push(quoted?.replaceAll('""', '"') ?? plain);
    line += (quoted?.split('\n').length ?? 1) - 1;
    if (end === separator) continue;
    if (end === '\n') line++;
    rows.push({ cells, line: began });
    cells = [];
    began = line;
    if (cell.lastIndex === text.length) break;
  }
  return rows;
}
