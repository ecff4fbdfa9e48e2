import { isUtf8 } from 'node:buffer';
import type { Location } from '../../findings/index.ts';
import { SourceText } from '../../text/index.ts';
import type { SourceReader } from '../report.ts';

/** Gives the text that a location's lines count from: a file, or a cell of a notebook. Keeps the last file read. */
export class SourceLines {
  #path: string | undefined;
  #content: string | undefined;
  #text: { readonly cell: number | undefined; readonly source: SourceText } | undefined;

  constructor(readonly readSource: SourceReader) {}

  find({ path, cell }: Location): SourceText | undefined {
    if (path !== this.#path) {
      this.#path = path;
      this.#text = undefined;
      const bytes = this.readSource(path);
      this.#content = bytes === undefined ? undefined : decode(bytes);
    }
    if (this.#content === undefined) return undefined;
    if (this.#text === undefined || this.#text.cell !== cell) {
      const content = cell === undefined ? this.#content : cellSource(this.#content, cell);
      if (content === undefined) return undefined;
      this.#text = { cell, source: new SourceText(content) };
    }
    return this.#text.source;
  }
}

const CODING_DECLARATION = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/m;

// Only for showing: an encoding that this does not know shows as Latin-1, with every column in its place.
function decode(bytes: Uint8Array): string {
  if (isUtf8(bytes)) return new TextDecoder('utf-8').decode(bytes);
  const head = Buffer.from(bytes.subarray(0, 400)).toString('latin1').split('\n', 2).join('\n');
  try {
    return new TextDecoder(CODING_DECLARATION.exec(head)?.[1] ?? 'latin1').decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}

function cellSource(notebook: string, cell: number): string | undefined {
  try {
    const source: unknown = JSON.parse(notebook)?.cells?.[cell - 1]?.source;
    if (typeof source === 'string') return source;
    return Array.isArray(source) ? source.join('') : undefined;
  } catch {
    return undefined;
  }
}
