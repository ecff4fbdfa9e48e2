import { createRequire } from 'node:module';
import { chunkAt } from './chunks.ts';
import { parseWithoutRuns } from './comment-runs.ts';
import { type Cursor, readWithCursor } from './cursor-reader.ts';
import { readableText } from './readable-text.ts';
import type { SyntaxParser } from './syntax-parser.ts';
import type { SyntaxTree } from './syntax-tree.ts';

/** The native parser, or why it cannot be used here. */
export type NativeParser =
  | { readonly kind: 'parser'; readonly parser: SyntaxParser }
  | { readonly kind: 'unavailable'; readonly reason: string };

/**
 * Loads the optional packages tree-sitter and tree-sitter-python, from wherever the module `from` would find them. Their
 * binaries are compiled or chosen where they are installed, which is why auditlint does not depend on them.
 */
export function loadNativeParser(from: string = import.meta.url): NativeParser {
  try {
    const require = createRequire(from);
    // Packages without types here: the interfaces below say what we use of them.
    const Binding = require('tree-sitter') as new () => NativeBinding;
    const binding = new Binding();
    binding.setLanguage(require('tree-sitter-python'));
    return {
      kind: 'parser',
      parser: {
        name: 'native',
        parse: (content) => parseWithoutRuns(readableText(content), (shown) => parseNative(binding, shown)),
      },
    };
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    return { kind: 'unavailable', reason: message.split('\n', 1)[0] ?? '' };
  }
}

interface NativeBinding {
  setLanguage(language: unknown): void;
  parse(input: (offset: number) => string): NativeTree;
}

interface NativeTree {
  readonly rootNode: { readonly descendantCount: number };
  walk(): Cursor;
}

function parseNative(binding: NativeBinding, content: string): SyntaxTree {
  const tree = binding.parse((offset) => chunkAt(content, offset));
  return readWithCursor(tree.walk(), tree.rootNode.descendantCount);
}
