import { LineTable } from './line-table.ts';
import type { Position } from './span.ts';

/** A decoded text with its table of lines. Lines end at LF, CRLF or a lone CR, as Python's tokenizer has it. */
export class SourceText {
  readonly lines: LineTable;

  /** `content` without a byte order mark. */
  constructor(readonly content: string) {
    this.lines = new LineTable(findLineStarts(content));
  }

  get lineCount(): number {
    return this.lines.starts.length;
  }

  /** Line and column (from 1) of an offset; offsets past the end belong to the last line. */
  positionAt(offset: number): Position {
    return this.lines.positionAt(offset);
  }

  lineAt(offset: number): number {
    return this.lines.lineAt(offset);
  }

  /** Offset of the first character of a line (from 1). */
  lineStart(line: number): number {
    return this.lines.starts[line - 1] ?? this.content.length;
  }

  /** The text of a line (from 1) without its line ending. */
  lineText(line: number): string {
    const start = this.lineStart(line);
    let end = this.lineStart(line + 1);
    while (end > start && (this.content.charCodeAt(end - 1) === 10 || this.content.charCodeAt(end - 1) === 13)) end--;
    return this.content.slice(start, end);
  }

  slice(span: { readonly start: number; readonly end: number }): string {
    return this.content.slice(span.start, span.end);
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
