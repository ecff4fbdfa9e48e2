import { DiskTree } from './disk-tree.ts';
import type { FileTree } from './file-tree.ts';
import { trackedPaths } from './git-index.ts';
import { repositoryIndex } from './ignore-chain.ts';
import { workTreeAround } from './work-tree.ts';

/**
 * What the repository holds of a tree, by paths relative to its root. `all`: in a commit all is tracked, and of an archive nobody can say
 * that it did not bring what stands there. `unknown`: there is an index that is not read (a linked work tree, a split or a sparse one).
 */
export type HeldPaths = ReadonlySet<string> | 'all' | 'unknown';

/** Asks git's index once, and only where somebody wants to know. */
export function heldIn(tree: FileTree): () => HeldPaths {
  let held: HeldPaths | undefined;
  return () => (held ??= tree instanceof DiskTree ? heldOnDisk(tree.root) : 'all');
}

function heldOnDisk(root: string): HeldPaths {
  const place = workTreeAround(root);
  if (place === undefined) return 'all';
  const index = repositoryIndex(place.top);
  const tracked = index && trackedPaths(index);
  if (tracked === undefined) return 'unknown';
  const { prefix } = place;
  if (prefix === '') return tracked;
  return new Set([...tracked].flatMap((path) => (path.startsWith(prefix) ? path.slice(prefix.length) : [])));
}
