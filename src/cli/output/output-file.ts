import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
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
  writeWhole(file, shownAs, (open) => writeFileSync(open, content));
}

/** The same line by line, for what is too large for one text, and for nobody but its owner to read. */
export function writePrivateLines(file: string, shownAs: string, lines: Iterable<string>): void {
  writeWhole(file, shownAs, (open) => writeLines(open, lines), PRIVATE);
}

const PRIVATE = 0o600;

function writeLines(open: number, lines: Iterable<string>): void {
  let chunk = '';
  for (const line of lines) {
    chunk += line;
    if (chunk.length < CHUNK) continue;
    writeFileSync(open, chunk);
    chunk = '';
  }
  writeFileSync(open, chunk);
}

/** Characters. */
const CHUNK = 1 << 20;

function writeWhole(file: string, shownAs: string, write: (open: number) => void, mode?: number): void {
  try {
    const existing = findStats(file);
    if (existing !== undefined && !existing.isFile()) withOpen(file, 'w', mode, write);
    else replaceFile(existing === undefined ? file : realpathSync(file), write, mode ?? existing?.mode);
  } catch (cause) {
    throw new UsageError(`cannot write \`${shownAs}\`: ${reasonOf(cause)}`, { cause });
  }
}

function replaceFile(file: string, write: (open: number) => void, mode: number | undefined): void {
  const temporary = join(dirname(file), `.${basename(file)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    withOpen(temporary, 'wx', mode === undefined ? undefined : mode & 0o777, write);
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function withOpen(file: string, flag: string, mode: number | undefined, write: (open: number) => void): void {
  const open = openSync(file, flag, mode);
  try {
    write(open);
  } finally {
    closeSync(open);
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

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? String(error.code) : '';
  return REASONS.get(code) ?? error.message.split('\n')[0] ?? code;
}
