import type { ParsedModule } from '../ast/index.ts';
import type { PythonParser } from '../ast/lower/index.ts';

/**
 * A parser that remembers its trees until the scan takes them: what a document names is looked at before the scan, and parsed once for both.
 * A tree takes many times the memory of its text, so that it remembers no more than a few.
 */
export class SharedTrees implements PythonParser {
  readonly #trees = new Map<string, ParsedModule>();
  #left = MOST_CHARACTERS;

  constructor(readonly parser: PythonParser) {}

  parse(content: string): ParsedModule {
    const known = this.#trees.get(content);
    if (known !== undefined) return known;
    const parsed = this.parser.parse(content);
    if (content.length <= this.#left) {
      this.#left -= content.length;
      this.#trees.set(content, parsed);
    }
    return parsed;
  }

  /** The tree of a text, once. */
  take(content: string): ParsedModule | undefined {
    const known = this.#trees.get(content);
    this.#trees.delete(content);
    return known;
  }

  /** Remembers nothing from now on: nobody comes for it any more. */
  close(): void {
    this.#trees.clear();
    this.#left = 0;
  }
}

/** As much as the files of a small repository. */
const MOST_CHARACTERS = 1_500_000;
