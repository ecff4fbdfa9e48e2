import { randomBytes } from 'node:crypto';
import { accessSync, constants, realpathSync, renameSync, rmSync, type Stats, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { UsageError } from '../usage-error.ts';

/** Says before a long scan what would go wrong after it. Throws `UsageError`. */
export function checkWritable(file: string, shownAs: string): void {
  const existing = findStats(file);
  if (existing?.isDirectory()) throw new UsageError(`cannot write \`${shownAs}\`: it is a folder`);
  // A pipe or a device has no file beside it.
  if (existing !== undefined && !existing.isFile()) return;
  const folder = dirname(file);
  if (findStats(folder)?.isDirectory() !== true) {
    throw new UsageError(`cannot write \`${shownAs}\`: there is no folder \`${dirname(shownAs)}\``);
  }
  try {
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    throw new UsageError(`cannot write \`${shownAs}\`: ${reasonOf(cause)}`, { cause });
  }
}

/** Whether two paths, absolute, name one file, be it by way of links or before it is there. */
export function sameFile(a: string | undefined, b: string | undefined): boolean {
  return a !== undefined && b !== undefined && (a === b || realPath(a) === realPath(b));
}

function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    const folder = dirname(file);
    return folder === file ? file : join(realPath(folder), basename(file));
  }
}

/**
 * Writes a report whole or not at all: to a temporary file in the same folder that is renamed into place. A pipe or a
 * device (`-o /dev/stdout`) is written to directly.
 */
export function writeOutputFile(file: string, shownAs: string, content: string | Uint8Array): void {
  try {
    const existing = findStats(file);
    if (existing !== undefined && !existing.isFile()) writeFileSync(file, content);
    else replaceFile(existing === undefined ? file : realpathSync(file), content, existing);
  } catch (cause) {
    throw new UsageError(`cannot write \`${shownAs}\`: ${reasonOf(cause)}`, { cause });
  }
}

function replaceFile(file: string, content: string | Uint8Array, existing: Stats | undefined): void {
  const temporary = join(dirname(file), `.${basename(file)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    writeFileSync(temporary, content, { flag: 'wx', ...(existing !== undefined && { mode: existing.mode & 0o777 }) });
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

// Whatever keeps a path from being looked at (a part that is a file, a name too long) shows when it is written.
function findStats(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

const REASONS = new Map([
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'the disk is full'],
  ['ENOENT', 'no such folder'],
  ['ENOTDIR', 'a part of the path is not a folder'],
  ['ENAMETOOLONG', 'the name is too long'],
]);

/** Why the system refused, for people. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return REASONS.get(code) ?? error.message.split('\n')[0] ?? code;
}
