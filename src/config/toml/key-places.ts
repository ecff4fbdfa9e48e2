import { type Position, SourceText } from '../../text/index.ts';
import type { TomlEntry, TomlNode, TomlTable } from '../../text/toml/toml-node.ts';

/** Path of a key from the top: names of tables and keys, indices of lists. */
export type KeyPath = readonly (string | number)[];

/** Says where keys and elements of lists are in a file. */
export class KeyPlaces {
  readonly #text: SourceText;

  constructor(
    content: string,
    readonly root: TomlTable,
  ) {
    this.#text = new SourceText(content);
  }

  /** Where the longest part of a path is written that is: a key, the header of its table, an element's first character. */
  of(path: KeyPath): Position {
    let node: TomlNode = this.root;
    let offset = 0;
    for (const part of path) {
      const entry: TomlEntry | undefined = node.kind === 'table' ? node.entries.get(String(part)) : undefined;
      const next: TomlNode | undefined = node.kind === 'list' ? node.items[Number(part)] : entry?.value;
      if (next === undefined) break;
      offset = entry === undefined ? this.#withQuotes(next.span.start) : this.#startOf(entry);
      node = next;
    }
    return this.#text.positionAt(offset);
  }

  /** Keys never begin with a bracket, headers do. */
  #startOf({ key, span }: TomlEntry): number {
    const { content } = this.#text;
    return content.charAt(span.start) === '[' ? span.start : this.#withQuotes(key.span.start);
  }

  /** Spans of texts and keys begin behind the quotes. */
  #withQuotes(offset: number): number {
    let start = offset;
    while (/["']/.test(this.#text.content.charAt(start - 1))) start--;
    return start;
  }
}
