/** Files that are not Python, what they build, install and run, and what they say of each other: images, requirements, pipelines, services, documents. */
export { contextSources, contextsMeant } from './build-sources.ts';
export { baseOfStage, installsUnknown, shippedStages, startOfStage } from './built-image.ts';
export { deployedModules, isDeployment } from './deployed-modules.ts';
export { finalStage, instructionsOf } from './docker-image.ts';
export { type DocumentName, namesInText, namesInTree, namesListed } from './document-names.ts';
export { isOfOneDay, isOfOtherPlaces, isOfOtherTimes, namesOtherFiles } from './document-times.ts';
export { isFrozen, isTransitiveOf } from './frozen-lists.ts';
export { bringingOf, isDeclaredIn, providersOf } from './import-providers.ts';
export { isNamedByBuilder, isNamedInCode, mayBeMade } from './made-files.ts';
export { textsIn } from './model-texts.ts';
export { installedPackages, removedPackages } from './packages-installed.ts';
export { commandsOfStage, type PipelineStage, pipelineOutputs, pipelineStages } from './pipeline-stages.ts';
export {
  type RequirementInstall,
  requirementInstalls,
  requirementsNamed,
  VALUED,
  withIncludes,
} from './requirement-installs.ts';
export { type ServedApplication, servedApplications, type WorkerCount } from './served-applications.ts';
export { type ServerFact, serverFacts } from './server-facts.ts';
export { anyReader, READING_KINDS, SETTING, type VariableUse, variableUses } from './service-environment.ts';
export {
  adaptersImported,
  hasAdapter,
  importedNames,
  isImported,
  namedByConfiguration,
  wordsOfTexts,
} from './third-party-names.ts';
export { isWrittenByReader, namesAnyFile, plainNames } from './tutorial-files.ts';
