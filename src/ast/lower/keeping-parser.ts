import type { SyntaxParser, SyntaxTree } from '../../syntax/index.ts';

/** A parser that hands out the trees of texts that it parsed before. */
export class KeepingParser implements SyntaxParser {
  readonly #trees = new Map<string, SyntaxTree>();
  #nodes = 0;

  constructor(
    readonly syntax: SyntaxParser,
    readonly mayComeAgain: () => boolean,
  ) {}

  get name(): SyntaxParser['name'] {
    return this.syntax.name;
  }

  parse(content: string, isTooLate?: () => boolean): SyntaxTree {
    const known = this.#trees.get(content);
    if (known !== undefined) return known;
    const tree = this.syntax.parse(content, isTooLate);
    if (this.mayComeAgain() && this.#nodes + tree.nodeCount <= MOST_NODES) {
      this.#trees.set(content, tree);
      this.#nodes += tree.nodeCount;
    }
    return tree;
  }
}

/** Some 64 MB, and 200,000 lines. */
const MOST_NODES = 4_000_000;
