/** The rule author's one door, `#kit`. */
export * as z from 'zod';
export type * from '../artifacts/index.ts';
export { invocationOf } from '../artifacts/index.ts';
export * from '../ast/index.ts';
export type { Finding, Location, Profile, RelatedLocation, RuleDocs, Severity } from '../findings/index.ts';
export { type BaseImage, baseImage } from '../knowledge/base-images.ts';
export { hasCompiledName, isBuiltLater } from '../knowledge/built-modules.ts';
export { MAJOR_LINES, type MajorLine } from '../knowledge/capped-packages.ts';
export { CHECK_TOOLS, type CheckTool } from '../knowledge/check-tools.ts';
export { CLIENT_TIMEOUTS } from '../knowledge/client-timeouts.ts';
export { CLOCKS } from '../knowledge/clocks.ts';
export { CODE_LOADERS } from '../knowledge/code-loaders.ts';
export { isPromised, mayBeFor } from '../knowledge/companions.ts';
export { CORS_FUNCTIONS, CORS_MIDDLEWARE, type CorsLibrary, FLASK_CORS } from '../knowledge/cors-libraries.ts';
export { givesData, isDataClass } from '../knowledge/data-objects.ts';
export { type DatastoreImage, datastoreImage } from '../knowledge/datastore-images.ts';
export { DEBUG_TOOLS, PROGRAMS_OF_TOOLS } from '../knowledge/debug-tools.ts';
export { DOCUMENTED_UNDERSCORES } from '../knowledge/documented-underscores.ts';
export { isHeavyComputation } from '../knowledge/heavy-computation.ts';
export { HEAVY_OBJECTS, type HeavyCost } from '../knowledge/heavy-objects.ts';
export { isUsedImplicitly } from '../knowledge/implicit-packages.ts';
export { IMPORT_ERRORS } from '../knowledge/import-errors.ts';
export { distributionsOf, importNamesOf, NAMESPACES } from '../knowledge/import-names.ts';
export { QUEUE_OPERATIONS } from '../knowledge/message-queues.ts';
export { LAYER_VARIABLES, MODEL_DIMENSIONS } from '../knowledge/model-dimensions.ts';
export { MODEL_LOADERS } from '../knowledge/model-loaders.ts';
export { PROCESS_ACTS } from '../knowledge/process-acts.ts';
export { FULL_QUEUE_ERRORS, QUEUE_CLASSES } from '../knowledge/queues.ts';
export { NUMPY_DRAWS, PREDICTABLE_DRAWS, SEEDERS } from '../knowledge/random-generators.ts';
export { RECORD_BASES, RECORD_DECORATORS } from '../knowledge/record-classes.ts';
export { RELEASE_STAGES } from '../knowledge/release-stages.ts';
export { RUNTIME_VERSIONS } from '../knowledge/runtime-versions.ts';
export { SECRET_GENERATORS } from '../knowledge/secret-generators.ts';
export { isRandomText, isStandIn, type SecretKind, secretKindOf, secretShapeOf } from '../knowledge/secrets.ts';
export { SIZED_CONSTRUCTORS } from '../knowledge/sized-constructors.ts';
export { STANDARD_LIBRARY_MODULES } from '../knowledge/standard-library.ts';
export { UNMAINTAINED_PACKAGES, type UnmaintainedPackage } from '../knowledge/unmaintained-packages.ts';
export { UNSHARED_CONNECTORS } from '../knowledge/unshared-connections.ts';
export { WEB_APPLICATIONS } from '../knowledge/web-applications.ts';
export { firstOf, layersOf } from '../project/compose-layers.ts';
export type * from '../project/index.ts';
export { isSameQueue, nameOfQueue } from '../project/queue-ends.ts';
export { joinPath } from '../project/repository-tree.ts';
export { codeOfService } from '../project/service-code.ts';
export { admits, allowsBelow, areDisjoint, clausesOf, excludesFrom, type VersionClause } from '../project/specifier.ts';
export { callsOfFunction, mentionsOfFunction } from '../semantics/context/function-mentions.ts';
export { callsWithin, firstSuspension, holdsInOwnCode, walkOwnCode } from '../semantics/effects/calls-within.ts';
export { definitionCalled } from '../semantics/effects/definition-called.ts';
export type * from '../semantics/index.ts';
export { mayBePassedBy } from '../semantics/summary/passed-by.ts';
export type { Located, Position, SourceText, Span } from '../text/index.ts';
export { mayLetIn } from './admission.ts';
export { partsAnsweredBy, partsOfAnswer } from './answer-parts.ts';
export { isApplicationClass, makesApplication } from './applications.ts';
export { type ArgparseUse, argparseUse } from './argparse-use.ts';
export { type Bisection, bisectionOf } from './bisection.ts';
export { contextSources, contextsMeant } from './build-sources.ts';
export { baseOfStage, installsUnknown, shippedStages, startOfStage } from './built-image.ts';
export { type CallShape, describeMismatch, type Mismatch, mismatchOf } from './call-binding.ts';
export { callbackUsedIn, isCallback, isCallbackName, isKeptFromCaller } from './callbacks.ts';
export { callersOf, callsThatMayBeOf } from './callers.ts';
export { callsOnLoop } from './calls-on-loop.ts';
export { callsTo } from './calls-to.ts';
export { isChangedElsewhere } from './changed-state.ts';
export { type CheckRun, checkRunBy } from './check-commands.ts';
export { type CheckPassed, passedAfter, saysYes } from './check-passed.ts';
export { COVERAGE_WORDS, toolsNamedIn, wordsOfCi } from './ci-tools.ts';
export { constructedClasses, familyWithout } from './class-families.ts';
export { answersEveryFailure, blamesClient, type ClientAnswer, clientAnswerAt } from './client-answers.ts';
export { isFromClient } from './client-parameter.ts';
export { argparseOptions, clickOptions, type DeclaredOption, typerOptions } from './command-line.ts';
export type { CommandOption, DeclaredCommands } from './command-option.ts';
export { commandWords } from './command-words.ts';
export { isComposeForDevelopment } from './compose-role.ts';
export { type ComposedText, composedText, compositionsIn } from './composed-text.ts';
export { providedThat, reachedFrom, SERVING, whereItServes } from './conditions.ts';
export {
  type ConnectionEnd,
  connectionEndedBy,
  connectionTaken,
  GIVING_BACK,
  isKeptConnection,
} from './connections.ts';
export { isConstantAtCalls } from './constant-parameter.ts';
export { coroutineLoss } from './coroutine-loss.ts';
export { isDataStore } from './data-store.ts';
export { holdsRows, queryGivenTo } from './database-rows.ts';
export { declaredCommandsOf } from './declared-commands.ts';
export { defineArtifactRule, defineProjectRule, defineSourceRule } from './define.ts';
export { type Delivery, deliveryIn, EXPENDABLE, promisesDelivery } from './deliveries.ts';
export { digestedBy } from './digests.ts';
export { buildCommands, finalStage, instructionsOf, isForDevelopment, lineOfStage } from './docker-image.ts';
export { type DocumentName, namesInText, namesInTree } from './document-names.ts';
export { isDoubleOrHook } from './double-or-hook.ts';
export { describePoll, type EndlessPoll, endlessPollIn, findEndlessPoll } from './endless-poll.ts';
export { environmentDefaults } from './environment-defaults.ts';
export { isEnvironmentGuarded, mayRaise } from './environment-guard.ts';
export { exponentialFormOf } from './exponential-form.ts';
export { factsByFunction, functionKey } from './facts-by-function.ts';
export { factsOfKind } from './facts-of-kind.ts';
export { type Fallback, fallbackOf, nameOfPlace } from './fallback.ts';
export * from './families/first-use.ts';
export * from './families/growing-state.ts';
export { attributesReadIn, mayBeReadWhole, namesUsedIn } from './field-reads.ts';
export { figureNameOf } from './figure-name.ts';
export { type FileAccess, fileAccessOf } from './file-access.ts';
export { fileStart } from './file-start.ts';
export { type FileNeeded, filesNeeded } from './files-needed.ts';
export { isForReader } from './for-a-reader.ts';
export { foreignClassOf } from './foreign-class.ts';
export { type ForeignImport, foreignImports } from './foreign-imports.ts';
export { freeNames } from './free-names.ts';
export { type RequestWay, requestWayOf, whenFromRequest } from './from-request.ts';
export { gathersExceptions, isNeverLookedAt, workGathered } from './gathered.ts';
export { inferenceIn, isExhaustionHandled, isTrainingOrLoading } from './gpu-work.ts';
export { type GuardedForward, guardedForwardOf } from './guarded-forward.ts';
export { guessableNames } from './guessable-value.ts';
export { type Handed, handedTo, positionalNames } from './handed-on.ts';
export { handlesOwnFailures } from './handled-failures.ts';
export { type HealthQuestion, healthQuestionOf } from './health-routes.ts';
export { hasDemandedSignature, isIdle, isOverride, UNUSED_ON_PURPOSE } from './idle-function.ts';
export { importClosure } from './import-closure.ts';
export { type JobPutBack, jobPutBack, putsJob, takesJob } from './job-queues.ts';
export { keepsAnswer, saysThatItKeeps } from './kept-answers.ts';
export { isKept } from './kept-value.ts';
export { type DerivationStep, type DerivedKey, derivationOf } from './key-derivation.ts';
export { type Openness, opennessOf, opennessOfName } from './key-openness.ts';
export { containerKeyedBy } from './keyed-container.ts';
export { type LastingWrite, lastingWrites, writesThrough } from './lasting-writes.ts';
export { type LateConstruction, lateConstructionOf } from './late-construction.ts';
export { listedNames } from './listed-names.ts';
export { type NamedLiteral, namesOfLiteral } from './literal-name.ts';
export { leavesLockingToCallers } from './locked-callers.ts';
export { growthBeyond, type LoopGrowth } from './loop-growth.ts';
export { mayBeMade } from './made-files.ts';
export { instanceMadeBy, type MadeInstance } from './made-instance.ts';
export { lastNames, rootNames } from './mentions.ts';
export { fetchesMessage, requeuedBy, waitsInProcess } from './message-brokers.ts';
export { type RegisteredMetrics, registeredMetrics } from './metric-names.ts';
export { expectsMissing } from './missing-attribute.ts';
export { runsWhereFileIsMissing } from './missing-file.ts';
export { modelAtHand } from './model-at-hand.ts';
export { isModelText } from './model-text.ts';
export { type ModuleRebinding, moduleRebindings } from './module-rebindings.ts';
export { moduleUpdateBy } from './module-updates.ts';
export { type Monomial, monomialOf } from './monomial.ts';
export { entriesOfChain, entriesOfTable, type NamedEntry, nameOfTable } from './named-entries.ts';
export { type NamedObject, namedObject } from './named-objects.ts';
export { namesAround } from './names-around.ts';
export { namesUsedAsText } from './names-in-text.ts';
export { openWaitOf } from './open-waits.ts';
export { type OpenedPath, openedPath } from './opened-path.ts';
export { isCalledFromOutside, runsWithPackage } from './outside-calls.ts';
export { type FunctionTarget, overridesOf } from './overrides.ts';
export { type OwnLoop, ownLoopBehind } from './own-loop.ts';
export { isOwnModule } from './own-module.ts';
export { isOwnPickle } from './own-pickle.ts';
export { installedPackages, removedPackages } from './packages-installed.ts';
export { type PackedPlace, packPlace, unpackPlace } from './packed-place.ts';
export { pathKey } from './path-key.ts';
export {
  commandsOfStage,
  type PipelineStage,
  pipelineOutputs,
  pipelineStages,
  type StageRound,
} from './pipeline-stages.ts';
export { CREDENTIAL_NAMES, type PresentedCredential, presentedCredential } from './presented-credential.ts';
export {
  hasPrivacyWord,
  isAboutPrivacy,
  NOISE_NAMES,
  type PrivacyTerm,
  privacyTermOf,
  privacyTermOfName,
  soleValue,
} from './privacy-terms.ts';
export { holdsProcessBound } from './process-bound.ts';
export { type JobQueue, jobQueuesOfClass, jobQueuesOfModule } from './process-queues.ts';
export { type ProjectCall, type ProjectResultUse, projectCallsOf } from './project-calls.ts';
export { isProtectedRoute } from './protected-route.ts';
export { compilePythonPattern, type MatchKind, type PythonPattern } from './python-pattern.ts';
export { type HandOver, handOverThrough, type QueueUse, queueUsesOf } from './queue-uses.ts';
export { isGivenQueue, type QueueMade, type QueuePut, queueBehind, queueMadeBy, queuePutBy } from './queues.ts';
export { readTogether } from './read-together.ts';
export { isPlainRecord, recordDecoratorOf, recordKindOf } from './record-class.ts';
export { type RedisServer, redisServers, redisServiceNames } from './redis-settings.ts';
export { type RefusedText, refusedTexts, refusesAlways } from './refused-text.ts';
export { isRepeated } from './repeated.ts';
export { headerRead } from './request-header.ts';
export {
  hasRoutes,
  type RequestState,
  requestStates,
  requestStatesOfClass,
  requestStatesOfModule,
} from './request-state.ts';
export { type RequirementInstall, requirementInstalls } from './requirement-installs.ts';
export { isRestrictedNamespace } from './restricted-namespace.ts';
export { describeShape, describeUse, lacksWhatIsTaken } from './result-shapes.ts';
export { whyRewritten } from './rewritten-file.ts';
export { NOT_PRODUCTION, PRODUCTION } from './roles.ts';
export type * from './rule.ts';
export { runsSince } from './running-time.ts';
export { type ScriptRun, scriptNamed, scriptRun } from './script-runs.ts';
export { secretMakerOf } from './secret-maker.ts';
export { isSecurityCheck } from './security-check.ts';
export { functionsSentBy, maySendFunctions, type SentFunction } from './sent-functions.ts';
export { type ServedApplication, servedApplications, type WorkerCount } from './served-applications.ts';
export { type ServerFact, serverFacts } from './server-facts.ts';
export { type SettingDefault, settingDefaultedTo, settingFieldsOf } from './setting-default.ts';
export { touchesShared } from './shared-touch.ts';
export { pipArguments } from './shell-commands.ts';
export { emptySearchTested, searchStart } from './smallest-search.ts';
export { type SqlInsertion, type SqlPlace, type SqlText, sqlTexts } from './sql-text.ts';
export { type SwitchGiven, switchGiven } from './switch-argument.ts';
export { type SynchronousBridge, synchronousBridge } from './synchronous-bridge.ts';
export { type TestedTexts, textsTested } from './tested-texts.ts';
export { isHandedOut, type TagTest, tagOf, tagTested } from './text-tags.ts';
export { templateOf } from './text-template.ts';
export { importedNames, isImported, namedByConfiguration, wordsOfTexts } from './third-party-names.ts';
export { type ToolConfiguration, toolConfigurations } from './tool-configuration.ts';
export { importsTried } from './tried-imports.ts';
export { unboundReads } from './unbound-reads.ts';
export { type UncaughtFailure, uncaughtFailureIn } from './uncaught-failure.ts';
export { unreadParameterProblems } from './unread-parameters.ts';
export { namesAtUse } from './use-names.ts';
export { usesInFile } from './uses-in-file.ts';
export { isChecked, isCleaned, isOnlyLooking, mayCheck } from './value-checks.ts';
export { becomesText, namesGivenTo, outermostForm } from './value-forms.ts';
export { type WayOut, wayOut } from './way-out.ts';
export { copiedWhole } from './whole-copy.ts';
export { waitForWork } from './work-waits.ts';
export { type WorkerCommand, workerCommands } from './worker-queues.ts';
export { isForgottenThread, poolOf, runsManyAtOnce, workersOf } from './worker-threads.ts';
