/** The project as a whole: module summaries, questions across files, and the model that answers them. */

export type { ModuleSummary } from '../semantics/index.ts';
export type {
  ArtifactFile,
  ArtifactPlace,
  Artifacts,
  MappedArtifact,
} from './artifacts.ts';
export { buildProjectModel } from './build.ts';
export type { BuildContext, ContextAnswer } from './build-context.ts';
export type { ImageBuild, ImageBuilds } from './builds.ts';
export type { CiAction, CiCommand, CiOpenEnd, CiRuns, CiStep } from './ci-runs.ts';
export type { CiTolerance } from './ci-tolerance.ts';
export type { PlacedCommand } from './commands.ts';
export type { ComposeLayer } from './compose-layers.ts';
export { definesWork, foundByName, isFoundByFile, isFoundByFolder, shelvesOf } from './found-by-name.ts';
export { pythonConstant } from './held-values.ts';
export { imageName } from './image-names.ts';
export type { OwnQuestion } from './own-question.ts';
export { type Distribution, distributionsAround } from './packaging.ts';
export { partsOf } from './parts-of-packages.ts';
export { isRun } from './production.ts';
export type * from './project-model.ts';
export type * from './question.ts';
export { isSameQueue, nameOfQueue, type QueueEnd, type QueueName } from './queue-ends.ts';
export { type OutlinedFile, reachedFiles, usedOf } from './reach/reached-files.ts';
export type { PathAnswer, RepositoryTree } from './repository-tree.ts';
export type { BuiltImage, ServiceCode } from './service-code.ts';
export type { StartedModule } from './started-modules.ts';
export type { Bringing } from './transitive-distributions.ts';
export { decided, NO, UNKNOWN, whenReached, YES } from './verdicts.ts';
