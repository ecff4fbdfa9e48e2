import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { systemErrorCode } from '../../discover/index.ts';
import { callUntilInterrupted, Interrupted } from '../../engine/bounded-call.ts';
import { UsageError } from '../usage-error.ts';
import { findTarget, linkTo, openDevice } from './output-target.ts';

/** Says before a long scan what would go wrong after it; `untrustedFolders` is described at `findTarget`. Throws `UsageError`. */
export function checkWritable(file: string, shownAs: string, untrustedFolders: readonly string[]): void {
  try {
    const target = findTarget(file, untrustedFolders);
    if (target.kind === 'refused') throw new UsageError(`cannot write \`${shownAs}\`: ${target.reason}`);
    // A pipe or a device has no file beside it.
    if (target.kind !== 'file') return;
    const folder = dirname(file);
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
      throw new UsageError(`cannot write \`${shownAs}\`: no such folder: \`${dirname(shownAs)}\``);
    }
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    throw cannotWrite(shownAs, cause);
  }
}

/** The same of what others write, a library or several processes. Throws `UsageError` where it would be written through a link. */
export function refuseLink(path: string, shownAs: string, untrustedFolders: readonly string[]): void {
  const reason = linkTo(path, untrustedFolders);
  if (reason !== undefined) throw new UsageError(`cannot write \`${shownAs}\`: ${reason}`);
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
 * Writes a report whole or not at all: to a temporary file in the same folder that is renamed into place, so that a link is replaced
 * and never followed. A pipe or a device (`-o /dev/stdout`) is written to directly.
 */
export function writeOutputFile(
  file: string,
  shownAs: string,
  content: string | Uint8Array,
  untrustedFolders: readonly string[],
): void {
  writeWhole(file, shownAs, untrustedFolders, (open) => writeAll(open, content));
}

/** The same line by line, for what is too large for one text, and for nobody but its owner to read. */
export function writePrivateLines(
  file: string,
  shownAs: string,
  lines: Iterable<string>,
  untrustedFolders: readonly string[],
): void {
  writeWhole(file, shownAs, untrustedFolders, (open) => writeLines(open, lines), PRIVATE);
}

const PRIVATE = 0o600;

function writeWhole(
  file: string,
  shownAs: string,
  untrustedFolders: readonly string[],
  write: (open: number) => void,
  mode?: number,
): void {
  try {
    // Looked at again: time has passed since it was checked.
    const target = findTarget(file, untrustedFolders);
    switch (target.kind) {
      case 'refused':
        throw new UsageError(`cannot write \`${shownAs}\`: ${target.reason}`);
      case 'descriptor':
        write(target.descriptor);
        break;
      case 'device':
        withOpen(openDevice(file), write);
        break;
      case 'file':
        replaceFile(file, write, mode ?? target.existing?.mode);
    }
  } catch (cause) {
    throw cannotWrite(shownAs, cause);
  }
}

function withOpen(open: number, write: (open: number) => void): void {
  try {
    write(open);
  } finally {
    closeSync(open);
  }
}

function writeLines(open: number, lines: Iterable<string>): void {
  let chunk = '';
  for (const line of lines) {
    chunk += line;
    if (chunk.length < CHUNK) continue;
    writeAll(open, chunk);
    chunk = '';
  }
  writeAll(open, chunk);
}

/** Characters, or bytes: between two such pieces an interrupt is answered. */
const CHUNK = 1 << 20;

/** Node sets pipes of its own process to answer `EAGAIN` where they are full. */
function writeAll(descriptor: number, content: string | Uint8Array): void {
  const bytes = Buffer.from(content);
  for (let at = 0; at < bytes.length; ) {
    try {
      at += writeSync(descriptor, bytes, at, Math.min(CHUNK, bytes.length - at));
    } catch (error) {
      if (systemErrorCode(error) !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PIPE_MILLISECONDS);
    }
  }
}

const PIPE_MILLISECONDS = 5;

function replaceFile(file: string, write: (open: number) => void, mode: number | undefined): void {
  const folder = realpathSync(dirname(file));
  const temporary = join(folder, `.${basename(file)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    // An interrupt would end the process, and leave the temporary file behind.
    callUntilInterrupted(() => {
      // `wx` opens nothing that is there, be it a link.
      withOpen(openSync(temporary, 'wx', mode === undefined ? undefined : mode & 0o777), write);
      renameSync(temporary, join(folder, basename(file)));
    });
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

function cannotWrite(shownAs: string, cause: unknown): UsageError | Interrupted {
  if (cause instanceof Interrupted) return new Interrupted(`interrupted; \`${shownAs}\` was not written`, { cause });
  if (cause instanceof UsageError) return cause;
  return new UsageError(`cannot write \`${shownAs}\`: ${reasonOf(cause)}`, { cause });
}

const REASONS = new Map([
  ['EACCES', 'permission denied'],
  ['EPERM', 'permission denied'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the quota of the disk is used up'],
  ['EFBIG', 'the file exceeds the size limit of the system'],
  ['EMFILE', 'too many files are open'],
  ['ENFILE', 'too many files are open'],
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
