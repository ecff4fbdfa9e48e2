/** Where git keeps what it knows of a work tree. Its files are read and never run: hooks and configuration are hostile. */
import { realpathSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readRegularFile } from './read-file.ts';

export interface GitDirectory {
  /** Of this work tree, with its index. */
  readonly own: string;
  /** Of all work trees of the repository; the same where there is one. */
  readonly common: string;
}

/**
 * The directory behind `.git` of a folder: itself, or what the file of that name leads to, as in a linked work tree and a submodule.
 * Undefined where it leads nowhere. Source: https://git-scm.com/docs/gitrepository-layout
 */
export function gitDirectoryOf(top: string): GitDirectory | undefined {
  const door = realPathOf(join(top, '.git'));
  const own = door === undefined || isFolder(door) ? door : behind(door, top);
  if (own === undefined || readPath(own, 'HEAD') === undefined) return undefined;
  const common = readPath(own, 'commondir');
  return { own, common: common === undefined ? own : resolve(own, common) };
}

function behind(door: string, top: string): string | undefined {
  const [, written] = /^gitdir: (.+)$/s.exec(readPath(door, '') ?? '') ?? [];
  const directory = written === undefined ? undefined : realPathOf(resolve(top, written));
  return directory !== undefined && isFolder(directory) ? directory : undefined;
}

/** What a file says in one line. */
function readPath(folder: string, name: string): string | undefined {
  const content = readRegularFile(folder, name, MAX_BYTES);
  const text = content.kind === 'content' ? content.bytes.toString('utf8').replace(/[\r\n]+$/, '') : '';
  return text === '' || text.includes('\0') ? undefined : text;
}

const MAX_BYTES = 64 * 1024;

function realPathOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
