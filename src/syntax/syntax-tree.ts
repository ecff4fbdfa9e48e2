import { Kind, Token } from './kinds.generated.ts';

/** Words per node: kind, field and flags; start; end; next sibling. */
const STRIDE = 4;
const MISSING = 1;
const PARENT = 2;

/**
 * One file's concrete tree, read out of the binding into one array in source order: the first child of a node is the
 * node after it. Nodes are numbers from 1, the root; 0 says "none" and answers every question with 0. Comments, line
 * continuations and tokens that tell nothing are not in it.
 */
export class SyntaxTree {
  // Every question is asked millions of times, so each reads for itself; every node comes from the tree, so its words are there.
  readonly #words: Int32Array;

  readonly root = 1;

  constructor(
    words: Int32Array,
    /** One more than the highest node. */
    readonly nodeCount: number,
    /** Start and end of each comment, one after the other. */
    readonly comments: readonly number[],
    /** Nodes that the grammar could not read (ERROR) or made up (missing), in source order. */
    readonly errors: readonly number[],
  ) {
    this.#words = words;
  }

  /** A number of `Kind` or `Token`. */
  kind(node: number): number {
    return (this.#words[node * STRIDE] as number) & 0xffff;
  }

  /** A number of `Field`, 0 for none. */
  field(node: number): number {
    return ((this.#words[node * STRIDE] as number) >>> 16) & 0xff;
  }

  start(node: number): number {
    return this.#words[node * STRIDE + 1] as number;
  }

  end(node: number): number {
    return this.#words[node * STRIDE + 2] as number;
  }

  firstChild(node: number): number {
    return (((this.#words[node * STRIDE] as number) >>> 24) & PARENT) !== 0 ? node + 1 : 0;
  }

  nextSibling(node: number): number {
    return this.#words[node * STRIDE + 3] as number;
  }

  isMissing(node: number): boolean {
    return (((this.#words[node * STRIDE] as number) >>> 24) & MISSING) !== 0;
  }

  /** True for nodes that the grammar names, false for the tokens it writes as literal text. */
  isNamed(node: number): boolean {
    return NAMED[(this.#words[node * STRIDE] as number) & 0xffff] === 1;
  }

  /** The parent of each node; made on demand because only files with errors need it. */
  parents(): Int32Array {
    const parents = new Int32Array(this.nodeCount);
    for (let node = 1; node < this.nodeCount; node++) {
      for (let child = this.firstChild(node); child !== 0; child = this.nextSibling(child)) parents[child] = node;
    }
    return parents;
  }

  /** The same tree with comments that the binding was not shown: start and end of each, one after the other. */
  withComments(more: readonly number[]): SyntaxTree {
    const pairs = [...this.comments, ...more].flatMap((start, i, all) =>
      i % 2 === 0 ? [[start, all[i + 1] ?? start]] : [],
    );
    const comments = pairs.sort(([a = 0], [b = 0]) => a - b).flat();
    return new SyntaxTree(this.#words, this.nodeCount, comments, this.errors);
  }

  equals(other: SyntaxTree): boolean {
    if (this.nodeCount !== other.nodeCount || this.comments.join() !== other.comments.join()) return false;
    return this.#words.subarray(0, this.nodeCount * STRIDE).every((word, i) => word === other.#words[i]);
  }
}

/** Receives the nodes of a tree in source order, parents first. */
export class SyntaxTreeBuilder {
  readonly #words: Int32Array;
  readonly #parents: number[] = [];
  readonly #previous: number[] = [];
  readonly #comments: number[] = [];
  readonly #errors: number[] = [];
  #count = 1;
  #parent = 0;
  #sibling = 0;

  constructor(capacity: number) {
    this.#words = new Int32Array((capacity + 1) * STRIDE);
  }

  /** Adds a node after the one added last, below the node opened last. */
  add(kind: number, field: number, isMissing: boolean, start: number, end: number): void {
    if (kind === Kind.comment) {
      this.#comments.push(start, end);
      return;
    }
    if (kind === Kind.line_continuation || (IDLE[kind] === 1 && field === 0 && !isMissing)) return;
    const node = this.#count++;
    const words = this.#words;
    const at = node * STRIDE;
    words[at] = kind | (field << 16) | (isMissing ? MISSING << 24 : 0);
    words[at + 1] = start;
    words[at + 2] = end;
    if (this.#sibling !== 0) words[this.#sibling * STRIDE + 3] = node;
    else if (this.#parent !== 0)
      words[this.#parent * STRIDE] = (words[this.#parent * STRIDE] as number) | (PARENT << 24);
    this.#sibling = node;
    if (isMissing || kind === Kind.ERROR) this.#errors.push(node);
  }

  /** Nodes added from now on are children of the node added last. */
  open(): void {
    this.#parents.push(this.#parent);
    this.#previous.push(this.#sibling);
    this.#parent = this.#sibling;
    this.#sibling = 0;
  }

  /** Ends the children of the node opened last. */
  close(): void {
    this.#parent = this.#parents.pop() ?? 0;
    this.#sibling = this.#previous.pop() ?? 0;
  }

  build(): SyntaxTree {
    return new SyntaxTree(this.#words, this.#count, this.#comments, this.#errors);
  }
}

const NAMED = new Uint8Array(0x10000);
for (const kind of Object.values(Kind)) NAMED[kind] = 1;

/**
 * Tokens that say no more than the nodes around them do, a sixth of all nodes: nobody asks for them. Those of which the
 * grammar forgot one, and those that it calls a part of something, stay.
 */
const IDLE_TOKENS = [
  ...([
    '.',
    '(',
    ')',
    '[',
    ']',
    'def',
    'class',
    'lambda',
    'return',
    'yield',
    'raise',
    'assert',
    'import',
    'as',
  ] as const),
  ...(['if', 'elif', 'else', 'for', 'while', 'with', 'try', 'not'] as const),
];
const IDLE = new Uint8Array(0x10000);
for (const token of IDLE_TOKENS) IDLE[Token[token]] = 1;
