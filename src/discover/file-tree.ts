import type { SkippedPath } from './discovery.ts';
import type { NamedPath } from './named-path.ts';
import type { FileContent } from './read-file.ts';
import type { WorkTree } from './tracked.ts';

/**
 * The files under one root, wherever they are kept: on the disk, in a commit, in git's index. Paths are relative to the root,
 * with `/`; the root itself is ''. Nothing outside it can be reached.
 */
export interface FileTree {
  /** Absolute path of the folder that the files lie in, or would lie in. Globs of a configuration are placed by it. */
  readonly root: string;
  /** What a folder holds, in any order, or why it cannot be listed. */
  list(folder: string): readonly TreeEntry[] | SkippedPath;
  /** The bytes of a regular file, or why it is not read. */
  read(path: string, maxBytes: number): FileContent;
  /** The first bytes of a regular file, where they cost less than all; undefined where they cannot be had. */
  head?(path: string, bytes: number): Buffer | undefined;
  has(path: string): boolean;
  /** What is to be said of a symbolic link that a walk met; undefined when nothing. */
  judgeLink(path: string): SkippedPath | undefined;
  /** What a path is that the user named, absolute or relative to the root. */
  resolve(given: string): NamedPath;
  /** A name of a file's content, the same for the same bytes; undefined where only reading it would tell. */
  contentId(path: string): string | undefined;
  /**
   * The work tree of git that has its top in a folder; for the root, '', also the one that it lies in. Undefined where there is none, and of
   * files that nobody could say of whether git tracks them.
   */
  workTreeAt?(folder: string): WorkTree | undefined;
  /** Says which files will be read next, so that they can be fetched together. */
  expect(paths: readonly string[]): void;
}

/** The bytes of a regular file of a tree; undefined where it is not read, whatever the reason. */
export function bytesIn(tree: FileTree, path: string, maxBytes: number): Buffer | undefined {
  const content = tree.read(path, maxBytes);
  return content.kind === 'content' ? content.bytes : undefined;
}

/** The first bytes of a file, or of one that is not too long where they cannot be had alone. */
export function headOf(tree: FileTree, path: string, bytes: number): Buffer | undefined {
  if (tree.head !== undefined) return tree.head(path, bytes);
  return bytesIn(tree, path, MOST_BYTES)?.subarray(0, bytes);
}

/** What is longer begins as no program does. */
const MOST_BYTES = 1024 * 1024;

export interface TreeEntry {
  readonly name: string;
  /** A `submodule` is a folder that another repository fills. */
  readonly type: 'file' | 'folder' | 'link' | 'submodule' | 'other';
}
