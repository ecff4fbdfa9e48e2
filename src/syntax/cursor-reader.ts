import type { Tree } from 'web-tree-sitter';
import { type SyntaxTree, SyntaxTreeBuilder } from './syntax-tree.ts';

/** Reads a tree through the binding's public cursor: slow (every step crosses into WebAssembly) but always right. */
export function readWithCursor(tree: Tree): SyntaxTree {
  const builder = new SyntaxTreeBuilder(tree.rootNode.descendantCount);
  const cursor = tree.walk();
  for (let isInside = true; isInside; ) {
    builder.add(cursor.nodeTypeId, cursor.currentFieldId, cursor.nodeIsMissing, cursor.startIndex, cursor.endIndex);
    if (cursor.gotoFirstChild()) {
      builder.open();
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      isInside = cursor.gotoParent();
      if (!isInside) break;
      builder.close();
    }
  }
  cursor.delete();
  return builder.build();
}
