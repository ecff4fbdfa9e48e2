import type { SourceReader } from '../report.ts';
import { decodeNotebook, type NotebookPlaces } from './notebook-places.ts';

/** Megabytes each: findings mostly come file by file. */
const MAX_KEPT = 10;

/** The notebooks of a report, read when they are asked for. */
export class Notebooks {
  readonly #kept = new Map<string, NotebookPlaces | undefined>();

  constructor(readonly readSource: SourceReader) {}

  /** Undefined where it has gone, or can no longer be read. */
  at(path: string): NotebookPlaces | undefined {
    if (!this.#kept.has(path)) {
      if (this.#kept.size >= MAX_KEPT) this.#kept.clear();
      this.#kept.set(path, decodeNotebook(this.readSource(path)));
    }
    return this.#kept.get(path);
  }
}
