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

/** All folders that paths with `/` lie in, however deep, but for the root. */
export function foldersAround(paths: Iterable<string>): Set<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let end = path.lastIndexOf('/'); end > 0 && !folders.has(path.slice(0, end)); ) {
      folders.add(path.slice(0, end));
      end = path.lastIndexOf('/', end - 1);
    }
  }
  return folders;
}

/** A path with `/` and the folders that it lies in, the outermost first. */
export function pathAndFolders(path: string): string[] {
  return path.split('/').map((_, index, names) => names.slice(0, index + 1).join('/'));
}

/** `a/b/c`, `b/c`, `c`: what a path is called in the folders that it lies in. */
export function endsOf(path: string): string[] {
  return path.split('/').map((_, index, names) => names.slice(index).join('/'));
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
