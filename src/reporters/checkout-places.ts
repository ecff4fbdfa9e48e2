import type { Location } from '../findings/index.ts';
import { decodeNotebook, type NotebookPlaces } from './notebooks/notebook-places.ts';
import type { Report } from './report.ts';

/** Places for programs that know the files of a checkout: nothing of scanned roots, nothing of notebook cells. */
export class CheckoutPlaces {
  readonly #notebooks = new Map<string, NotebookPlaces | undefined>();

  constructor(readonly report: Pick<Report, 'pathInCheckout' | 'readSource'>) {}

  /** The path of a scanned file from the root of the checkout on. */
  path(path: string): string {
    return this.report.pathInCheckout + path;
  }

  /** The place in the lines of its file, UTF-16 columns; of a notebook that has gone the start. */
  of({ path, cell, ...place }: Location): Location {
    if (cell === undefined) return { ...place, path: this.path(path) };
    const inFile = this.#notebook(path)?.find({ path, cell, ...place }) ?? START;
    return { ...inFile, path: this.path(path) };
  }

  #notebook(path: string): NotebookPlaces | undefined {
    if (!this.#notebooks.has(path)) this.#notebooks.set(path, decodeNotebook(this.report.readSource(path)));
    return this.#notebooks.get(path);
  }
}

const START = { line: 1, column: 1, endLine: 1, endColumn: 1 };
