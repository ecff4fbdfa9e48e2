/** Concrete syntax: the only door to a tree-sitter binding. */
export { Field, Kind, Token } from './kinds.generated.ts';
export { loadNativeParser, type NativeParser } from './native-parser.ts';
export { NoParser } from './no-parser.ts';
export { ParseTimeout } from './parse-timeout.ts';
export { loadSyntaxParser, PARSER_CHOICES, type ParserChoice, type SyntaxParser } from './syntax-parser.ts';
export { SyntaxTree } from './syntax-tree.ts';
export { loadWasmParser } from './wasm-parser.ts';
