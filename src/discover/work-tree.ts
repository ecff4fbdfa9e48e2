import { lstatSync, type Stats } from 'node:fs';
import { dirname, join } from 'node:path';
import { relativePath } from '../text/index.ts';

/** A work tree of git, and where in it a folder lies. */
export interface WorkTreePlace {
  /** Absolute. */
  readonly top: string;
  /** What leads from there to the folder: empty, or a path that ends in `/`. */
  readonly prefix: string;
}

/**
 * The nearest folder with `.git` at or above an absolute one. A file of that name is the door to a repository elsewhere, and counts, as
 * does one that leads nowhere.
 */
export function workTreeAround(folder: string): WorkTreePlace | undefined {
  for (let top = folder; ; top = dirname(top)) {
    if (lookAt(join(top, '.git')) !== undefined)
      return { top, prefix: top === folder ? '' : `${relativePath(top, folder)}/` };
    if (dirname(top) === top) return undefined;
  }
}

/** What is at a path, links not followed. Whatever keeps it from being looked at (a part that is a file, a name too long) shows when it is used. */
export function lookAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}
