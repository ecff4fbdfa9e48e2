/**
 * A shell would stumble over holes of a template (`${{ a.b }}`, `${a.b}`), so it is shown variables of the same length, and what
 * it makes of them gets the holes back.
 */
export class HoleCovers {
  readonly #byHole = new Map<string, string>();
  readonly #byCover = new Map<string, string>();

  /** What stands for a hole; one that is a variable to a shell as well stands for itself. */
  cover(hole: string): string {
    if (PLAIN_VARIABLE.test(hole)) return hole;
    const known = this.#byHole.get(hole);
    if (known !== undefined) return known;
    const width = Math.max(1, hole.length - 3);
    const name = `H${this.#byHole.size.toString(36)}`;
    // Where there is no room for a name, the hole is a variable that nobody knows again.
    const cover = `\${${name.length <= width ? name.padEnd(width, '_') : '_'.repeat(width)}}`;
    this.#byHole.set(hole, cover);
    if (name.length <= width) this.#byCover.set(cover, hole);
    return cover;
  }

  uncover(text: string): string {
    return text.replace(COVER, (cover) => this.#byCover.get(cover) ?? cover);
  }
}

const PLAIN_VARIABLE = /^\$\{[A-Za-z_]\w*\}$/;
const COVER = /\$\{H[0-9a-z]+_*\}/g;
