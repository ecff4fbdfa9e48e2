import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, relative, resolve, sep } from 'node:path';
import { isCheckout } from '../config/find-configuration.ts';
import { suggestion } from '../config/nearest.ts';
import { callsItselfRoot } from '../config/root-named.ts';
import { DiskTree, isOneProject } from '../discover/index.ts';
import { leadsOut, relativePath, toPosixPath } from '../text/index.ts';
import { UsageError } from './usage-error.ts';

/** What is scanned: the root, which paths in reports are relative to, and the paths in it. All absolute. */
export interface ScanRoot {
  readonly root: string;
  readonly paths: readonly string[];
}

/**
 * A single folder below the working directory is a part of the project there, as long as that can be one, and one that is a project of its own the root. For files,
 * or several paths, the root is the working directory when all lie in it (as a pre-commit hook calls us), or else their nearest
 * common folder.
 */
export function findScanRoot(paths: readonly string[], cwd: string): ScanRoot {
  const absolute = paths.map((path) => existingPath(path, cwd));
  const [first] = absolute;
  if (first === undefined) return { root: cwd, paths: [] };
  if (absolute.length === 1 && isFolder(first)) return rootOfFolder(realFolder(first), cwd);
  const root = absolute.every((path) => contains(cwd, path)) ? cwd : commonFolder(absolute);
  return { root, paths: absolute };
}

/** The folder that an option calls a root, or that of a file: it is that, whatever is around it. */
export function namedRoot(path: string, cwd: string): string {
  const absolute = existingPath(path, cwd);
  return isFolder(absolute) ? realFolder(absolute) : findScanRoot([path], cwd).root;
}

/** Of a folder that is named alone, by where it lies when links are followed. */
function rootOfFolder(folder: string, cwd: string): ScanRoot {
  const here = realFolder(cwd);
  if (folder === here || !contains(here, folder)) return { root: folder, paths: [] };
  const own = projectBelow(here, folder);
  const requested = new Set([toPosixPath(relative(here, folder))]);
  const root = own ?? (isOneProject(new DiskTree(here), requested) ? here : folder);
  return root === folder ? { root, paths: [] } : { root, paths: [folder] };
}

/** Whether a root lies in the working directory and is neither a part of a project there nor one that calls itself that: it was looked at without what is around it. */
export function isStandalone(root: string, cwd: string): boolean {
  const [folder, here] = [realFolder(root), realFolder(cwd)];
  return folder !== here && contains(here, folder) && projectBelow(here, folder) === undefined;
}

/** The nearest folder at or above one, and below the working directory, that is a project of its own: a checkout, or what calls itself a root. */
function projectBelow(here: string, folder: string): string | undefined {
  for (let place = folder; place !== here; place = dirname(place)) {
    if (isCheckout(place) || callsItselfRoot(place, here)) return place;
  }
  return undefined;
}

/** Links followed, and in the letters of the disk where it takes large and small ones for the same: one folder has one name. */
function realFolder(path: string): string {
  const real = realpathSync(path);
  const onDisk = realpathSync.native(path);
  return onDisk.toLowerCase() === real.toLowerCase() ? onDisk : real;
}

/** How a person who is in `cwd` names a path. */
export function showPath(path: string, cwd: string): string {
  const shown = contains(cwd, path) ? relative(cwd, path) || '.' : path;
  return toPosixPath(shown);
}

function existingPath(path: string, cwd: string): string {
  const absolute = resolve(cwd, path);
  if (existsSync(absolute) || isDanglingLink(absolute)) return absolute;
  const hint = suggestion(basename(path), neighbours(absolute)) || suggestion(path, COMMANDS);
  throw new UsageError(`no such file or folder: \`${path}\`${hint}`);
}

/** What a first word that is no path may have been meant for. */
const COMMANDS = [
  'check',
  'baseline',
  'suppress',
  'suppressions',
  'merge',
  'report',
  'rules',
  'explain',
  'why',
  'register',
  'replay',
  'config',
  'cache',
  'fleet',
  'init',
  'lsp',
  'mcp',
  'completion',
  'new-plugin',
  'help',
];

function isDanglingLink(path: string): boolean {
  return neighbours(path).includes(basename(path));
}

function neighbours(path: string): string[] {
  try {
    return readdirSync(dirname(path));
  } catch {
    return [];
  }
}

function commonFolder(paths: readonly string[]): string {
  const folders = paths.map((path) => (isFolder(path) ? path : dirname(path)));
  let common = folders[0] ?? sep;
  while (!folders.every((folder) => contains(common, folder))) common = dirname(common);
  return common;
}

/** Whether an absolute path is a folder or lies in it, links aside. */
export function contains(folder: string, path: string): boolean {
  return !leadsOut(relativePath(folder, path));
}

// A dangling or circular link is no folder; discovery says what is wrong with it.
export function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
