import { isAbsolute, relative, sep } from 'node:path';

/** The way from one absolute path to another, with `/` on every system: '' where they are one, `../…` where it leads up. */
export function relativePath(from: string, to: string): string {
  return toPosixPath(relative(from, to));
}

/** A path of this system, with `/`. */
export function toPosixPath(path: string): string {
  return path.split(sep).join('/');
}

/** Whether a path with `/` is a folder itself or lies below it; all paths do below '' and `.`. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '' || folder === '.' || path === folder || path.startsWith(`${folder}/`);
}

/** The folder that a path with `/` lies in, '' for the root. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** Whether a way that `relativePath` gave leads out of the folder that it begins in. */
export function leadsOut(path: string): boolean {
  // On Windows the way to another drive is the path itself.
  return path === '..' || path.startsWith('../') || isAbsolute(path);
}

/** `./a/../b` below a folder as a path from the root; undefined where it leaves the root. */
export function joinPath(folder: string, written: string): string | undefined {
  const names = folder === '' ? [] : folder.split('/');
  for (const name of written.split('/')) {
    if (name === '' || name === '.') continue;
    if (name !== '..') names.push(name);
    else if (names.pop() === undefined) return undefined;
  }
  return names.join('/');
}
