import { type SyntaxTree, SyntaxTreeBuilder } from './syntax-tree.ts';

/** What both bindings' cursors have. */
export interface Cursor {
  readonly nodeTypeId: number;
  /** The native binding leaves it out where there is none. */
  readonly currentFieldId: number | undefined;
  readonly nodeIsMissing: boolean;
  readonly startIndex: number;
  readonly endIndex: number;
  gotoFirstChild(): boolean;
  gotoNextSibling(): boolean;
  gotoParent(): boolean;
}

/** Reads a tree through a public cursor at its root: slow (every step crosses into the binding) but always right. */
export function readWithCursor(cursor: Cursor, nodeCount: number): SyntaxTree {
  const builder = new SyntaxTreeBuilder(nodeCount);
  for (let isInside = true; isInside; ) {
    builder.add(
      cursor.nodeTypeId,
      cursor.currentFieldId ?? 0,
      cursor.nodeIsMissing,
      cursor.startIndex,
      cursor.endIndex,
    );
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
  return builder.build();
}
