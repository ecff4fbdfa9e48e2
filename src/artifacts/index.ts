/** Files that are not Python, read to typed values that know their places. */
export type { Artifact, ArtifactKind, ArtifactModels } from './artifact.ts';
export type {
  DockerBase,
  DockerCommand,
  Dockerfile,
  DockerInstruction,
  DockerStage,
  DockerVariable,
} from './dockerfile/dockerfile.ts';
export type { Pyproject } from './pyproject/pyproject.ts';
export { readArtifact } from './readers.ts';
export type { Reader, Reading, ReadingProblem } from './reading.ts';
export type { DependencyRequirement } from './requirements/requirement.ts';
export type { RequirementsFile } from './requirements/requirements-file.ts';
export type * from './shell/index.ts';
