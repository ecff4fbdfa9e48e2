import { KEY_BYTES, type SealedEntries } from './sealed-entries.ts';

/**
 * What the project is told by reports, by its names: most of a cache. It stands in a file of its own, which is read when somebody asks; as
 * long as the names stay, nobody does.
 */
export class ToldParts {
  #entries: SealedEntries | undefined;
  /** By the names that reports go by, what was read. */
  readonly #wanted = new Map<string, Buffer | undefined>();
  readonly #lost = new Set<string>();
  /** What is in the file, as far as is known without reading it. */
  readonly #stored = new Set<string>();
  #hasNewlyLost = false;

  /** `stored` are the keys of what was written last, one after the other. */
  constructor(
    readonly open: () => SealedEntries,
    stored: Buffer | undefined,
  ) {
    for (let at = 0; stored !== undefined && at < stored.length; at += KEY_BYTES)
      this.#stored.add(stored.toString('base64url', at, at + KEY_BYTES));
  }

  /** What is to be written, where anything is new. */
  get entries(): SealedEntries | undefined {
    return this.#entries;
  }

  /** Says that a report goes by a name; false where it is known that nothing is there. */
  want(name: string): boolean {
    if (this.#lost.has(name)) return false;
    if (!this.#wanted.has(name)) this.#wanted.set(name, undefined);
    this.#entries?.touch(keyOf(name));
    return true;
  }

  put(name: string, content: Buffer): void {
    this.#lost.delete(name);
    if (!this.#stored.has(name)) {
      this.#opened().put(keyOf(name), content);
      this.#stored.add(name);
    }
    this.want(name);
  }

  /** Throws where the file has it no more: another run may have written it meanwhile. */
  read(name: string): Buffer {
    const content = this.#look(name);
    if (content === undefined) throw new Error('a part of the cache is gone');
    return content;
  }

  /** Whether something that reports go by was found missing since this was last asked; where `inAll`, all of it is looked for. */
  lostSome(inAll: boolean): boolean {
    if (inAll || this.#hasNewlyLost) for (const name of this.#wanted.keys()) this.#look(name);
    const hasLost = this.#hasNewlyLost;
    this.#hasNewlyLost = false;
    return hasLost;
  }

  #look(name: string): Buffer | undefined {
    const content = this.#wanted.get(name) ?? this.#opened().get(keyOf(name));
    if (content !== undefined) this.#wanted.set(name, content);
    else {
      this.#wanted.delete(name);
      this.#stored.delete(name);
      this.#lost.add(name);
      this.#hasNewlyLost = true;
    }
    return content;
  }

  #opened(): SealedEntries {
    if (this.#entries === undefined) {
      this.#entries = this.open();
      for (const name of this.#wanted.keys()) this.#entries.touch(keyOf(name));
    }
    return this.#entries;
  }
}

const keyOf = (name: string): Buffer => Buffer.from(name, 'base64url');
