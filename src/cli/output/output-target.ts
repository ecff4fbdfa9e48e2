/** What is where a report is to be written, and whether writing there does what the user said. */
import { constants, fstatSync, openSync, readlinkSync, type Stats } from 'node:fs';
import { lookAt, untrustedLink } from '../../discover/index.ts';

export type OutputTarget =
  /** A plain file, or none yet: one beside it is renamed over it. */
  | { readonly kind: 'file'; readonly existing: Stats | undefined }
  /** A pipe or a device that is there under its own name, `/dev/null` for one. */
  | { readonly kind: 'device' }
  /** `/dev/stdout`, `/dev/fd/63`: open already, and not always to be opened again (a socket, a file that is appended to). */
  | { readonly kind: 'descriptor'; readonly descriptor: number }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Looks at an absolute path as it was typed. `untrustedFolders`: folders whose content someone else may have written. A link in them, or in
 * the work tree of a repository, does not decide where we write, and no file is written through a link at all: anyone who means
 * what it points to can name that.
 */
export function findTarget(file: string, untrustedFolders: readonly string[]): OutputTarget {
  const descriptor = DESCRIPTOR.exec(file);
  if (descriptor !== null && process.platform !== 'win32') return openDescriptor(descriptor);
  const link = linkTo(file, untrustedFolders);
  if (link !== undefined) return refused(link);
  const existing = lookAt(file);
  if (existing === undefined) return { kind: 'file', existing };
  if (existing.isDirectory()) return refused('it is a folder');
  return existing.isFile() ? { kind: 'file', existing } : { kind: 'device' };
}

/** Why nothing is written to an absolute path: it is a link, or one that somebody else may have brought leads to it. */
export function linkTo(path: string, untrustedFolders: readonly string[]): string | undefined {
  const link = untrustedLink(path, untrustedFolders);
  if (link !== undefined) return `\`${link}\` in the path is a symbolic link; name the folder it points to`;
  if (lookAt(path)?.isSymbolicLink() !== true) return undefined;
  return `it is a symbolic link; name its target, \`${readlinkSync(path)}\`, if you mean that`;
}

/** Opens a pipe or a device, and nothing that took its place. */
export function openDevice(file: string): number {
  return openSync(file, constants.O_WRONLY | (constants.O_NOFOLLOW ?? 0));
}

const DESCRIPTOR = /^\/(?:dev\/(?:(stdout)|(stderr)|fd\/(\d{1,9}))|proc\/self\/fd\/(\d{1,9}))$/;

function openDescriptor([, stdout, stderr, ...numbers]: RegExpExecArray): OutputTarget {
  const descriptor = stdout !== undefined ? 1 : stderr !== undefined ? 2 : Number(numbers.find((each) => each));
  try {
    const status = fstatSync(descriptor);
    const takesText = status.isFile() || status.isFIFO() || status.isSocket() || status.isCharacterDevice();
    return takesText ? { kind: 'descriptor', descriptor } : refused('no file, pipe or terminal is open there');
  } catch {
    return refused('nothing is open there');
  }
}

function refused(reason: string): OutputTarget {
  return { kind: 'refused', reason };
}
