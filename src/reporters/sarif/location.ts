import type { ArtifactLocation, PhysicalLocation, Location as SarifLocation } from 'sarif';
import type { Location } from '../../findings/index.ts';
import { pathToUri } from './uri.ts';

export const ROOT_ID = '%SRCROOT%';

/** Turns places of a scan into SARIF locations under the root of the checkout. */
export class LocationWriter {
  constructor(readonly pathInCheckout: string) {}

  location(place: Location): SarifLocation {
    const cell = place.cell === undefined ? {} : { logicalLocations: [{ name: `cell ${place.cell}`, kind: 'module' }] };
    return { physicalLocation: this.physical(place), ...cell };
  }

  physical({ path, line, column, endLine, endColumn }: Location): PhysicalLocation {
    return {
      artifactLocation: this.artifact(path),
      region: { startLine: line, startColumn: column, endLine, endColumn },
    };
  }

  artifact(path: string): ArtifactLocation {
    return { uri: pathToUri(this.pathInCheckout + path), uriBaseId: ROOT_ID };
  }
}
