import { lstatSync } from 'node:fs';
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
    if (isThere(join(top, '.git'))) return { top, prefix: top === folder ? '' : `${relativePath(top, folder)}/` };
    if (dirname(top) === top) return undefined;
  }
}

function isThere(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
