/** Files that are not Python, what they build, install and run, and what they say of each other: images, requirements, pipelines, services, documents. */
export type * from '../../artifacts/index.ts';
export {
  invocationOf,
  lineOfStage,
  normalizeDistribution,
  requirementText,
} from '../../artifacts/index.ts';
export { type BaseImage, baseImage, getsNoPatches, isOfficialImage } from '../../knowledge/base-images.ts';
export { MAJOR_LINES, type MajorLine } from '../../knowledge/capped-packages.ts';
export { isPromised, isTakenBy, mayBeFor } from '../../knowledge/companions.ts';
export { type DatastoreImage, datastoreImage, isPasswordFlag } from '../../knowledge/datastore-images.ts';
export { isUsedImplicitly } from '../../knowledge/implicit-packages.ts';
export { importNamesOf } from '../../knowledge/import-names.ts';
export { isOnlyImported } from '../../knowledge/imported-packages.ts';
export { mayLibraryRead } from '../../knowledge/library-environment.ts';
export { RUNTIME_VERSIONS } from '../../knowledge/runtime-versions.ts';
export { isOtherServerLanguage } from '../../knowledge/server-languages.ts';
export { WEB_SERVERS, WORKER_PROGRAMS } from '../../knowledge/server-programs.ts';
export { UNMAINTAINED_PACKAGES, type UnmaintainedPackage } from '../../knowledge/unmaintained-packages.ts';
export { runsServer } from '../../knowledge/web-applications.ts';
export { firstOf, layersOf } from '../../project/compose-layers.ts';
export { isCalledDeployed, platformBeside } from '../../project/reach/compose-purpose.ts';
export { isComposeForDevelopment, isForDevelopment } from '../../project/reach/for-development.ts';
export { codeOfService } from '../../project/service-code.ts';
export {
  allowsBelow,
  areDisjoint,
  clausesOf,
  excludesFrom,
  isAtLeast,
  type VersionClause,
} from '../../project/specifier.ts';
export { modulesStartedBy } from '../../project/started-modules.ts';
export { SQLITE_ADDRESS, spanInFile } from '../../text/index.ts';
export { contextSources, contextsMeant } from '../artifacts/build-sources.ts';
export { baseOfStage, installsUnknown, shippedStages, startOfStage } from '../artifacts/built-image.ts';
export { deployedModules, isDeployment } from '../artifacts/deployed-modules.ts';
export { finalStage, instructionsOf } from '../artifacts/docker-image.ts';
export { type DocumentName, namesInText, namesInTree, namesListed } from '../artifacts/document-names.ts';
export { isOfOneDay, isOfOtherPlaces, isOfOtherTimes, namesOtherFiles } from '../artifacts/document-times.ts';
export { isBroughtBy, isFrozen } from '../artifacts/frozen-lists.ts';
export { ImageFiles, imagePath, pathWithin } from '../artifacts/image-files.ts';
export { bringingOf, isDeclaredIn, providersOf } from '../artifacts/import-providers.ts';
export { isNamedByBuilder, isNamedInCode, mayBeMade } from '../artifacts/made-files.ts';
export { textsIn } from '../artifacts/model-texts.ts';
export { installedPackages, removedPackages } from '../artifacts/packages-installed.ts';
export {
  commandsOfStage,
  type PipelineStage,
  pipelineOutputs,
  pipelineStages,
  type StageRound,
} from '../artifacts/pipeline-stages.ts';
export { isOfPython2, moduleForPython2, seemsOlderThan, sideOfPython } from '../artifacts/python-versions.ts';
export {
  type RequirementInstall,
  requirementInstalls,
  requirementsNamed,
  VALUED,
  withIncludes,
} from '../artifacts/requirement-installs.ts';
export { type ServedApplication, servedApplications, type WorkerCount } from '../artifacts/served-applications.ts';
export { type ServerFact, serverFacts } from '../artifacts/server-facts.ts';
export { ASKING, anyReader, SETTING, type VariableUse, variableUses } from '../artifacts/service-environment.ts';
export {
  adaptersImported,
  hasAdapter,
  importedNames,
  isImported,
  namedByConfiguration,
  wordsOfTexts,
} from '../artifacts/third-party-names.ts';
export { isWrittenByReader, namesAnyFile, plainNames } from '../artifacts/tutorial-files.ts';
