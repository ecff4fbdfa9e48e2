import { lstatSync, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { SkippedPath } from './discovery.ts';
import { LEFT_ROOT, pathUnder } from './links.ts';
import { describeSystemError, systemErrorCode } from './read-file.ts';

/** What a path that the user named turned out to be; `path` is relative to the root, links resolved. */
export type NamedPath =
  | { readonly kind: 'file' | 'folder'; readonly path: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'outside' }
  | { readonly kind: 'skipped'; readonly skipped: SkippedPath };

/** Resolves a path given absolute or relative to the root. A link inside the root stands for what it points to. */
export function resolveNamedPath(root: string, realRoot: string, given: string): NamedPath {
  const absolute = resolve(root, given);
  const lexical = pathUnder(root, absolute) ?? pathUnder(realRoot, absolute);
  try {
    lstatSync(absolute);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' };
    return skipped('unreadable', lexical ?? given, describeSystemError(error));
  }
  return resolveExisting(realRoot, absolute, lexical);
}

function resolveExisting(realRoot: string, absolute: string, lexical: string | undefined): NamedPath {
  const shown = lexical ?? absolute;
  try {
    const real = realpathSync(absolute);
    const path = pathUnder(realRoot, real);
    if (path === undefined)
      return lexical === undefined ? { kind: 'outside' } : skipped('link-left-root', shown, LEFT_ROOT);
    const status = statSync(real);
    if (status.isDirectory()) return { kind: 'folder', path };
    return status.isFile() ? { kind: 'file', path } : skipped('not-regular', path, 'not a regular file');
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === 'ELOOP') return skipped('link-loop', shown, 'a symbolic link that leads back to itself');
    if (code === 'ENOENT') return skipped('unreadable', shown, 'a broken symbolic link');
    return skipped('unreadable', shown, describeSystemError(error));
  }
}

function skipped(kind: SkippedPath['kind'], path: string, message: string): NamedPath {
  return { kind: 'skipped', skipped: { kind, path, message } };
}
