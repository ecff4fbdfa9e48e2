import type { FileContent, FileTree, NamedPath, SkippedPath, TreeEntry } from '../../discover/index.ts';

/**
 * A tree in which some files have another content, to see what fixes would do before they are written. It keeps a name of what it read
 * of each file, by which is told later whether the file is still that.
 */
export class EditedTree implements FileTree {
  constructor(
    readonly base: FileTree,
    readonly edited: ReadonlyMap<string, Uint8Array>,
    readonly contentIdOf: (bytes: Uint8Array) => string,
    readonly seen: Map<string, string> = new Map(),
  ) {}

  /** The same tree with other contents. */
  with(edited: ReadonlyMap<string, Uint8Array>): EditedTree {
    return new EditedTree(this.base, edited, this.contentIdOf, this.seen);
  }

  get root(): string {
    return this.base.root;
  }

  list(folder: string): readonly TreeEntry[] | SkippedPath {
    return this.base.list(folder);
  }

  read(path: string, maxBytes: number): FileContent {
    const bytes = this.edited.get(path);
    if (bytes !== undefined) return { kind: 'content', bytes: Buffer.from(bytes) };
    const content = this.base.read(path, maxBytes);
    // What was scanned first is what counts: a file that changes in between is no longer that.
    if (content.kind === 'content' && !this.seen.has(path)) this.seen.set(path, this.contentIdOf(content.bytes));
    return content;
  }

  has(path: string): boolean {
    return this.base.has(path);
  }

  judgeLink(path: string): SkippedPath | undefined {
    return this.base.judgeLink(path);
  }

  resolve(given: string): NamedPath {
    return this.base.resolve(given);
  }

  /** Every file is read: only so it is known which bytes were scanned. */
  contentId(_path: string): undefined {
    return undefined;
  }

  expect(paths: readonly string[]): void {
    this.base.expect(paths);
  }
}
