import type { ArtifactLocation, PhysicalLocation, Location as SarifLocation } from 'sarif';
import type { Location } from '../../findings/index.ts';
import type { SourceReader } from '../report.ts';
import { decodeNotebook, type NotebookPlaces } from './notebook-places.ts';
import { pathToUri } from './uri.ts';

export const ROOT_ID = '%SRCROOT%';

/** Turns places of a scan into SARIF locations under the root of the checkout. */
export class LocationWriter {
  readonly #notebooks = new Map<string, NotebookPlaces | undefined>();

  constructor(
    readonly pathInCheckout: string,
    readonly readSource: SourceReader,
  ) {}

  location(place: Location): SarifLocation {
    if (place.cell === undefined) return { physicalLocation: this.#physical(place) };
    const inFile = this.#notebook(place.path)?.find(place) ?? place;
    return {
      physicalLocation: this.#physical(inFile),
      logicalLocations: [{ name: `cell ${place.cell}`, kind: 'module' }],
    };
  }

  artifact(path: string): ArtifactLocation {
    return { uri: pathToUri(this.pathInCheckout + path), uriBaseId: ROOT_ID };
  }
  #physical({ path, line, column, endLine, endColumn }: Location): PhysicalLocation {
    return {
      artifactLocation: this.artifact(path),
      region: { startLine: line, startColumn: column, endLine, endColumn },
    };
  }

  #notebook(path: string): NotebookPlaces | undefined {
    if (!this.#notebooks.has(path)) this.#notebooks.set(path, decodeNotebook(this.readSource(path)));
    return this.#notebooks.get(path);
  }
}
