import type { Dockerfile } from './dockerfile/dockerfile.ts';
import type { Pyproject } from './pyproject/pyproject.ts';
import type { RequirementsFile } from './requirements/requirements-file.ts';

/** What each kind of artifact is read to. A new reader adds its kind here and its function to `readers.ts`. */
export interface ArtifactModels {
  readonly dockerfile: Dockerfile;
  readonly pyproject: Pyproject;
  readonly requirements: RequirementsFile;
}

export type ArtifactKind = keyof ArtifactModels;

/** An artifact with its kind, as a union that its kind narrows. */
export type Artifact = { [K in ArtifactKind]: { readonly kind: K; readonly model: ArtifactModels[K] } }[ArtifactKind];
