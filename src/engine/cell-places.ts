import type { CellStart } from '../ast/notebook.ts';
import type { Location } from '../findings/index.ts';
import type { FileReport, MappedFinding } from './file-report.ts';

/** Turns places in the text of a notebook, which is all that the project knows of it, into places in its cells. */
export class CellPlaces {
  readonly #cells: ReadonlyMap<string, readonly CellStart[]>;

  constructor(reports: readonly FileReport[]) {
    this.#cells = new Map(reports.flatMap(({ path, cells }) => (cells === undefined ? [] : [[path, cells] as const])));
  }

  place<T extends MappedFinding>(finding: T): T {
    if (this.#cells.size === 0) return finding;
    return {
      ...finding,
      location: this.#locate(finding.location),
      related: finding.related.map((place) => this.#locate(place)),
      flow: finding.flow.map((place) => this.#locate(place)),
    };
  }

  /** What was found in the file itself is in its cell already. */
  #locate<T extends Location>(place: T): T {
    const start =
      place.cell === undefined
        ? this.#cells.get(place.path)?.findLast(({ firstLine }) => firstLine <= place.line)
        : undefined;
    if (start === undefined) return place;
    const above = start.firstLine - 1;
    return { ...place, line: place.line - above, endLine: place.endLine - above, cell: start.cell };
  }
}
