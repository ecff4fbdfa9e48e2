import type { SkippedPath } from './discovery.ts';
import { DiskTree } from './disk-tree.ts';
import type { TreeEntry } from './file-tree.ts';

/** The files on the disk, each folder listed once: for looks that follow each other at once. */
export class ListedTree extends DiskTree {
  readonly #listed = new Map<string, readonly TreeEntry[] | SkippedPath>();

  override list(folder: string): readonly TreeEntry[] | SkippedPath {
    const listed = this.#listed.get(folder) ?? super.list(folder);
    this.#listed.set(folder, listed);
    return listed;
  }
}
