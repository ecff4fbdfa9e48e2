import type { MappedText, Stretch } from './mapped-text.ts';

/** Puts together a text from pieces of a file, piece by piece. */
export class MappedTextBuilder {
  readonly #parts: string[] = [];
  readonly #stretches: Stretch[] = [];
  #length = 0;
  /** Where the file goes on as the text does. */
  #next = -1;

  /** Adds a piece that is at `start` of the file, or for what is there. */
  add(piece: string, start: number): void {
    if (piece === '') return;
    if (start !== this.#next) this.#stretches.push({ at: this.#length, start });
    this.#parts.push(piece);
    this.#length += piece.length;
    this.#next = start + piece.length;
  }

  /** The text; an empty one is at `start`. */
  build(start: number): MappedText {
    return {
      content: this.#parts.join(''),
      stretches: this.#stretches.length === 0 ? [{ at: 0, start }] : this.#stretches,
    };
  }
}
