import type { SkippedPath } from './discovery.ts';
import type { FileTree, TreeEntry } from './file-tree.ts';
import type { NamedPath } from './named-path.ts';
import { type FileContent, tooLarge } from './read-file.ts';

/** A tree in which one file has another content, to see what a change would do before it is written. */
export class OverlayTree implements FileTree {
  constructor(
    readonly base: FileTree,
    readonly path: string,
    readonly bytes: Uint8Array,
  ) {}

  get root(): string {
    return this.base.root;
  }

  list(folder: string): readonly TreeEntry[] | SkippedPath {
    return this.base.list(folder);
  }

  read(path: string, maxBytes: number): FileContent {
    if (path !== this.path) return this.base.read(path, maxBytes);
    if (this.bytes.length > maxBytes) return tooLarge(path, this.bytes.length, maxBytes);
    return { kind: 'content', bytes: Buffer.from(this.bytes) };
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
    return path === this.path ? undefined : this.base.contentId(path);
  }

  expect(paths: readonly string[]): void {
    this.base.expect(paths);
  }
}
