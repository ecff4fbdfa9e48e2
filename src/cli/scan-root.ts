import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { suggestion } from '../config/nearest.ts';
import { toPosixPath } from '../text/index.ts';
import { UsageError } from './usage-error.ts';

/** What is scanned: the root, which paths in reports are relative to, and the paths in it. All absolute. */
export interface ScanRoot {
  readonly root: string;
  readonly paths: readonly string[];
}

/**
 * A single folder is the root. For files, or several paths, the root is the working directory when all lie in it (as a
 * pre-commit hook calls us), or else their nearest common folder.
 */
export function findScanRoot(paths: readonly string[], cwd: string): ScanRoot {
  const absolute = paths.map((path) => existingPath(path, cwd));
  const [first] = absolute;
  if (first === undefined) return { root: cwd, paths: [] };
  if (absolute.length === 1 && isFolder(first)) return { root: realpathSync(first), paths: [] };
  const root = absolute.every((path) => contains(cwd, path)) ? cwd : commonFolder(absolute);
  return { root, paths: absolute };
}

/** How a person who stands in `cwd` names a path. */
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
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

// A dangling or circular link is no folder; discovery says what is wrong with it.
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
