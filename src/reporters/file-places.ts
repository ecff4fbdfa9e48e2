import type { Location } from '../findings/index.ts';
import { Notebooks } from './notebooks/notebooks.ts';
import type { Report, SourceReader } from './report.ts';

/** Places as files have them, for readers that know nothing of scanned roots and of the cells of notebooks. */
export class FilePlaces {
  readonly #notebooks: Notebooks;

  constructor(
    readSource: SourceReader,
    /** What leads to the scanned root: empty, or a path that ends in `/`. */
    readonly prefix: string,
  ) {
    this.#notebooks = new Notebooks(readSource);
  }

  path(path: string): string {
    return this.prefix + path;
  }

  /** The place in the lines of its file, UTF-16 columns; of a notebook that has gone the start. */
  of({ path, cell, ...place }: Location): Location {
    if (cell === undefined) return { ...place, path: this.path(path) };
    const inFile = this.#notebooks.at(path)?.find({ path, cell, ...place }) ?? START;
    return { ...inFile, path: this.path(path) };
  }
}

const START = { line: 1, column: 1, endLine: 1, endColumn: 1 };

/** Paths from the root of the checkout on, for what hosts the repository. */
export function placesInCheckout({ readSource, pathInCheckout }: Report): FilePlaces {
  return new FilePlaces(readSource, pathInCheckout);
}

/** Paths that can be opened from where the command ran, for programs that run there too. */
export function placesFromHere({ readSource, root }: Report): FilePlaces {
  return new FilePlaces(readSource, root === '.' || root === '' ? '' : `${root.replace(/(?<!\/)\/+$/, '')}/`);
}
