import type { ArtifactLocation, Region, Location as SarifLocation } from 'sarif';
import type { Location } from '../../findings/index.ts';
import type { FilePlaces } from '../file-places.ts';
import { pathToUri } from '../path-to-uri.ts';

export const ROOT_ID = '%SRCROOT%';

/** Turns places of a scan into SARIF locations under the root of the checkout. */
export class LocationWriter {
  constructor(readonly places: FilePlaces) {}

  location(place: Location): SarifLocation {
    const physicalLocation = { artifactLocation: this.artifact(place.path), region: this.region(place) };
    if (place.cell === undefined) return { physicalLocation };
    return { physicalLocation, logicalLocations: [{ name: `cell ${place.cell}`, kind: 'module' }] };
  }

  region(place: Location): Required<Pick<Region, 'startLine' | 'startColumn' | 'endLine' | 'endColumn'>> {
    const { line, column, endLine, endColumn } = this.places.of(place);
    return { startLine: line, startColumn: column, endLine, endColumn };
  }

  artifact(path: string): ArtifactLocation {
    return { uri: pathToUri(this.places.path(path)), uriBaseId: ROOT_ID };
  }
}
