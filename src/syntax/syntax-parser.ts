import { loadNativeParser } from './native-parser.ts';
import { NoParser } from './no-parser.ts';
import type { SyntaxTree } from './syntax-tree.ts';
import { loadWasmParser } from './wasm-parser.ts';

/** Turns text into a concrete tree. Offsets are UTF-16 code units. */
export interface SyntaxParser {
  /** What parses and how its trees are read. */
  readonly name: 'native' | 'wasm memory' | 'wasm cursor';
  /** Asks `isTooLate` now and then, where the binding lets it, and throws `ParseTimeout` when it is. */
  parse(content: string, isTooLate?: () => boolean): SyntaxTree;
}

/** `auto` takes the native binding where it is installed and works, WebAssembly everywhere else. */
export type ParserChoice = (typeof PARSER_CHOICES)[number];
export const PARSER_CHOICES = ['auto', 'native', 'wasm'] as const;

/** Loads binding and grammar. */
export async function loadSyntaxParser(choice: ParserChoice = 'wasm'): Promise<SyntaxParser> {
  if (choice === 'wasm') return loadWasmParser();
  const native = loadNativeParser();
  if (native.kind === 'parser') return native.parser;
  if (choice === 'auto') return loadWasmParser();
  throw new NoParser(`the native parser cannot be used (${native.reason}); install tree-sitter and tree-sitter-python`);
}
