import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { SkippedPath } from './discovery.ts';

export type FileContent =
  | { readonly kind: 'content'; readonly bytes: Buffer }
  | { readonly kind: 'skipped'; readonly skipped: SkippedPath };

/**
 * Reads a regular file under the root. Opens without following a link and without waiting, so that neither a link out of
 * the root nor a FIFO that took the file's place since it was found does harm.
 */
export function readRegularFile(root: string, path: string, maxBytes: number): FileContent {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(join(root, path), OPEN_FLAGS);
    const status = fstatSync(descriptor);
    if (!status.isFile()) return skip('not-regular', path, 'not a regular file');
    if (status.size > maxBytes) return tooLarge(path, status.size, maxBytes);
    const bytes = readAll(descriptor, status.size, maxBytes);
    return bytes === undefined ? tooLarge(path, maxBytes + 1, maxBytes) : { kind: 'content', bytes };
  } catch (error) {
    return failedToOpen(path, error);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** The first bytes of a regular file, opened in the same way; undefined where there is none to read. */
export function readHead(root: string, path: string, bytes: number): Buffer | undefined {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(join(root, path), OPEN_FLAGS);
    if (!fstatSync(descriptor).isFile()) return undefined;
    const head = Buffer.alloc(bytes);
    return head.subarray(0, readSync(descriptor, head, 0, bytes, 0));
  } catch {
    return undefined;
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** Says in words why the system refused a path. */
export function describeSystemError(error: unknown): string {
  const code = systemErrorCode(error);
  return (code === undefined ? undefined : SYSTEM_ERRORS[code]) ?? `cannot be read (${code ?? String(error)})`;
}

export function systemErrorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

/** Windows has neither flag. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

const SYSTEM_ERRORS: Readonly<Record<string, string>> = {
  EACCES: 'cannot be read: permission denied',
  EPERM: 'cannot be read: permission denied',
  ENOENT: 'was deleted during the scan',
  ENOTDIR: 'was deleted during the scan',
  ENAMETOOLONG: 'cannot be read: its path is too long for this system',
  EMFILE: 'cannot be read: too many open files',
  EIO: 'cannot be read: the device reported an error',
};

/**
 * Reads to the end, which may have moved since `expected` was measured; undefined past `maxBytes`. Where a byte more than was expected is
 * asked for and does not come, that was the end: no second call has to say so.
 */
function readAll(descriptor: number, expected: number, maxBytes: number): Buffer | undefined {
  let buffer = Buffer.allocUnsafe(expected + 1);
  let length = 0;
  for (;;) {
    const read = readSync(descriptor, buffer, length, buffer.length - length, null);
    length += read;
    if (read === 0 || length === expected) return buffer.subarray(0, length);
    if (length > maxBytes) return undefined;
    if (length === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafe(buffer.length)]);
  }
}

function failedToOpen(path: string, error: unknown): FileContent {
  const code = systemErrorCode(error);
  if (code === 'ELOOP') return skip('link-left-root', path, 'became a symbolic link since the folder was listed');
  if (code === 'ENXIO') return skip('not-regular', path, 'not a regular file');
  // Node lists such a name with replacement characters, and finds nothing under it.
  if (code === 'ENOENT' && path.includes('\uFFFD'))
    return skip('unreadable', path, 'its name is not UTF-8: not scanned');
  return skip('unreadable', path, describeSystemError(error));
}

/** What is said of a file of so many bytes. */
export function tooLarge(path: string, bytes: number, maxBytes: number): FileContent {
  return skip('too-large', path, `larger than ${maxBytes} bytes (${bytes}): not scanned`);
}

function skip(kind: SkippedPath['kind'], path: string, message: string): FileContent {
  return { kind: 'skipped', skipped: { kind, path, message } };
}
