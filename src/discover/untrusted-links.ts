import { realpathSync } from 'node:fs';
import { dirname, parse } from 'node:path';
import { pathUnder } from './links.ts';
import { lookAt, workTreeAround } from './work-tree.ts';

/**
 * A folder on the way to an absolute path that is a symbolic link, and that someone else may have brought: one in the folders `brought`, or
 * in the work tree of a repository. It is not for them to decide where we write.
 */
export function untrustedLink(path: string, untrustedFolders: readonly string[]): string | undefined {
  const top = parse(path).root;
  const links: string[] = [];
  for (let place = dirname(path); place !== top; place = dirname(place)) {
    if (lookAt(place)?.isSymbolicLink() === true) links.push(place);
  }
  return links.find((link) => isUntrusted(realpathSync(dirname(link)), untrustedFolders));
}

/** Where a whole disk is the working directory, its links are the system's (`/tmp` of macOS). */
function isUntrusted(folder: string, untrustedFolders: readonly string[]): boolean {
  const { root: top } = parse(folder);
  if (folder === top) return false;
  if (untrustedFolders.some((each) => each !== top && pathUnder(realpathSync(each), folder) !== undefined)) return true;
  const place = workTreeAround(folder);
  return place !== undefined && place.top !== top;
}
