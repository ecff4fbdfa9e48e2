/**
 * Reads a tree straight out of the binding's WebAssembly memory, about seven times as fast as its cursor, which crosses
 * into WebAssembly for every step. The layouts are those of tree-sitter's lib/src/subtree.h, tree.h and parser.h for a
 * 32-bit machine (https://github.com/tree-sitter/tree-sitter); they hold for the pinned version of the binding, and
 * `syntax-parser.ts` compares both readers once at start.
 */
import { type SyntaxTree, SyntaxTreeBuilder } from './syntax-tree.ts';

/** Where TSTree keeps its root subtree and its language. */
const TREE_LANGUAGE = 8;

/** A reference to a subtree takes eight bytes: a pointer, or a small leaf itself when the lowest bit is set. */
const REFERENCE = 8;
const IS_INLINE = 1;
const INLINE = { symbol: 1, paddingBytes: 6, sizeBytes: 7 };
const HEAP = {
  paddingBytes: 4,
  sizeBytes: 16,
  childCount: 36,
  symbol: 40,
  flags: 44,
  moreFlags: 45,
  visibleChildren: 48,
  visibleDescendants: 56,
  production: 66,
};
const IS_VISIBLE = 1 << 1;
const IS_EXTRA = 1 << 3;
const IS_INLINE_MISSING = 1 << 5;
/** The flags of a heap record lie one bit lower than those of an inline one, and continue in the next byte. */
const IS_HEAP_MISSING = 1 << 1;

const LANGUAGE = {
  symbolCount: 4,
  aliasCount: 8,
  productionCount: 28,
  aliasLength: 36,
  fieldSlices: 64,
  fieldEntries: 68,
  publicSymbols: 76,
  aliases: 84,
};
/** Children of one production never reach this number: productions are single rules of the grammar. */
const FIELD_STRIDE = 64;
const ERROR_SYMBOL = 0xffff;
/** Extras (comments) stand outside the count of a production's children. */
const NO_CHILD = -1;

/** The module of the binding: Emscripten keeps the view current when the memory grows. */
export interface BindingModule {
  readonly HEAPU8?: Uint8Array;
}

/** Reads trees of one language out of one memory. */
export class MemoryReader {
  readonly #module: BindingModule;
  #language: LanguageTables | undefined;

  constructor(module: BindingModule) {
    this.#module = module;
  }

  /** `address` is that of a TSTree. */
  read(address: number): SyntaxTree {
    const buffer = this.#module.HEAPU8?.buffer;
    if (buffer === undefined) throw new Error('the memory of the tree-sitter binding is out of reach');
    const view = new DataView(buffer);
    this.#language ??= readLanguage(view, view.getUint32(address + TREE_LANGUAGE, true));
    return new TreeWalk(buffer, this.#language).read(address);
  }
}

interface LanguageTables {
  /** The number to show for each symbol. */
  readonly publicSymbols: Uint16Array;
  /** Aliases of the children of each production. */
  readonly aliases: Uint16Array;
  readonly aliasLength: number;
  /** Fields of the children of each production. */
  readonly fields: Uint8Array;
}

function readLanguage(view: DataView, address: number): LanguageTables {
  const word = (offset: number): number => view.getUint32(address + offset, true);
  const symbols = word(LANGUAGE.symbolCount) + word(LANGUAGE.aliasCount);
  const productions = word(LANGUAGE.productionCount);
  const aliasLength = view.getUint16(address + LANGUAGE.aliasLength, true);
  return {
    publicSymbols: copyShorts(view, word(LANGUAGE.publicSymbols), symbols),
    aliases: copyShorts(view, word(LANGUAGE.aliases), productions * aliasLength),
    aliasLength,
    fields: readFields(view, word(LANGUAGE.fieldSlices), word(LANGUAGE.fieldEntries), productions),
  };
}

function copyShorts(view: DataView, address: number, count: number): Uint16Array {
  return Uint16Array.from({ length: count }, (_, i) => view.getUint16(address + i * 2, true));
}

/** The first field of each child that the production itself gives; inherited ones belong to hidden children. */
function readFields(view: DataView, slices: number, entries: number, productions: number): Uint8Array {
  const fields = new Uint8Array(productions * FIELD_STRIDE);
  for (let production = 0; production < productions; production++) {
    const first = view.getUint16(slices + production * 4, true);
    const count = view.getUint16(slices + production * 4 + 2, true);
    for (let i = first; i < first + count; i++) {
      const entry = entries + i * 4;
      const at = production * FIELD_STRIDE + view.getUint8(entry + 2);
      const isInherited = view.getUint8(entry + 3) !== 0;
      if (!isInherited && fields[at] === 0) fields[at] = view.getUint16(entry, true);
    }
  }
  return fields;
}

/** A subtree whose children are being read. */
interface Frame {
  next: number;
  stop: number;
  production: number;
  /** Number of the next child among those that the production names, extras left out. */
  child: number;
  /** Where the child before ended, in bytes. */
  position: number;
  isFirst: boolean;
  isVisible: boolean;
  /** The field that a hidden node passes on to its children. */
  field: number;
}

class TreeWalk {
  readonly #bytes: Uint8Array;
  readonly #shorts: Uint16Array;
  readonly #words: Uint32Array;
  readonly #language: LanguageTables;
  readonly #frames: Frame[] = [];
  #depth = 0;

  constructor(buffer: ArrayBufferLike, language: LanguageTables) {
    this.#bytes = new Uint8Array(buffer);
    this.#shorts = new Uint16Array(buffer);
    this.#words = new Uint32Array(buffer);
    this.#language = language;
  }

  /** `root` is the address of the reference to the root subtree. */
  read(root: number): SyntaxTree {
    const record = this.#word(root);
    const isLeaf = (record & IS_INLINE) !== 0 || this.#word(record + HEAP.childCount) === 0;
    const builder = new SyntaxTreeBuilder(isLeaf ? 1 : 1 + this.#word(record + HEAP.visibleDescendants));
    const top = this.#frame(0);
    setFrame(top, root, root + REFERENCE, 0, 0, false, false, 0);
    for (let frame = top; ; frame = this.#frame(this.#depth)) {
      while (frame.next === frame.stop) {
        if (this.#depth === 0) return builder.build();
        if (frame.isVisible) builder.close();
        frame = this.#frame(--this.#depth);
      }
      this.#readChild(frame, builder);
    }
  }

  /** Adds the next child of `frame` if it shows, and makes its children the next to read. */
  #readChild(frame: Frame, builder: SyntaxTreeBuilder): void {
    const at = frame.next;
    frame.next += REFERENCE;
    const first = this.#byte(at);
    if ((first & IS_INLINE) === 0) {
      this.#readRecord(frame, this.#word(at), builder);
      return;
    }
    const start = frame.isFirst ? frame.position : frame.position + this.#byte(at + INLINE.paddingBytes);
    const end = start + this.#byte(at + INLINE.sizeBytes);
    frame.isFirst = false;
    frame.position = end;
    const child = (first & IS_EXTRA) === 0 ? frame.child++ : NO_CHILD;
    const alias = this.#aliasOf(frame, child);
    if (alias === 0 && (first & IS_VISIBLE) === 0 && this.#depth > 0) return;
    const kind = this.#kindOf(alias !== 0 ? alias : this.#byte(at + INLINE.symbol));
    builder.add(kind, this.#fieldOf(frame, child), (first & IS_INLINE_MISSING) !== 0, start >> 1, end >> 1);
  }

  #readRecord(frame: Frame, record: number, builder: SyntaxTreeBuilder): void {
    const start = frame.isFirst ? frame.position : frame.position + this.#word(record + HEAP.paddingBytes);
    const end = start + this.#word(record + HEAP.sizeBytes);
    frame.isFirst = false;
    frame.position = end;
    const flags = this.#byte(record + HEAP.flags) << 1;
    const child = (flags & IS_EXTRA) === 0 ? frame.child++ : NO_CHILD;
    const alias = this.#aliasOf(frame, child);
    const field = this.#fieldOf(frame, child);
    const isVisible = alias !== 0 || (flags & IS_VISIBLE) !== 0 || this.#depth === 0;
    if (isVisible) {
      const kind = this.#kindOf(alias !== 0 ? alias : this.#short(record + HEAP.symbol));
      const isMissing = (this.#byte(record + HEAP.moreFlags) & IS_HEAP_MISSING) !== 0;
      builder.add(kind, field, isMissing, start >> 1, end >> 1);
    }
    const childCount = this.#word(record + HEAP.childCount);
    if (childCount === 0 || this.#word(record + HEAP.visibleChildren) === 0) return;
    if (isVisible) builder.open();
    const production = this.#short(record + HEAP.production);
    const children = this.#frame(++this.#depth);
    setFrame(children, record - childCount * REFERENCE, record, production, start, isVisible, true, field);
  }

  #aliasOf(frame: Frame, child: number): number {
    if (child === NO_CHILD || frame.production === 0) return 0;
    return this.#language.aliases[frame.production * this.#language.aliasLength + child] ?? 0;
  }

  /** A hidden node passes its own field on to the children that have none. */
  #fieldOf(frame: Frame, child: number): number {
    if (child === NO_CHILD) return 0;
    const field = this.#language.fields[frame.production * FIELD_STRIDE + child] ?? 0;
    return field === 0 && !frame.isVisible ? frame.field : field;
  }

  #kindOf(symbol: number): number {
    return symbol === ERROR_SYMBOL ? symbol : (this.#language.publicSymbols[symbol] ?? symbol);
  }

  #frame(depth: number): Frame {
    let frame = this.#frames[depth];
    if (frame === undefined) {
      frame = { next: 0, stop: 0, production: 0, child: 0, position: 0, isFirst: false, isVisible: false, field: 0 };
      this.#frames.push(frame);
    }
    return frame;
  }

  // Every address below comes from the tree itself, so the element is there.
  #byte(address: number): number {
    return this.#bytes[address] as number;
  }

  #short(address: number): number {
    return this.#shorts[address >> 1] as number;
  }

  #word(address: number): number {
    return this.#words[address >> 2] as number;
  }
}

function setFrame(
  frame: Frame,
  next: number,
  stop: number,
  production: number,
  position: number,
  isVisible: boolean,
  isFirst: boolean,
  field: number,
): void {
  frame.next = next;
  frame.stop = stop;
  frame.production = production;
  frame.child = 0;
  frame.position = position;
  frame.isVisible = isVisible;
  frame.isFirst = isFirst;
  frame.field = field;
}
