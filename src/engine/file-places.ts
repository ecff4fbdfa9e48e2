import type { CellPlace } from '../ast/notebook.ts';
import type { Location } from '../findings/index.ts';
import type { SourceText, Span } from '../text/index.ts';

/** Turns spans of a file's parsed text into locations. */
export class FilePlaces {
  constructor(
    readonly path: string,
    readonly text: SourceText,
    /** For notebooks: the cell that a line of the text (from 1) belongs to. */
    readonly cellOfLine: ((line: number) => CellPlace) | undefined,
  ) {}

  locate(span: Span): Location {
    const start = this.text.positionAt(span.start);
    const end = this.text.positionAt(Math.max(span.start, span.end));
    const first = this.cellOfLine?.(start.line);
    if (first === undefined) {
      return { path: this.path, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
    }
    const endLine = first.line + (end.line - start.line);
    return {
      path: this.path,
      line: first.line,
      column: start.column,
      endLine,
      endColumn: end.column,
      cell: first.cell,
    };
  }
}
