import type { Location } from '../findings/index.ts';

/**
 * Which line of an older text of a file is which line of a newer one: what is before the first and behind the last line that
 * differ is the same.
 */
export class LineShift {
  /** Lines at the beginning that are the same. */
  readonly #same: number;
  /** The last line of the part that differs, before and after. */
  readonly #oldEnd: number;
  readonly #newEnd: number;

  constructor(before: string, after: string) {
    const [older, newer] = [linesOf(before), linesOf(after)];
    const most = Math.min(older.length, newer.length);
    let same = 0;
    while (same < most && older[same] === newer[same]) same++;
    let below = 0;
    while (below < most - same && older.at(-1 - below) === newer.at(-1 - below)) below++;
    this.#same = same;
    this.#oldEnd = older.length - below;
    this.#newEnd = newer.length - below;
  }

  /** The older line in the place of a newer one; one of those that were replaced where it is new. */
  older(line: number): number {
    if (line <= this.#same) return line;
    if (line > this.#newEnd) return line - this.#newEnd + this.#oldEnd;
    return Math.max(1, Math.min(line, this.#oldEnd));
  }

  /** A place of the older text in the newer one; undefined where it changed. */
  newer<T extends Location>(place: T): T | undefined {
    if (place.endLine <= this.#same) return place;
    if (place.line <= this.#oldEnd) return undefined;
    const by = this.#newEnd - this.#oldEnd;
    return { ...place, line: place.line + by, endLine: place.endLine + by };
  }
}

const linesOf = (text: string): string[] => text.split(/\r\n|\n|\r/);
