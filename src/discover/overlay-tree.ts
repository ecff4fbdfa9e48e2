import type { SkippedPath } from './discovery.ts';
import type { FileTree, TreeEntry } from './file-tree.ts';
import type { NamedPath } from './named-path.ts';
import { type FileContent, tooLarge } from './read-file.ts';

/** A tree in which some files have another content, to see what a change would do before it is written. */
export class OverlayTree implements FileTree {
  constructor(
    readonly base: FileTree,
    readonly contents: ReadonlyMap<string, Uint8Array>,
  ) {}

  get root(): string {
    return this.base.root;
  }

  list(folder: string): readonly TreeEntry[] | SkippedPath {
    return this.base.list(folder);
  }

  read(path: string, maxBytes: number): FileContent {
    const bytes = this.contents.get(path);
    if (bytes === undefined) return this.base.read(path, maxBytes);
    if (bytes.length > maxBytes) return tooLarge(path, bytes.length, maxBytes);
    return { kind: 'content', bytes: Buffer.from(bytes) };
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

  contentId(path: string): string | undefined {
    return this.contents.has(path) ? undefined : this.base.contentId(path);
  }

  expect(paths: readonly string[]): void {
    this.base.expect(paths);
  }
}
