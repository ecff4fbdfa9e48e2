import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Entries by key in one file: few large files are read faster than many small ones. Each is signed with its key, so that one
 * that was changed, moved, cut off or written by somebody else is not there, and costs no other entry.
 *
 * A file begins with MAGIC; an entry is its key (32 bytes), the length of its content (4), the signature (32), the content.
 */
export class SealedEntries {
  /** In the order of the file: what was used last comes first. */
  readonly #found = new Map<string, Sealed>();
  readonly #added = new Map<string, Sealed>();
  readonly #used = new Set<string>();
  hasNew = false;

  /** `file` is what an earlier run wrote, whatever has become of it. */
  constructor(
    readonly secret: Buffer,
    file: Buffer | undefined,
    /** Of more that are added the oldest are forgotten. */
    readonly mostAdded = Number.POSITIVE_INFINITY,
  ) {
    if (file === undefined || !file.subarray(0, MAGIC.length).equals(MAGIC)) return;
    for (let at = MAGIC.length; at + HEADER <= file.length; ) {
      const end = at + HEADER + file.readUInt32BE(at + KEY_BYTES);
      if (end > file.length) return;
      this.#found.set(file.toString('latin1', at, at + KEY_BYTES), { bytes: file.subarray(at, end) });
      at = end;
    }
  }

  /** The content under a key of 32 bytes. */
  get(key: Buffer): Buffer | undefined {
    const name = key.toString('latin1');
    const sealed = this.#added.get(name) ?? this.#found.get(name);
    if (sealed === undefined) return undefined;
    const content = sealed.bytes.subarray(HEADER);
    if (timingSafeEqual(this.#sign(key, content), sealed.bytes.subarray(KEY_BYTES + LENGTH_BYTES, HEADER))) {
      this.#used.add(name);
      return content;
    }
    this.#found.delete(name);
    return undefined;
  }

  /** Says that an entry is still wanted. */
  touch(key: Buffer): void {
    this.#used.add(key.toString('latin1'));
  }

  put(key: Buffer, content: Buffer): void {
    const header = Buffer.alloc(HEADER);
    key.copy(header);
    header.writeUInt32BE(content.length, KEY_BYTES);
    this.#sign(key, content).copy(header, KEY_BYTES + LENGTH_BYTES);
    this.#added.set(key.toString('latin1'), { bytes: Buffer.concat([header, content]) });
    const [oldest] = this.#added.keys();
    if (oldest !== undefined && this.#added.size > this.mostAdded) this.#added.delete(oldest);
    this.hasNew = true;
  }

  /**
   * The file as it should be written: what this run used, be it more than `most` bytes, then as much of the rest, the most recently
   * used first, as it allows.
   */
  toFile(most: number): Buffer[] {
    const used = [...this.#found].filter(([name]) => this.#used.has(name) && !this.#added.has(name));
    const kept = [...this.#added, ...used].map(([, { bytes }]) => bytes);
    const live = kept.reduce((sum, { length }) => sum + length, 0);
    let room = Math.min(Math.max(live, LEAST_ROOM), most - MAGIC.length - live);
    for (const [name, { bytes }] of this.#found) {
      if (this.#used.has(name) || this.#added.has(name)) continue;
      room -= bytes.length;
      if (room < 0) break;
      kept.push(bytes);
    }
    return [MAGIC, ...kept];
  }

  #sign(key: Buffer, content: Buffer): Buffer {
    return createHmac('sha256', this.secret).update(key).update(content).digest();
  }
}

interface Sealed {
  readonly bytes: Buffer;
}

const MAGIC = Buffer.from('auditlint cache 1\n');
export const KEY_BYTES = 32;
const LENGTH_BYTES = 4;
const HEADER = KEY_BYTES + LENGTH_BYTES + 32;

/** What files held before they were edited, and on other branches, may take as much as what they hold now, or this. */
const LEAST_ROOM = 8 * 1024 * 1024;
