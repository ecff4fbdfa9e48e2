/**
 * The paths that git's index holds, read without git: a scan of the disk starts no program.
 * Source: https://git-scm.com/docs/index-format
 */
import { bitsOf } from './ewah.ts';

/** What an index holds: files, and folders of a sparse one that stand for all that is in them, without their last slash. */
export interface IndexedPaths {
  readonly files: ReadonlySet<string>;
  readonly folders: ReadonlySet<string>;
}

/**
 * What an index says; undefined where it is cut off, broken or of a kind that is not known. `sharedIndex` gives the other half of a
 * split one, by its name beside the first.
 */
export function indexedPaths(
  index: Buffer,
  sharedIndex: (name: string) => Buffer | undefined,
): IndexedPaths | undefined {
  if (index.length < HEADER || index.toString('latin1', 0, 4) !== 'DIRC') return undefined;
  // Nothing before the entries says which hash they have: the shorter one does not fit where the longer one is.
  for (const hash of [SHA_1, SHA_256]) {
    const paths = wholePaths(index, hash, sharedIndex);
    if (paths !== undefined) return { files: new Set(paths.filter(isFile)), folders: foldersOf(paths) };
  }
  return undefined;
}

const isFile = (path: string): boolean => !path.endsWith('/');
const foldersOf = (paths: readonly string[]) =>
  new Set(paths.flatMap((path) => (isFile(path) ? [] : path.slice(0, -1))));

const HEADER = 12;
const [SHA_1, SHA_256] = [20, 32];
/** Times, device, owner, mode, size. */
const STATUS = 40;

/** With those that a split index takes from the one beside it, but for what it says is deleted there. */
function wholePaths(
  index: Buffer,
  hash: number,
  sharedIndex: (name: string) => Buffer | undefined,
): readonly string[] | undefined {
  const own = readEntries(index, hash);
  const link = own && linkOf(index, own.end, hash);
  if (own === undefined || link === 'unknown') return undefined;
  if (link === undefined) return own.paths.includes('') ? undefined : own.paths;
  const shared = link.base === undefined ? undefined : sharedIndex(`sharedindex.${link.base}`);
  const base = shared && readEntries(shared, hash);
  if (link.base !== undefined && base === undefined) return undefined;
  const kept = base?.paths.filter((_, place) => !link.deleted.has(place)) ?? [];
  // What has no name of its own takes the place of an entry there, which has it.
  return [...kept, ...own.paths.filter((path) => path !== '')];
}

interface Entries {
  /** In their order, those without a name of a split index as ''. */
  readonly paths: readonly string[];
  /** Where the extensions begin. */
  readonly end: number;
}

/** Undefined where the entries are not all there, or not all of this shape. */
function readEntries(index: Buffer, hash: number): Entries | undefined {
  const [version, count] = [index.readUInt32BE(4), index.readUInt32BE(8)];
  if (version < 2 || version > 4) return undefined;
  const paths: string[] = [];
  let [at, path] = [HEADER, ''];
  for (let entry = 0; entry < count; entry++) {
    let name = at + STATUS + hash + 2;
    if (name + hash > index.length) return undefined;
    const flags = index.readUInt16BE(name - 2);
    if (version > 2 && (flags & EXTENDED) !== 0) name += 2;
    let kept = '';
    if (version === 4) {
      const dropped = readOffset(index, name);
      kept = path.slice(0, Math.max(0, path.length - dropped.value));
      name = dropped.end;
    }
    const end = index.indexOf(0, name);
    if (end < 0) return undefined;
    path = kept + index.toString('latin1', name, end);
    if (!hasLength(path, flags)) return undefined;
    paths.push(Buffer.from(path, 'latin1').toString('utf8'));
    // Up to version 3 entries are filled up to eight bytes, with one zero at least.
    at = version === 4 ? end + 1 : at + ((end - at + 8) & ~7);
  }
  return at + hash <= index.length ? { paths, end: at } : undefined;
}

const EXTENDED = 0x4000;
const LENGTH = 0x0fff;

const hasLength = (path: string, flags: number): boolean => (flags & LENGTH) === Math.min(path.length, LENGTH);

/** A number in groups of seven bits, as git writes offsets. */
function readOffset(index: Buffer, start: number): { readonly value: number; readonly end: number } {
  let at = start;
  let byte = index[at++] ?? 0;
  let value = byte & 127;
  while ((byte & 128) !== 0 && at < index.length && at < start + 5) {
    byte = index[at++] ?? 0;
    value = (value + 1) * 128 + (byte & 127);
  }
  return { value, end: at };
}

/** The other half of a split index: its hash, unless there is none yet, and which of its entries are gone. */
interface Link {
  readonly base: string | undefined;
  readonly deleted: ReadonlySet<number>;
}

/**
 * What is behind the entries: `link` says that more of them are in another file. Those whose names begin with a capital letter
 * may be passed over; of the others only `sdir` is known, which says that some entries are folders.
 */
function linkOf(index: Buffer, start: number, hash: number): Link | undefined | 'unknown' {
  let link: Link | undefined;
  const end = index.length - hash;
  let at = start;
  while (at + 8 <= end) {
    const name = index.toString('latin1', at, at + 4);
    const content = index.subarray(at + 8, at + 8 + index.readUInt32BE(at + 4));
    at += 8 + index.readUInt32BE(at + 4);
    if (at > end) return 'unknown';
    if (name === 'link') {
      const read = readLink(content, hash);
      if (read === undefined) return 'unknown';
      link = read;
    } else if (name !== 'sdir' && !/^[A-Z]/.test(name)) return 'unknown';
  }
  return at === end ? link : 'unknown';
}

function readLink(content: Buffer, hash: number): Link | undefined {
  if (content.length < hash) return undefined;
  const base = content.toString('hex', 0, hash);
  const deleted = content.length === hash ? new Set<number>() : bitsOf(content.subarray(hash));
  return deleted && { base: /^0+$/.test(base) ? undefined : base, deleted };
}
