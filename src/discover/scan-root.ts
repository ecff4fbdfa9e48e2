import { statSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { pathUnder } from './links.ts';

/**
 * The root of a scan when none is given: no path means the working folder, one folder means that folder; otherwise the
 * working folder if it holds all paths, else the nearest folder that does. Paths that do not exist count as files.
 */
export function scanRootOf(paths: readonly string[], workingFolder: string): string {
  const [first, ...others] = paths.map((path) => resolve(workingFolder, path));
  if (first === undefined) return workingFolder;
  if (others.length === 0 && isFolder(first)) return first;
  if ([first, ...others].every((path) => pathUnder(workingFolder, path) !== undefined)) return workingFolder;
  let common = isFolder(first) ? first : dirname(first);
  while (!others.every((path) => path === common || path.startsWith(common.endsWith(sep) ? common : common + sep))) {
    common = dirname(common);
  }
  return common;
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
