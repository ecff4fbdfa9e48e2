/** Concrete syntax: the only door to a tree-sitter binding. */
export { Field, Kind, Token } from './kinds.generated.ts';
export { loadSyntaxParser, type SyntaxParser } from './syntax-parser.ts';
export { SyntaxTree } from './syntax-tree.ts';
