import { maskMagics } from './notebook-magics.ts';

/** A Jupyter notebook as one Python text, or why there is none. */
export type Notebook =
  | {
      readonly kind: 'notebook';
      /** The code cells one after the other, each ended by a line feed, magics masked. */
      readonly content: string;
      /** Where a line of `content` (from 1) is in the notebook; columns are the same. */
      readonly cellOfLine: (line: number) => CellPlace;
      /** The code cells in their order. */
      readonly cells: readonly CellStart[];
    }
  | { readonly kind: 'not-python'; readonly language: string }
  | { readonly kind: 'broken'; readonly reason: string };

export interface CellStart {
  /** Number of the cell from 1, text cells counted. */
  readonly cell: number;
  /** Of `content`, from 1. */
  readonly firstLine: number;
}

export interface CellPlace {
  /** Number of the cell from 1, text cells counted. */
  readonly cell: number;
  /** Line in the cell, from 1. */
  readonly line: number;
}

/** Reads the JSON of an `.ipynb` file, of notebook format 3 or 4. */
export function readNotebook(json: string): Notebook {
  let document: unknown;
  try {
    document = JSON.parse(json);
  } catch {
    return { kind: 'broken', reason: 'the notebook is not valid JSON' };
  }
  const cells = findCells(document);
  if (cells === undefined)
    return { kind: 'broken', reason: 'the JSON is not a Jupyter notebook: it has no list of cells' };
  const language = findLanguage(document);
  if (language !== undefined && !/^i?python\d*$/i.test(language)) return { kind: 'not-python', language };
  return joinCells(cells);
}

function joinCells(cells: readonly unknown[]): Notebook {
  const places: CellPlace[] = [];
  const starts: CellStart[] = [];
  let content = '';
  cells.forEach((cell, i) => {
    const source = codeOf(cell);
    if (source === undefined) return;
    const text = maskMagics(source.endsWith('\n') ? source : `${source}\n`);
    starts.push({ cell: i + 1, firstLine: places.length + 1 });
    const lineCount = text.split(/\r\n|\r|\n/).length - 1;
    for (let line = 1; line <= lineCount; line++) places.push({ cell: i + 1, line });
    content += text;
  });
  const last = places.at(-1) ?? { cell: 1, line: 1 };
  return { kind: 'notebook', content, cellOfLine: (line) => places[line - 1] ?? last, cells: starts };
}

function findCells(document: unknown): readonly unknown[] | undefined {
  const cells = field(document, 'cells');
  if (Array.isArray(cells)) return cells;
  const sheets = field(document, 'worksheets');
  if (!Array.isArray(sheets)) return undefined;
  return sheets.flatMap((sheet): unknown[] => {
    const inner = field(sheet, 'cells');
    return Array.isArray(inner) ? inner : [];
  });
}

function findLanguage(document: unknown): string | undefined {
  const metadata = field(document, 'metadata');
  for (const [section, name] of [
    ['language_info', 'name'],
    ['kernelspec', 'language'],
  ] as const) {
    const language = field(field(metadata, section), name);
    if (typeof language === 'string') return language;
  }
  return undefined;
}

/** The source of a code cell: `source` in format 4, `input` in format 3, a text or a list of lines. */
function codeOf(cell: unknown): string | undefined {
  if (field(cell, 'cell_type') !== 'code') return undefined;
  const source = field(cell, 'source') ?? field(cell, 'input');
  if (Array.isArray(source)) return source.filter((line) => typeof line === 'string').join('');
  return typeof source === 'string' ? source : undefined;
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  // An object with this property, as was just seen.
  return (value as Readonly<Record<string, unknown>>)[name];
}
