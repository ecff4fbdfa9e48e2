/** What a scan was asked for, of the project that it reads around that. */
import { DiskTree } from '../discover/index.ts';
import type { ScanRequest } from '../engine/index.ts';
import { isWithin, relativePath } from '../text/index.ts';

/** Whether a path (relative to the root) is one of those that were asked for, or below one. */
export function pathFilter({
  root,
  paths,
  stdin,
}: Pick<ScanRequest, 'root' | 'paths' | 'stdin'>): (path: string) => boolean {
  if (stdin !== undefined) return (path) => path === stdin.path;
  const requested = paths.map((path) => relativePath(root, path));
  return (path) => requested.length === 0 || requested.some((place) => isWithin(path, place));
}

/** The folder whose configuration speaks for a scan as a whole (its baseline, its profile): the one that was asked for, where it is the only one, or '', the root. */
export function folderOfWhole({ root, paths }: Pick<ScanRequest, 'root' | 'paths'>): string {
  const [only, ...others] = paths;
  const named = only === undefined || others.length > 0 ? undefined : new DiskTree(root).resolve(only);
  return named?.kind === 'folder' ? named.path : '';
}
