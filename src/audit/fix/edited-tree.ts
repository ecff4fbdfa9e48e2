import { type FileContent, type FileTree, OverlayTree } from '../../discover/index.ts';

/** The tree of a session of fixes. It keeps a name of what it read of each file, by which is reported later whether the file is still that. */
export class EditedTree extends OverlayTree {
  constructor(
    base: FileTree,
    edited: ReadonlyMap<string, Uint8Array>,
    readonly contentIdOf: (bytes: Uint8Array) => string,
    readonly seen: Map<string, string> = new Map(),
  ) {
    super(base, edited);
  }

  /** The same tree with other contents. */
  with(edited: ReadonlyMap<string, Uint8Array>): EditedTree {
    return new EditedTree(this.base, edited, this.contentIdOf, this.seen);
  }

  override read(path: string, maxBytes: number): FileContent {
    const content = super.read(path, maxBytes);
    const isOwn = content.kind === 'content' && !this.contents.has(path);
    // What was scanned first is what counts: a file that changes in between is no longer that.
    if (isOwn && !this.seen.has(path)) this.seen.set(path, this.contentIdOf(content.bytes));
    return content;
  }

  /** Every file is read: only so it is known which bytes were scanned. */
  override contentId(_path: string): undefined {
    return undefined;
  }
}
