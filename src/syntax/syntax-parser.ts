import { Language, Parser } from 'web-tree-sitter';
import { readWithCursor } from './cursor-reader.ts';
import { readGrammarFiles } from './grammar-files.ts';
import type { SyntaxTree } from './syntax-tree.ts';

/** Turns text into a concrete tree. Offsets are UTF-16 code units. */
export interface SyntaxParser {
  parse(content: string): SyntaxTree;
}

/** Loads binding and grammar. */
export async function loadSyntaxParser(): Promise<SyntaxParser> {
  const files = await readGrammarFiles();
  await Parser.init({ wasmBinary: files.binding });
  const parser = new Parser();
  parser.setLanguage(await Language.load(files.grammar));
  return {
    parse(content) {
      const tree = parser.parse(withoutLoneCarriageReturns(content));
      if (tree === null) throw new Error('tree-sitter gave no tree');
      try {
        return readWithCursor(tree);
      } finally {
        tree.delete();
      }
    },
  };
}

/** The grammar takes a lone CR for space, Python for a line end; the exchange keeps every offset. */
function withoutLoneCarriageReturns(content: string): string {
  return content.includes('\r') ? content.replace(/\r(?!\n)/g, '\n') : content;
}
