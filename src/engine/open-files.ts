import type { DiscoveredFile } from '../discover/index.ts';
import type { OpenFile } from './workers/map-task.ts';

/** How much may wait for workers. They get the largest first, so that none is left alone with one at the end. */
const BYTES_WAITING = 64 * 1024 * 1024;

/** So many files show how large the others are. */
const SAMPLE = 64;

/** Files one after the other, and those of them that wait to be mapped. */
export class OpenFiles {
  #waiting: OpenFile[] = [];
  #bytes = 0;
  #looked = 0;

  constructor(readonly files: readonly DiscoveredFile[]) {}

  next(): DiscoveredFile | undefined {
    const file = this.files[this.#looked];
    if (file !== undefined) this.#looked++;
    return file;
  }

  add(file: OpenFile): void {
    this.#waiting.push(file);
    this.#bytes += file.bytes.length;
  }

  takeAll(): readonly OpenFile[] {
    const taken = this.#waiting;
    this.#waiting = [];
    this.#bytes = 0;
    return taken;
  }

  get hasMore(): boolean {
    return this.#looked < this.files.length || this.#waiting.length > 0;
  }

  get isFull(): boolean {
    return this.#bytes >= BYTES_WAITING;
  }

  /** What there will be to map, by the files that were looked at: threads load while the rest is read. */
  get expectedBytes(): number {
    return this.#looked < SAMPLE ? this.#bytes : (this.#bytes / this.#looked) * this.files.length;
  }
}
