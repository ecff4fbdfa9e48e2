import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Where a line is in a file, its line end aside. */
export interface LinePlace {
  readonly start: number;
  readonly length: number;
}

const CHUNK = 1 << 20;

/** A file of lines that is read line by line, or at a place, and never as a whole. */
export class FileLines {
  readonly #descriptor: number;

  constructor(file: string) {
    this.#descriptor = openSync(file, 'r');
  }

  get isRegular(): boolean {
    return fstatSync(this.#descriptor).isFile();
  }

  get size(): number {
    return fstatSync(this.#descriptor).size;
  }

  close(): void {
    closeSync(this.#descriptor);
  }

  /** Every line with its line end, which the last may lack. Its bytes are valid until the next is asked for. */
  *all(): Generator<{ readonly bytes: Buffer; readonly start: number }> {
    const chunk = Buffer.allocUnsafe(CHUNK);
    let [rest, start]: [Buffer, number] = [Buffer.alloc(0), 0];
    for (let at = 0; ; ) {
      const read = readSync(this.#descriptor, chunk, 0, CHUNK, at);
      if (read === 0) break;
      at += read;
      let from = 0;
      for (let end = chunk.indexOf(10); end >= 0 && end < read; end = chunk.indexOf(10, from)) {
        const line = chunk.subarray(from, end + 1);
        const bytes = rest.length === 0 ? line : Buffer.concat([rest, line]);
        yield { bytes, start };
        start += bytes.length;
        rest = rest.subarray(0, 0);
        from = end + 1;
      }
      rest = Buffer.concat([rest, chunk.subarray(from, read)]);
    }
    if (rest.length > 0) yield { bytes: rest, start };
  }

  at({ start, length }: LinePlace): string {
    const bytes = Buffer.allocUnsafe(length);
    const read = readSync(this.#descriptor, bytes, 0, length, start);
    return bytes.toString('utf8', 0, read);
  }
}
