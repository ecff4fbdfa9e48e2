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
/** Where the parts of a small leaf lie: the symbol in its first word, padding and size in its second. */
const INLINE = { symbolShift: 8, paddingShift: 16, sizeShift: 24 };
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
const NO_ROW = -1;

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
  /** Where those of a production begin; NO_ROW for the many that have none. */
  readonly aliasRows: Int32Array;
  /** Fields of the children of each production. */
  readonly fields: Uint8Array;
}

function readLanguage(view: DataView, address: number): LanguageTables {
  const word = (offset: number): number => view.getUint32(address + offset, true);
  const symbols = word(LANGUAGE.symbolCount) + word(LANGUAGE.aliasCount);
  const productions = word(LANGUAGE.productionCount);
  const aliasLength = view.getUint16(address + LANGUAGE.aliasLength, true);
  const aliases = copyShorts(view, word(LANGUAGE.aliases), productions * aliasLength);
  return {
    publicSymbols: copyShorts(view, word(LANGUAGE.publicSymbols), symbols),
    aliases,
    aliasRows: findAliasRows(aliases, productions, aliasLength),
    fields: readFields(view, word(LANGUAGE.fieldSlices), word(LANGUAGE.fieldEntries), productions),
  };
}

/** The first production stands for all without aliases and fields. */
function findAliasRows(aliases: Uint16Array, productions: number, length: number): Int32Array {
  const rows = new Int32Array(productions).fill(NO_ROW);
  for (let production = 1; production < productions; production++) {
    const row = production * length;
    if (aliases.subarray(row, row + length).some((alias) => alias !== 0)) rows[production] = row;
  }
  return rows;
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
  /** Where the production's row of aliases begins, NO_ROW if it has none. */
  aliasRow: number;
  fieldRow: number;
  /** Number of the next child among those that the production names, extras left out. */
  child: number;
  /** Where the child before ended, in bytes. */
  position: number;
  isVisible: boolean;
  /** The field that a hidden node passes on to its children that have none. */
  field: number;
}

/** The loops below run once for each of millions of subtrees: hence locals, and few calls. */
class TreeWalk {
  readonly bytes: Uint8Array;
  readonly shorts: Uint16Array;
  readonly words: Int32Array;
  readonly language: LanguageTables;
  readonly frames: Frame[] = [];
  depth = 0;

  constructor(buffer: ArrayBufferLike, language: LanguageTables) {
    this.bytes = new Uint8Array(buffer);
    this.shorts = new Uint16Array(buffer);
    this.words = new Int32Array(buffer);
    this.language = language;
  }

  /** `root` is the address of the reference to the root subtree. */
  read(root: number): SyntaxTree {
    const record = this.words[root >>> 2] as number;
    const isLeaf = (record & IS_INLINE) !== 0 || this.words[(record + HEAP.childCount) >>> 2] === 0;
    const nodeCount = isLeaf ? 1 : 1 + (this.words[(record + HEAP.visibleDescendants) >>> 2] as number);
    const builder = new SyntaxTreeBuilder(nodeCount);
    let frame = this.frame(0);
    setFrame(frame, root, root + REFERENCE, NO_ROW, 0, 0, false, 0);
    for (;;) {
      while (frame.next === frame.stop) {
        if (this.depth === 0) return builder.build();
        if (frame.isVisible) builder.close();
        frame = this.frame(--this.depth);
      }
      this.readChildren(frame, builder);
      frame = this.frame(this.depth);
    }
  }

  /** Adds the children of `frame` that show, up to one with children of its own: those are the next to read. */
  readChildren(frame: Frame, builder: SyntaxTreeBuilder): void {
    const { words } = this;
    const { fields, aliases, publicSymbols } = this.language;
    const { aliasRow, fieldRow, stop } = frame;
    const isRoot = this.depth === 0;
    for (let at = frame.next; at !== stop; at += REFERENCE) {
      const first = words[at >>> 2] as number;
      if ((first & IS_INLINE) === 0) {
        frame.next = at + REFERENCE;
        if (this.readRecord(frame, first, builder)) return;
        continue;
      }
      const sizes = words[(at >>> 2) + 1] as number;
      const start = frame.position + ((sizes >>> INLINE.paddingShift) & 0xff);
      const end = start + (sizes >>> INLINE.sizeShift);
      frame.position = end;
      let alias = 0;
      let field = 0;
      if ((first & IS_EXTRA) === 0) {
        const child = frame.child++;
        if (aliasRow !== NO_ROW) alias = aliases[aliasRow + child] ?? 0;
        field = (fields[fieldRow + child] ?? 0) || frame.field;
      }
      if (alias === 0 && (first & IS_VISIBLE) === 0 && !isRoot) continue;
      const symbol = alias !== 0 ? alias : (first >>> INLINE.symbolShift) & 0xff;
      builder.add(publicSymbols[symbol] ?? symbol, field, (first & IS_INLINE_MISSING) !== 0, start >> 1, end >> 1);
    }
    frame.next = stop;
  }

  /** The same for a child with a record. True when it has children to read. */
  readRecord(frame: Frame, record: number, builder: SyntaxTreeBuilder): boolean {
    const { words, shorts, bytes, language } = this;
    const before = frame.position;
    const start = before + (words[(record + HEAP.paddingBytes) >>> 2] as number);
    const end = start + (words[(record + HEAP.sizeBytes) >>> 2] as number);
    frame.position = end;
    const flags = (bytes[record + HEAP.flags] as number) << 1;
    let alias = 0;
    let field = 0;
    if ((flags & IS_EXTRA) === 0) {
      const child = frame.child++;
      if (frame.aliasRow !== NO_ROW) alias = language.aliases[frame.aliasRow + child] ?? 0;
      field = (language.fields[frame.fieldRow + child] ?? 0) || frame.field;
    }
    const isVisible = alias !== 0 || (flags & IS_VISIBLE) !== 0 || this.depth === 0;
    if (isVisible) {
      const symbol = alias !== 0 ? alias : (shorts[(record + HEAP.symbol) >>> 1] as number);
      const kind = symbol === ERROR_SYMBOL ? symbol : (language.publicSymbols[symbol] ?? symbol);
      const isMissing = ((bytes[record + HEAP.moreFlags] as number) & IS_HEAP_MISSING) !== 0;
      builder.add(kind, field, isMissing, start >> 1, end >> 1);
    }
    const childCount = words[(record + HEAP.childCount) >>> 2] as number;
    if (childCount === 0 || words[(record + HEAP.visibleChildren) >>> 2] === 0) return false;
    if (isVisible) builder.open();
    const production = shorts[(record + HEAP.production) >>> 1] as number;
    // The first child has the padding of its parent, so reading goes on from where that began.
    const first = record - childCount * REFERENCE;
    const passedOn = isVisible ? 0 : field;
    const aliasRow = language.aliasRows[production] ?? NO_ROW;
    setFrame(this.frame(++this.depth), first, record, aliasRow, production * FIELD_STRIDE, before, isVisible, passedOn);
    return true;
  }

  frame(depth: number): Frame {
    let frame = this.frames[depth];
    if (frame === undefined) {
      frame = { next: 0, stop: 0, aliasRow: NO_ROW, fieldRow: 0, child: 0, position: 0, isVisible: false, field: 0 };
      this.frames.push(frame);
    }
    return frame;
  }
}

function setFrame(
  frame: Frame,
  next: number,
  stop: number,
  aliasRow: number,
  fieldRow: number,
  position: number,
  isVisible: boolean,
  field: number,
): void {
  frame.next = next;
  frame.stop = stop;
  frame.aliasRow = aliasRow;
  frame.fieldRow = fieldRow;
  frame.child = 0;
  frame.position = position;
  frame.isVisible = isVisible;
  frame.field = field;
}
