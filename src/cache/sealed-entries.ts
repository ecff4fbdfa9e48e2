import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';

/**
 * Entries by key in one file: few large files are read faster than many small ones. Each is sealed with its key (AES-256-GCM), so that
 * one that was changed, moved, cut off or written by someone else is not there, and costs no other entry. Nor can anybody read it: what
 * the project is told of a file holds its texts, and with them its secrets.
 *
 * A file begins with MAGIC; an entry is its key (32 bytes), the length of its content (4), a nonce (12), the tag (16), the content.
 */
export class SealedEntries {
  /** In the order of the file: what was used last comes first. */
  readonly #found = new Map<string, Sealed>();
  readonly #added = new Map<string, Sealed>();
  readonly #used = new Set<string>();
  readonly #sealingKey: Buffer;
  hasNew = false;

  /** `file` is what earlier runs wrote, whatever has become of it. */
  constructor(
    readonly secret: Buffer,
    file: Buffer | undefined,
  ) {
    this.#sealingKey = createHmac('sha256', secret).update('sealing').digest();
    readInto(this.#found, file);
  }

  /** The content under a key of 32 bytes. */
  get(key: Buffer): Buffer | undefined {
    const name = key.toString('latin1');
    const sealed = this.#added.get(name) ?? this.#found.get(name);
    if (sealed === undefined) return undefined;
    const content = this.#open(key, sealed.bytes);
    if (content !== undefined) {
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
    // Made of the content, so that the same is written alike and no nonce serves two contents.
    const nonce = createHmac('sha256', this.secret).update(key).update(content).digest().subarray(0, NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.#sealingKey, nonce).setAAD(key);
    const sealed = Buffer.concat([cipher.update(content), cipher.final()]);
    nonce.copy(header, NONCE_AT);
    cipher.getAuthTag().copy(header, NONCE_AT + NONCE_BYTES);
    this.#added.set(key.toString('latin1'), { bytes: Buffer.concat([header, sealed]) });
    this.hasNew = true;
  }

  /**
   * The file as it should be written: what this run used, be it more than `most` bytes, then as much of the rest, the most recently
   * used first, as it allows.
   */
  toFile(most: number): Buffer[] {
    const used = [...this.#found].filter(([name]) => this.#used.has(name) && !this.#added.has(name));
    const kept = [...this.#added, ...used].map(([, { bytes }]) => bytes);
    const live = sizeOf(kept);
    let room = Math.min(Math.max(live, LEAST_ROOM), most - MAGIC.length - live);
    for (const [name, { bytes }] of this.#found) {
      if (this.#used.has(name) || this.#added.has(name)) continue;
      room -= bytes.length;
      if (room < 0) break;
      kept.push(bytes);
    }
    return [MAGIC, ...kept];
  }

  /** The content of an entry; undefined where it is not what was sealed. */
  #open(key: Buffer, bytes: Buffer): Buffer | undefined {
    const nonce = bytes.subarray(NONCE_AT, NONCE_AT + NONCE_BYTES);
    const decipher = createDecipheriv(CIPHER, this.#sealingKey, nonce, { authTagLength: TAG_BYTES }).setAAD(key);
    decipher.setAuthTag(bytes.subarray(NONCE_AT + NONCE_BYTES, HEADER));
    try {
      return Buffer.concat([decipher.update(bytes.subarray(HEADER)), decipher.final()]);
    } catch {
      return undefined;
    }
  }
}

function readInto(entries: Map<string, Sealed>, file: Buffer | undefined): void {
  if (file === undefined || !file.subarray(0, MAGIC.length).equals(MAGIC)) return;
  for (let at = MAGIC.length; at + HEADER <= file.length; ) {
    const end = at + HEADER + file.readUInt32BE(at + KEY_BYTES);
    if (end > file.length) return;
    entries.set(file.toString('latin1', at, at + KEY_BYTES), { bytes: file.subarray(at, end) });
    at = end;
  }
}

/** In bytes. */
export const sizeOf = (parts: readonly Buffer[]): number => parts.reduce((sum, { length }) => sum + length, 0);

interface Sealed {
  readonly bytes: Buffer;
}

const MAGIC = Buffer.from('auditlint cache 2\n');
const KEY_BYTES = 32;
const LENGTH_BYTES = 4;
const NONCE_AT = KEY_BYTES + LENGTH_BYTES;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER = NONCE_AT + NONCE_BYTES + TAG_BYTES;
const CIPHER = 'aes-256-gcm';

/** What files held before they were edited, and on other branches, may take as much as what they hold now, or this. */
const LEAST_ROOM = 8 * 1024 * 1024;
