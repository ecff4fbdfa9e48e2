/**
 * The paths that git's index holds, read without git: a scan of the disk starts no program.
 * Source: https://git-scm.com/docs/index-format
 */
export function trackedPaths(index: Buffer): ReadonlySet<string> | undefined {
  if (index.length < HEADER || index.toString('latin1', 0, 4) !== 'DIRC') return undefined;
  const [version, count] = [index.readUInt32BE(4), index.readUInt32BE(8)];
  if (version < 2 || version > 4) return undefined;
  // Nothing before the entries says which hash they have: the shorter one does not fit where the longer one is.
  return readEntries(index, version, count, SHA_1) ?? readEntries(index, version, count, SHA_256);
}

const HEADER = 12;
const [SHA_1, SHA_256] = [20, 32];
/** Times, device, owner, mode, size. */
const STATUS = 40;

/** Undefined where the entries are not all there, or not all of this shape. */
function readEntries(index: Buffer, version: number, count: number, hash: number): ReadonlySet<string> | undefined {
  const paths = new Set<string>();
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
    if (path === '' || !hasLength(path, flags)) return undefined;
    paths.add(Buffer.from(path, 'latin1').toString('utf8'));
    // Up to version 3 entries are filled up to eight bytes, with one zero at least.
    at = version === 4 ? end + 1 : at + ((end - at + 8) & ~7);
  }
  return isWhole(index, at, hash) ? paths : undefined;
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

/** Behind the entries: `link` says that more of them stand in another file, `sdir` that some stand for whole folders. */
function isWhole(index: Buffer, start: number, hash: number): boolean {
  for (let at = start; at + 8 <= index.length - hash; at += 8 + index.readUInt32BE(at + 4)) {
    const name = index.toString('latin1', at, at + 4);
    if (name === 'link' || name === 'sdir') return false;
  }
  return true;
}
