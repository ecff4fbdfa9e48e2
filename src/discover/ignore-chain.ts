import { lstatSync } from 'node:fs';
import { join } from 'node:path';
import { DiskTree } from './disk-tree.ts';
import type { FileTree } from './file-tree.ts';
import { GitIgnoreFile } from './git-ignore.ts';

/** The ignore files that speak of one folder: its own and those above it, nearest first. */
export interface IgnoreChain {
  readonly file: GitIgnoreFile;
  /** Number of path segments of the folder that holds the file. */
  readonly depth: number;
  readonly outer: IgnoreChain | undefined;
}

/** Whether the chain hides a path, given by its segments from the root. The nearest file that speaks of it decides. */
export function isIgnored(chain: IgnoreChain | undefined, names: readonly string[], isFolder: boolean): boolean {
  for (let link = chain; link !== undefined; link = link.outer) {
    const hides = link.file.hides(link.depth === 0 ? names : names.slice(link.depth), isFolder);
    if (hides !== undefined) return hides;
  }
  return false;
}

/** The chain at the root before its own `.gitignore`: what `.git/info/exclude` holds, where `.git` is a folder of the root. */
export function repositoryExcludes(root: string): IgnoreChain | undefined {
  if (!isRealFolder(join(root, '.git')) || !isRealFolder(join(root, '.git/info'))) return undefined;
  return extendChain(new DiskTree(root), '.git/info/exclude', 0, undefined);
}

/** The chain inside a folder, given the chain around it. */
export function chainInFolder(
  tree: FileTree,
  folder: string,
  depth: number,
  outer: IgnoreChain | undefined,
): IgnoreChain | undefined {
  return extendChain(tree, folder === '' ? '.gitignore' : `${folder}/.gitignore`, depth, outer);
}

/** The git index of a root that is the top of a work tree; undefined where there is none, or no saying which it is. */
export function repositoryIndex(root: string): Buffer | undefined {
  if (!isRealFolder(join(root, '.git'))) return undefined;
  const content = new DiskTree(root).read('.git/index', MAX_INDEX_BYTES);
  return content.kind === 'content' ? content.bytes : undefined;
}

/** Half a million files. */
const MAX_INDEX_BYTES = 64 * 1024 * 1024;

function isRealFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

/** Git itself reads no ignore file through a link, and one of this size is not written by a person. */
const MAX_IGNORE_FILE_BYTES = 1024 * 1024;

function extendChain(
  tree: FileTree,
  path: string,
  depth: number,
  outer: IgnoreChain | undefined,
): IgnoreChain | undefined {
  // Most folders have none, and what the system throws for each of them takes as long as to read one.
  if (tree instanceof DiskTree && tree.stampOf(path) === undefined) return outer;
  const content = tree.read(path, MAX_IGNORE_FILE_BYTES);
  if (content.kind === 'skipped') return outer;
  return { file: new GitIgnoreFile(content.bytes.toString('utf8')), depth, outer };
}
