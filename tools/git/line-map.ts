/** Lines from 1, both ends inside. */
export interface LineRange {
  readonly from: number;
  readonly to: number;
}

/** A changed part: `before` lines from `start` became `after` lines from `newStart`. */
interface Hunk {
  readonly start: number;
  readonly before: number;
  readonly newStart: number;
  readonly after: number;
}

/** Where the lines of a file went, from a diff without context. */
export class LineMap {
  private constructor(readonly hunks: readonly Hunk[]) {}

  /** Reads what `git diff --unified=0` prints of one file; an empty text means that nothing changed. */
  static parse(diff: string): LineMap {
    const headers = diff.matchAll(/^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/gm);
    return new LineMap(
      [...headers].map(([, start, before = '1', newStart, after = '1']) => ({
        start: Number(start),
        before: Number(before),
        newStart: Number(newStart),
        after: Number(after),
      })),
    );
  }

  /** The line itself where it stands today, or all lines that are in place of the changed part that it was in. */
  forward(line: number): LineRange {
    let shift = 0;
    for (const { start, before, newStart, after } of this.hunks) {
      if (line < firstOf(start, before)) break;
      if (line < start + before) return { from: newStart, to: Math.max(newStart, newStart + after - 1) };
      shift += after - before;
    }
    return { from: line + shift, to: line + shift };
  }

  /** The line of old that this unchanged line was; undefined where it is new. */
  back(line: number): number | undefined {
    let shift = 0;
    for (const { before, newStart, after } of this.hunks) {
      if (line < firstOf(newStart, after)) break;
      if (line < newStart + after) return undefined;
      shift += before - after;
    }
    return line + shift;
  }
}

// Where nothing was taken (or put), git names the line before the gap.
const firstOf = (start: number, count: number): number => (count === 0 ? start + 1 : start);
