import type { SourceText, Span } from '../../src/text/index.ts';

/** Places as CPython's `ast` has them: lines from 1, columns from 0 in UTF-8 bytes. */
export class Utf8Columns {
  readonly #text: SourceText;
  /** Bytes before each UTF-16 offset, in texts that are not ASCII. */
  readonly #bytes: Int32Array | undefined;

  constructor(text: SourceText) {
    this.#text = text;
    this.#bytes = isAscii(text.content) ? undefined : countBytes(text.content);
  }

  describe(span: Span): string {
    const [line, column] = this.#place(span.start);
    const [endLine, endColumn] = this.#place(span.end);
    return `lineno=${line}, col_offset=${column}, end_lineno=${endLine}, end_col_offset=${endColumn}`;
  }

  #place(offset: number): [line: number, column: number] {
    const line = this.#text.lineAt(offset);
    const start = this.#text.lineStart(line);
    if (this.#bytes === undefined) return [line, offset - start];
    return [line, (this.#bytes[offset] ?? 0) - (this.#bytes[start] ?? 0)];
  }
}

function isAscii(content: string): boolean {
  for (let i = 0; i < content.length; i++) if (content.charCodeAt(i) > 127) return false;
  return true;
}

function countBytes(content: string): Int32Array {
  const bytes = new Int32Array(content.length + 1);
  let count = 0;
  for (let i = 0; i < content.length; i++) {
    bytes[i] = count;
    const unit = content.charCodeAt(i);
    // Each half of a surrogate pair counts for two of its four bytes.
    count += unit < 0x80 ? 1 : unit < 0x800 ? 2 : unit >= 0xd800 && unit < 0xe000 ? 2 : 3;
  }
  bytes[content.length] = count;
  return bytes;
}
