import { isUtf8 } from 'node:buffer';
import type { Location } from '../../findings/index.ts';
import { SourceText } from '../../text/index.ts';
import { findCellStrings, type JsonString } from './notebook-strings.ts';

/** The cells of a notebook, and where they are in its JSON: viewers of reports know lines of files, not of cells. */
export class NotebookPlaces {
  readonly #text: SourceText;
  readonly #strings: ReadonlyMap<number, readonly JsonString[]>;
  /** Made when they are asked for. */
  readonly #cells = new Map<number, Cell>();

  constructor(json: string) {
    this.#text = new SourceText(json);
    this.#strings = findCellStrings(json);
  }

  /** The source of a cell (from 1, text cells counted), as its lines are counted. */
  sourceOf(cell: number): SourceText | undefined {
    return this.#cell(cell)?.source;
  }

  /** The same place in the lines of the file; undefined when the notebook no longer has it. */
  find({ path, cell: number, line, column, endLine, endColumn }: Location): Location | undefined {
    const cell = this.#cell(number ?? 0);
    const start = cell === undefined ? undefined : indexOf(cell.source, line, column);
    const end = cell === undefined ? undefined : indexOf(cell.source, endLine, endColumn);
    if (cell === undefined || start === undefined || end === undefined || end < start) return undefined;
    const from = this.#text.positionAt(cell.starts[start] ?? 0);
    // The end of a line is in its own string, the start of the next line may be in another one.
    const to = end > start ? this.#text.positionAt(cell.ends[end - 1] ?? 0) : from;
    return { path, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
  }

  #cell(number: number): Cell | undefined {
    const known = this.#cells.get(number);
    const strings = this.#strings.get(number);
    if (known !== undefined || strings === undefined) return known;
    const cell = readCell(this.#text.content, strings);
    this.#cells.set(number, cell);
    return cell;
  }
}

/** Undefined where it is not there, or not UTF-8. */
export function decodeNotebook(bytes: Uint8Array | undefined): NotebookPlaces | undefined {
  if (bytes === undefined || !isUtf8(bytes)) return undefined;
  return new NotebookPlaces(new TextDecoder('utf-8').decode(bytes));
}

interface Cell {
  readonly source: SourceText;
  /** Offsets in the JSON of what stands for each unit of the source, and one more: where the source ends. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

function readCell(json: string, strings: readonly JsonString[]): Cell {
  const units: string[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { start, end } of strings) {
    for (let at = start; at < end; ) {
      const { unit, length } = readUnit(json, at);
      units.push(unit);
      starts.push(at);
      at += length;
      ends.push(at);
    }
  }
  return { source: new SourceText(units.join('')), starts: [...starts, strings.at(-1)?.end ?? 0], ends };
}

/** Index of a line and column; undefined where the text has none. */
function indexOf(source: SourceText, line: number, column: number): number | undefined {
  if (line > source.lineCount || column > source.lineText(line).length + 1) return undefined;
  return source.lineStart(line) + column - 1;
}

const ESCAPED = new Map([
  ['b', '\b'],
  ['f', '\f'],
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
