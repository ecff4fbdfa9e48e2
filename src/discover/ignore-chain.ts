import { DiskTree } from './disk-tree.ts';
import type { FileTree } from './file-tree.ts';
import { GitIgnoreFile } from './git-ignore.ts';
import type { WorkTree } from './tracked.ts';

/** The ignore files that speak of one folder: its own and those above it, nearest first. */
export interface IgnoreChain {
  readonly file: GitIgnoreFile;
  /** Number of path segments of the folder that holds the file. */
  readonly depth: number;
  readonly outer: IgnoreChain | undefined;
}

/** Whether the chain hides a path, given by its segments from the root. The nearest file that speaks of it decides. */
function isIgnored(chain: IgnoreChain | undefined, names: readonly string[], isFolder: boolean): boolean {
  for (let link = chain; link !== undefined; link = link.outer) {
    const hides = link.file.hides(link.depth === 0 ? names : names.slice(link.depth), isFolder);
    if (hides !== undefined) return hides;
  }
  return false;
}

/** What git's ignore files say of the entries of one folder. */
export interface FolderRules {
  readonly chain: IgnoreChain | undefined;
  /** The work tree that the folder lies in; undefined where nothing could tell what git tracks. */
  readonly workTree: WorkTree | undefined;
  /** The folder itself is ignored, and only what git tracks in it is seen. */
  readonly isIgnored: boolean;
}

/**
 * `hidden`: git leaves it out. `in-part`: a folder that it would leave out but for files that it tracks. `unknown`: rules name it, and
 * nothing says whether it is tracked.
 */
export type Verdict = 'seen' | 'in-part' | 'hidden' | 'unknown';

/** What git makes of an entry of a folder, given by its segments from the root. What it tracks it does not ignore, whatever rules say. */
export function verdictOn(rules: FolderRules, names: readonly string[], isFolder: boolean): Verdict {
  if (!isNamed(rules, names, isFolder)) return 'seen';
  const tracked = rules.workTree?.tracked();
  if (tracked === undefined) return 'hidden';
  if (tracked.kind === 'all') return 'seen';
  if (tracked.kind === 'unknown') return 'unknown';
  const path = names.join('/');
  if (!isFolder) return tracked.holds(path) ? 'seen' : 'hidden';
  // A submodule is held as one entry.
  return tracked.holdsBelow(path) || tracked.holds(path) ? 'in-part' : 'hidden';
}

/** Whether rules would have an entry of a folder left out, or all that is in the folder. */
export function isNamed(
  { isIgnored: isAll, chain }: FolderRules,
  names: readonly string[],
  isFolder: boolean,
): boolean {
  return isAll || isIgnored(chain, names, isFolder);
}

/** The rules before any of the root itself: those of the work tree that it lies in. */
export function rulesAroundRoot(tree: FileTree): FolderRules {
  const workTree = tree.workTreeAt?.('');
  return workTree === undefined ? NO_RULES : rulesAtTop(workTree, 0);
}

/** The rules inside a folder, given those around it; `isTop` where it has a `.git` of its own and is not the root. */
export function rulesInside(tree: FileTree, folder: string, around: FolderRules, isTop: boolean): FolderRules {
  const depth = folder === '' ? 0 : folder.split('/').length;
  const own = isTop ? tree.workTreeAt?.(folder) : undefined;
  // What is above the top of a work tree tells git nothing of what is in it.
  const rules = own === undefined ? around : rulesAtTop(own, depth);
  const path = folder === '' ? '.gitignore' : `${folder}/.gitignore`;
  return { ...rules, chain: extendChain(tree, path, depth, rules.chain) };
}

export const NO_RULES: FolderRules = { chain: undefined, workTree: undefined, isIgnored: false };

function rulesAtTop(workTree: WorkTree, depth: number): FolderRules {
  const file = workTree.excludes();
  return { ...NO_RULES, workTree, chain: file && { file, depth, outer: undefined } };
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
