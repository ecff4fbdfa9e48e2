/** The text of a changed fixture, and where each place of the old one is in it. */
import type { SemanticModel } from '../../semantics/index.ts';

/** A Python file of a fixture, understood. */
export interface PythonFile {
  readonly path: string;
  readonly text: string;
  readonly model: SemanticModel;
}

/** Text that is new, or a stretch of an old file that is carried over and keeps its marks. */
export type Piece =
  | string
  | { readonly path: string; readonly start: number; readonly end: number; readonly isInPlace?: true };

/** A place of a file, by offset. */
export interface Offset {
  readonly path: string;
  readonly offset: number;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly pieces: readonly Piece[];
}

/** Collects what is to change, then makes the new files. Of edits that overlap the first one counts. */
export class Rewriting {
  /** What each name that is new stands for. */
  readonly newNames = new Map<string, string>();
  readonly #edits = new Map<string, Edit[]>();
  readonly #added = new Map<string, readonly Piece[]>();
  readonly #renamed = new Map<string, string>();

  constructor(readonly files: ReadonlyMap<string, string | Uint8Array>) {}

  get isEmpty(): boolean {
    return this.#edits.size === 0 && this.#added.size === 0 && this.#renamed.size === 0;
  }

  replace(path: string, start: number, end: number, ...pieces: readonly Piece[]): boolean {
    const edits = this.#edits.get(path) ?? [];
    // Two insertions may meet; everything else has its own stretch.
    const overlaps = edits.some((edit) => {
      if (edit.start === edit.end || start === end) {
        return Math.max(edit.start, start) < Math.min(edit.end, end) && edit.start !== end && edit.end !== start;
      }
      return edit.start < end && start < edit.end;
    });
    if (overlaps) return false;
    this.#edits.set(path, [...edits, { start, end, pieces }]);
    return true;
  }

  insert(path: string, at: number, ...pieces: readonly Piece[]): boolean {
    return this.replace(path, at, at, ...pieces);
  }

  add(path: string, ...pieces: readonly Piece[]): void {
    this.#added.set(path, [...(this.#added.get(path) ?? []), ...pieces]);
  }

  rename(path: string, to: string): void {
    this.#renamed.set(path, to);
  }

  finish(): RewrittenFiles {
    const pieces = new Map<string, readonly Piece[]>();
    const whole = new Map<string, Uint8Array>();
    for (const [path, content] of this.files) {
      const place = this.#renamed.get(path) ?? path;
      if (typeof content === 'string') pieces.set(place, this.#piecesOf(path, content));
      else whole.set(place, content);
    }
    for (const [path, added] of this.#added) pieces.set(path, [...(pieces.get(path) ?? []), ...added]);
    return new RewrittenFiles(this.files, pieces, whole);
  }

  #piecesOf(path: string, content: string): Piece[] {
    const edits = (this.#edits.get(path) ?? []).map((edit, index) => ({ ...edit, index }));
    edits.sort((a, b) => a.start - b.start || a.end - b.end || a.index - b.index);
    const pieces: Piece[] = [];
    let at = 0;
    for (const { start, end, pieces: written } of edits) {
      if (start > at) pieces.push({ path, start: at, end: start, isInPlace: true });
      pieces.push(...written);
      at = end;
    }
    if (at < content.length) pieces.push({ path, start: at, end: content.length, isInPlace: true });
    return pieces;
  }
}

export class RewrittenFiles {
  readonly files: ReadonlyMap<string, string | Uint8Array>;
  readonly #carried: { readonly from: Exclude<Piece, string>; readonly to: Offset }[] = [];

  constructor(
    old: ReadonlyMap<string, string | Uint8Array>,
    pieces: ReadonlyMap<string, readonly Piece[]>,
    whole: ReadonlyMap<string, Uint8Array>,
  ) {
    const files = new Map<string, string | Uint8Array>(whole);
    for (const [path, list] of pieces) {
      let text = '';
      for (const piece of list) {
        if (typeof piece === 'string') text += piece;
        else {
          this.#carried.push({ from: piece, to: { path, offset: text.length } });
          text += String(old.get(piece.path)).slice(piece.start, piece.end);
        }
      }
      files.set(path, text);
    }
    this.files = files;
  }

  /** Where a place has come to stand; where its own text was moved away, also where what stood nearest to it does. */
  placesOf({ path, offset }: Offset): Offset[] {
    const own = this.#carried.filter(({ from }) => from.path === path);
    const exact = own.filter(({ from }) => from.start <= offset && offset < from.end);
    const places = exact.map(({ from, to }) => ({ path: to.path, offset: to.offset + offset - from.start }));
    if (exact.some(({ from }) => from.isInPlace)) return places;
    const distance = ({ from }: { from: Exclude<Piece, string> }): number =>
      from.start > offset ? from.start - offset : offset - from.end + 1;
    const [nearest] = own.filter(({ from }) => from.isInPlace).sort((a, b) => distance(a) - distance(b));
    if (nearest === undefined) return places.length > 0 ? places : [{ path, offset }];
    const { from, to } = nearest;
    return [
      ...places,
      { path: to.path, offset: from.start > offset ? to.offset : to.offset + from.end - from.start - 1 },
    ];
  }
}
