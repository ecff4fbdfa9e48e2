import type { Position } from './span.ts';

/** Where the lines of a text start: enough to tell places when the text itself is gone. */
export class LineTable {
  /** Offsets of the first character of every line, ascending, the first 0. */
  constructor(readonly starts: readonly number[]) {}

  /** Line and column (from 1) of an offset; offsets past the end belong to the last line. */
  positionAt(offset: number): Position {
    const line = this.#indexAt(offset);
    return { line: line + 1, column: offset - (this.starts[line] ?? 0) + 1 };
  }

  lineAt(offset: number): number {
    return this.#indexAt(offset) + 1;
  }

  #indexAt(offset: number): number {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
