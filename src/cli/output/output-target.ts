/** What stands where a report is to be written, and whether writing there does what the user said. */
import { constants, fstatSync, lstatSync, openSync, readlinkSync, realpathSync, type Stats } from 'node:fs';
import { dirname, parse } from 'node:path';
import { workTreeAround } from '../../discover/index.ts';
import { contains } from '../scan-root.ts';

export type OutputTarget =
  /** A plain file, or none yet: one beside it is renamed over it. */
  | { readonly kind: 'file'; readonly existing: Stats | undefined }
  /** A pipe or a device that stands there under its own name, `/dev/null` for one. */
  | { readonly kind: 'device' }
  /** `/dev/stdout`, `/dev/fd/63`: open already, and not always to be opened again (a socket, a file that is appended to). */
  | { readonly kind: 'descriptor'; readonly descriptor: number }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Looks at an absolute path as it was typed. `brought`: folders whose content somebody else may have written. A link in them, or in
 * the work tree of a repository, does not decide where we write, and no file is written through a link at all: whoever means
 * what it points to can name that.
 */
export function findTarget(file: string, brought: readonly string[]): OutputTarget {
  const descriptor = DESCRIPTOR.exec(file);
  if (descriptor !== null && process.platform !== 'win32') return openDescriptor(descriptor);
  const link = linkOnTheWay(file, brought);
  if (link !== undefined) return refused(`\`${link}\` on the way is a symbolic link; name the folder it points to`);
  const existing = look(file);
  if (existing === undefined) return { kind: 'file', existing };
  if (existing.isSymbolicLink()) {
    return refused(`it is a symbolic link; name what it points to, \`${readlinkSync(file)}\`, if you mean that`);
  }
  if (existing.isDirectory()) return refused('it is a folder');
  return existing.isFile() ? { kind: 'file', existing } : { kind: 'device' };
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

// Whatever keeps a path from being looked at (a part that is a file, a name too long) shows when it is written.
function look(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}

function refused(reason: string): OutputTarget {
  return { kind: 'refused', reason };
}

/** A folder of the path that is a link, and that a repository may have brought. */
function linkOnTheWay(file: string, brought: readonly string[]): string | undefined {
  const top = parse(file).root;
  const links: string[] = [];
  for (let place = dirname(file); place !== top; place = dirname(place)) {
    if (look(place)?.isSymbolicLink() === true) links.push(place);
  }
  return links.find((link) => isBrought(realpathSync(dirname(link)), brought));
}

/** Where a whole disk is the working directory, its links are the system's (`/tmp` of macOS). */
function isBrought(folder: string, brought: readonly string[]): boolean {
  const { root: top } = parse(folder);
  if (folder === top) return false;
  if (brought.some((each) => each !== top && contains(realpathSync(each), folder))) return true;
  const place = workTreeAround(folder);
  return place !== undefined && place.top !== top;
}
