import { createHash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { DiscoveredFile } from '../../discover/index.ts';
import { GitError, GitRepository } from '../../git/index.ts';

/** The commit that a folder has checked out; undefined where git knows none. */
export function checkedOutCommit(
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  try {
    return GitRepository.open(root, environment, root).findCommit('HEAD');
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}

/** A hash of what there is to scan: two checkouts that differ in a path or a size are not the same. */
export function hashOfFiles(files: readonly DiscoveredFile[], sizeOf: (path: string) => number): string {
  const hash = createHash('sha256');
  for (const { path, kind, requested } of files) hash.update(`${path}\0${kind} ${requested} ${sizeOf(path)}\n`);
  return hash.digest('hex');
}

/** Bytes of a file below a root; none where it has just gone. */
export function sizesBelow(root: string): (path: string) => number {
  const sizes = new Map<string, number>();
  return (path) => {
    const size = sizes.get(path) ?? lstatSync(join(root, path), { throwIfNoEntry: false })?.size ?? 0;
    sizes.set(path, size);
    return size;
  };
}
