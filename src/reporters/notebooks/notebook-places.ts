import { isUtf8 } from 'node:buffer';
import type { Location } from '../../findings/index.ts';
import { SourceText } from '../../text/index.ts';
import { findCellStrings, type JsonString } from './notebook-strings.ts';

/** Finds places of notebook cells in the JSON of the notebook: SARIF viewers know lines of files, not of cells. */
export class NotebookPlaces {
  readonly #text: SourceText;
  readonly #cells: ReadonlyMap<number, readonly JsonString[]>;

  constructor(json: string) {
    this.#text = new SourceText(json);
    this.#cells = findCellStrings(json);
  }

  /** The same place in the lines of the file; undefined when the notebook no longer has it. */
  find(place: Location): Location | undefined {
    const strings = this.#cells.get(place.cell ?? 0);
    if (strings === undefined) return undefined;
    const start = this.#offsetOf(strings, place.line, place.column);
    const end = this.#offsetOf(strings, place.endLine, place.endColumn);
    if (start === undefined || end === undefined || end < start) return undefined;
    const [from, to] = [this.#text.positionAt(start), this.#text.positionAt(end)];
    return { path: place.path, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
  }

  /** Offset in the JSON of a line and column of the cell's source, which its strings make together. */
  #offsetOf(strings: readonly JsonString[], line: number, column: number): number | undefined {
    let [atLine, atColumn, previous, last] = [1, 1, '', 0];
    for (const { start, end } of strings) {
      for (let at = start; at < end; ) {
        const { unit, length } = readUnit(this.#text.content, at);
        const endsCrLf = unit === '\n' && previous === '\r';
        if (atLine === line && atColumn === column && !endsCrLf) return at;
        if (unit !== '\n' && unit !== '\r') atColumn++;
        else if (!endsCrLf) [atLine, atColumn] = [atLine + 1, 1];
        previous = unit;
        at += length;
      }
      last = end;
      // The end of a line is in its own string; the start of the next line is in the next.
      if (atLine === line && atColumn === column && previous !== '\n' && previous !== '\r') return end;
    }
    return atLine === line && atColumn === column ? last : undefined;
  }
}

/** Reads the notebooks of a report, each once. */
export function decodeNotebook(bytes: Uint8Array | undefined): NotebookPlaces | undefined {
  if (bytes === undefined || !isUtf8(bytes)) return undefined;
  return new NotebookPlaces(new TextDecoder('utf-8').decode(bytes));
}

const ESCAPED = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** One UTF-16 unit of a JSON string, and how many units of the text it takes. */
function readUnit(json: string, at: number): { readonly unit: string; readonly length: number } {
  const unit = json.charAt(at);
  if (unit !== '\\') return { unit, length: 1 };
  const name = json.charAt(at + 1);
  if (name !== 'u') return { unit: ESCAPED.get(name) ?? name, length: 2 };
  return { unit: String.fromCharCode(Number.parseInt(json.slice(at + 2, at + 6), 16)), length: 6 };
}
