import type { Position } from './span.ts';

/** A decoded text with its table of lines. Lines end at LF, CRLF or a lone CR, as Python's tokenizer has it. */
export class SourceText {
  readonly #lineStarts: readonly number[];

  /** `content` without a byte order mark. */
  constructor(readonly content: string) {
    this.#lineStarts = findLineStarts(content);
  }

  get lineCount(): number {
    return this.#lineStarts.length;
  }

  /** Line and column (from 1) of an offset; offsets past the end belong to the last line. */
  positionAt(offset: number): Position {
    const line = this.#lineIndexAt(offset);
    return { line: line + 1, column: offset - (this.#lineStarts[line] ?? 0) + 1 };
  }

  lineAt(offset: number): number {
    return this.#lineIndexAt(offset) + 1;
  }

  /** Offset of the first character of a line (from 1). */
  lineStart(line: number): number {
    return this.#lineStarts[line - 1] ?? this.content.length;
  }

  /** The text of a line (from 1) without its line ending. */
  lineText(line: number): string {
    return this.content.slice(this.lineStart(line), this.lineStart(line + 1)).replace(/[\r\n]+$/, '');
  }

  slice(span: { readonly start: number; readonly end: number }): string {
    return this.content.slice(span.start, span.end);
  }

  #lineIndexAt(offset: number): number {
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#lineStarts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function findLineStarts(content: string): number[] {
  const starts = [0];
  if (!content.includes('\r')) {
    for (let at = content.indexOf('\n'); at >= 0; at = content.indexOf('\n', at + 1)) starts.push(at + 1);
    return starts;
  }
  for (let i = 0; i < content.length; i++) {
    const unit = content.charCodeAt(i);
    if (unit === 10 || (unit === 13 && content.charCodeAt(i + 1) !== 10)) starts.push(i + 1);
  }
  return starts;
}
