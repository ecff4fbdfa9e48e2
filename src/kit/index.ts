/** The rule author's one door, `#kit`. */
export * as z from 'zod';
export type * from '../artifacts/index.ts';
export { invocationOf, lineOfStage, normalizeDistribution, requirementText } from '../artifacts/index.ts';
export * from '../ast/index.ts';
export { firstIndex, groupBy } from '../collections/index.ts';
export type { Finding, Location, Profile, RelatedLocation, RuleDocs, Severity } from '../findings/index.ts';
export { type BaseImage, baseImage } from '../knowledge/base-images.ts';
export { hasCompiledName, isBuiltLater } from '../knowledge/built-modules.ts';
export { MAJOR_LINES, type MajorLine } from '../knowledge/capped-packages.ts';
export { CHECK_TOOLS, type CheckTool } from '../knowledge/check-tools.ts';
export { CLIENT_TIMEOUTS, LIMITED_CLIENTS, LIMITED_FROM, UNLIMITED_WITH } from '../knowledge/client-timeouts.ts';
export { CLOCKS } from '../knowledge/clocks.ts';
export { CODE_LOADERS } from '../knowledge/code-loaders.ts';
export { isPromised, mayBeFor } from '../knowledge/companions.ts';
export { COROUTINE_FUNCTIONS } from '../knowledge/coroutine-functions.ts';
export { CORS_FUNCTIONS, CORS_MIDDLEWARE, type CorsLibrary, FLASK_CORS } from '../knowledge/cors-libraries.ts';
export { givesData, isDataClass } from '../knowledge/data-objects.ts';
export { isOfDriver, isOfFileDriver, UNSHARED_CONNECTORS } from '../knowledge/database-drivers.ts';
export { type DatastoreImage, datastoreImage } from '../knowledge/datastore-images.ts';
export { DEBUG_TOOLS, PROGRAMS_OF_TOOLS } from '../knowledge/debug-tools.ts';
export { DOCUMENTED_UNDERSCORES } from '../knowledge/documented-underscores.ts';
export { hostGiving } from '../knowledge/given-names.ts';
export { holdsLoopByComputing, isCodec, isHeavyComputation, isTextCodec } from '../knowledge/heavy-computation.ts';
export { HEAVY_OBJECTS, type HeavyCost } from '../knowledge/heavy-objects.ts';
export { isUsedImplicitly } from '../knowledge/implicit-packages.ts';
export { IMPORT_ERRORS } from '../knowledge/import-errors.ts';
export { distributionsOf, importNamesOf, NAMESPACES } from '../knowledge/import-names.ts';
export { isOnlyImported } from '../knowledge/imported-packages.ts';
export { QUEUE_OPERATIONS } from '../knowledge/message-queues.ts';
export { LAYER_VARIABLES, MODEL_DIMENSIONS } from '../knowledge/model-dimensions.ts';
export { MODEL_LOADERS } from '../knowledge/model-loaders.ts';
export { PROCESS_ACTS } from '../knowledge/process-acts.ts';
export { FULL_QUEUE_ERRORS, QUEUE_CLASSES } from '../knowledge/queues.ts';
export { NUMPY_DRAWS, PREDICTABLE_DRAWS, SEEDERS } from '../knowledge/random-generators.ts';
export { RECORD_BASES, RECORD_DECORATORS } from '../knowledge/record-classes.ts';
export { RELEASE_STAGES } from '../knowledge/release-stages.ts';
export { ASKED_OF_CONNECTIONS, HELD_OPEN, type ResourceKind } from '../knowledge/resources.ts';
export { RUNTIME_VERSIONS } from '../knowledge/runtime-versions.ts';
export { mayHoldSecret } from '../knowledge/secret-files.ts';
export { SECRET_GENERATORS } from '../knowledge/secret-generators.ts';
export {
  isIssuedToProgram,
  isPasswordHash,
  isPasswordName,
  isRandomText,
  isStandIn,
  isWordLike,
  mayBeForPublic,
  type SecretKind,
  secretKindOf,
  secretShapeOf,
} from '../knowledge/secrets.ts';
export { isOtherServerLanguage } from '../knowledge/server-languages.ts';
export { WEB_SERVERS, WORKER_PROGRAMS } from '../knowledge/server-programs.ts';
export { SIZED_CONSTRUCTORS } from '../knowledge/sized-constructors.ts';
export { STANDARD_LIBRARY_MODULES } from '../knowledge/standard-library.ts';
export { TOOL_COMMANDS, type ToolCommand } from '../knowledge/tool-options.ts';
export { UNMAINTAINED_PACKAGES, type UnmaintainedPackage } from '../knowledge/unmaintained-packages.ts';
export { mayOpenPort, WEB_APPLICATIONS } from '../knowledge/web-applications.ts';
export { firstOf, layersOf } from '../project/compose-layers.ts';
export type * from '../project/index.ts';
export { moduleTexts } from '../project/index.ts';
export { isUnderMain } from '../project/main-guard.ts';
export { isSameQueue, nameOfQueue } from '../project/queue-ends.ts';
export { isForWorkOnCode } from '../project/reach/compose-purpose.ts';
export { isComposeForDevelopment, isForDevelopment } from '../project/reach/for-development.ts';
export { codeOfService } from '../project/service-code.ts';
export {
  admits,
  allowsBelow,
  areDisjoint,
  clausesOf,
  excludesFrom,
  isAtLeast,
  type VersionClause,
} from '../project/specifier.ts';
export { callsOfFunction, mentionsOfFunction } from '../semantics/context/function-mentions.ts';
export { callsWithin, firstSuspension, holdsInOwnCode, walkOwnCode } from '../semantics/effects/calls-within.ts';
export { definitionCalled } from '../semantics/effects/definition-called.ts';
export type * from '../semantics/index.ts';
export { type Cleaning, STRANGE, type Way, type WayKind, waysInto } from '../semantics/strangers/ways.ts';
export { mayBePassedBy } from '../semantics/summary/passed-by.ts';
export { versionTest } from '../semantics/values/version-test.ts';
export { joinPath, type Located, type Position, relativePath, type SourceText, type Span } from '../text/index.ts';
export {
  type FailedImport,
  isModuleBrought,
  whyElsewhere,
} from './artifacts/absent-modules.ts';
export { contextSources, contextsMeant } from './artifacts/build-sources.ts';
export { baseOfStage, installsUnknown, shippedStages, startOfStage } from './artifacts/built-image.ts';
export { type BuiltName, builtNames, isBuilt } from './artifacts/built-names.ts';
export { COVERAGE_WORDS, toolsNamedIn, wordsOfCi } from './artifacts/ci-tools.ts';
export { type ConfigurationReaders, configurationReaders, letsChoose } from './artifacts/configuration-readers.ts';
export { fateInImage } from './artifacts/copied-files.ts';
export { deployedModules } from './artifacts/deployed-modules.ts';
export { mayMeanDistribution } from './artifacts/distribution-namesakes.ts';
export { distributionsDeclared, isBuiltOnOwnImage } from './artifacts/distributions-declared.ts';
export { buildCommands, finalStage, instructionsOf } from './artifacts/docker-image.ts';
export { type DocumentName, namesInText, namesInTree, namesListed } from './artifacts/document-names.ts';
export { type DocumentNameFate, DocumentPlaces } from './artifacts/document-places.ts';
export { isOfOneDay, isOfOtherTimes } from './artifacts/document-times.ts';
export { isInstalledEditable } from './artifacts/editable-installs.ts';
export { isBuiltBySetup } from './artifacts/extension-modules.ts';
export { type FileNeeded, filesNeeded } from './artifacts/files-needed.ts';
export { type ForeignImport, foreignImports } from './artifacts/foreign-imports.ts';
export { type IdleDependency, idleDependencies } from './artifacts/idle-dependencies.ts';
export { holdsForEvent, type WrittenVariable } from './artifacts/job-conditions.ts';
export { mayServeOthers } from './artifacts/lists-for-others.ts';
export { isListOfPackage } from './artifacts/lists-of-packages.ts';
export { isNamedByBuilder, mayBeMade } from './artifacts/made-files.ts';
export { type RegisteredMetrics, registeredMetrics } from './artifacts/metric-names.ts';
export { type MetricAsked, metricsAskedFor, metricsInDocuments } from './artifacts/metric-uses.ts';
export { type MissingScript, missingScripts } from './artifacts/missing-scripts.ts';
export { type NamedObject, namedObject } from './artifacts/named-objects.ts';
export { type NestedImportRoots, nestedImportRoots } from './artifacts/nested-import-roots.ts';
export { installedPackages, removedPackages } from './artifacts/packages-installed.ts';
export {
  commandsOfStage,
  type PipelineStage,
  pipelineOutputs,
  pipelineStages,
  type StageRound,
} from './artifacts/pipeline-stages.ts';
export { seemsOlderThan, sideOfPython } from './artifacts/python-versions.ts';
export { type RequirementInstall, requirementInstalls } from './artifacts/requirement-installs.ts';
export { isListForOthers } from './artifacts/requirement-lists.ts';
export { type ServedApplication, servedApplications, type WorkerCount } from './artifacts/served-applications.ts';
export { type ServerFact, serverFacts } from './artifacts/server-facts.ts';
export { type VariableUse, variableUses } from './artifacts/service-environment.ts';
export {
  adaptersImported,
  hasAdapter,
  importedNames,
  isImported,
  namedByConfiguration,
  wordsOfTexts,
} from './artifacts/third-party-names.ts';
export { type ToolConfiguration, toolConfigurations } from './artifacts/tool-configuration.ts';
export { isWrittenByReader, namesFile } from './artifacts/tutorial-files.ts';
export { homesOf, isReadNowhere } from './artifacts/unfound-names.ts';
export { unreadParameterProblems } from './artifacts/unread-pipeline-parameters.ts';
export { argumentsOfCalls } from './calls/arguments-of-calls.ts';
export { type CallShape, describeMismatch, type Mismatch, mismatchOf } from './calls/call-binding.ts';
export { callbackUsedIn, isCallback, isCallbackName, isKeptFromCaller } from './calls/callbacks.ts';
export { callersOf, callsThatMayBeOf } from './calls/callers.ts';
export { type CallElsewhere, callsElsewhere, providedTheyReach } from './calls/calls-elsewhere.ts';
export { callsOnLoop } from './calls/calls-on-loop.ts';
export { callsTo } from './calls/calls-to.ts';
export { isClockRead } from './calls/clock-reads.ts';
export { namesAroundCode, runsCodeByTrade } from './calls/code-runners.ts';
export { isConstantAtCalls } from './calls/constant-parameter.ts';
export { doubleOrHook } from './calls/double-or-hook.ts';
export { isEffectFree } from './calls/effect-free.ts';
export { freeNames } from './calls/free-names.ts';
export { type GuardedForward, guardedForwardOf } from './calls/guarded-forward.ts';
export { type Handed, handedTo, positionalNames } from './calls/handed-on.ts';
export { hasDemandedSignature, isIdle, isOverride, saysUnused, UNUSED_ON_PURPOSE } from './calls/idle-function.ts';
export { isReachedAfterFailure, isTakenElsewhere } from './calls/import-after-failure.ts';
export { importClosure } from './calls/import-closure.ts';
export { type KnownMismatch, knownMismatches } from './calls/known-calls.ts';
export { type OutgoingRequest, outgoingRequestOf, requestedUrlOf } from './calls/outgoing-requests.ts';
export { callersFromOutside, isCalledFromOutside, runsWithPackage } from './calls/outside-calls.ts';
export { type FunctionTarget, overridesOf } from './calls/overrides.ts';
export { type ProjectCall, type ProjectResultUse, projectCallsOf } from './calls/project-calls.ts';
export { isRepeated } from './calls/repeated.ts';
export { describeShape, describeUse, lacksWhatIsTaken } from './calls/result-shapes.ts';
export { functionsSentBy, maySendFunctions, type SentFunction } from './calls/sent-functions.ts';
export { type SwitchGiven, switchGiven } from './calls/switch-argument.ts';
export { type CallMismatch, twinMismatches } from './calls/twin-mismatches.ts';
export { usesInFile } from './calls/uses-in-file.ts';
export { type WayOut, wayOut } from './calls/way-out.ts';
export { isToldAdvisory } from './command-lines/advisory-runs.ts';
export { type ArgparseUse, argparseUse } from './command-lines/argparse-use.ts';
export { type CheckRun, checkRunBy } from './command-lines/check-commands.ts';
export { argparseOptions, clickOptions, type DeclaredOption, typerOptions } from './command-lines/command-line.ts';
export type { CommandOption, DeclaredCommands } from './command-lines/command-option.ts';
export { commandWords } from './command-lines/command-words.ts';
export { declaredCommandsOf } from './command-lines/declared-commands.ts';
export { unreadCommandOptions } from './command-lines/django-options.ts';
export { type ScriptRun, scriptNamed, scriptRun } from './command-lines/script-runs.ts';
export { pipArguments } from './command-lines/shell-commands.ts';
export { shellProblem, shellTextOfProgram } from './command-lines/shell-problem.ts';
export { SHELL_CALLS } from './command-lines/shell-texts.ts';
export { isAloneOnLoop } from './concurrency/alone-on-loop.ts';
export { coroutineLoss } from './concurrency/coroutine-loss.ts';
export { endOfWork, GIVING_UP } from './concurrency/end-of-work.ts';
export { describePoll, type EndlessPoll, endlessPollIn, findEndlessPoll } from './concurrency/endless-poll.ts';
export { gathersExceptions, isNeverLookedAt, workGathered } from './concurrency/gathered.ts';
export { leavesLockingToCallers } from './concurrency/locked-callers.ts';
export { type OpenWait, openWaitOf } from './concurrency/open-waits.ts';
export { type OwnLoop, ownLoopBehind } from './concurrency/own-loop.ts';
export { runsSince } from './concurrency/running-time.ts';
export { type SynchronousBridge, synchronousBridge } from './concurrency/synchronous-bridge.ts';
export { waitInTurn } from './concurrency/wait-in-turn.ts';
export { isAwaitedInRound, isOfRound } from './concurrency/waited-in-round.ts';
export { waitForWork } from './concurrency/work-waits.ts';
export { isForgottenThread, poolOf, runsManyAtOnce, workersOf } from './concurrency/worker-threads.ts';
export { heldBackBy, providedThat, reachedFrom, SERVING, whereItServes } from './conditions.ts';
export { defineArtifactRule, defineProjectRule, defineSourceRule } from './define.ts';
export { mayBeAnotherWay } from './errors/another-way.ts';
export { bodyOfCheck } from './errors/bookkeeping.ts';
export { type CheckPassed, passedAfter, saysYes } from './errors/check-passed.ts';
export { raisesWithoutSuccess } from './errors/counted-successes.ts';
export { quoteExceptions } from './errors/exception-names.ts';
export { type Fallback, fallbackOf, nameOfPlace } from './errors/fallback.ts';
export { isForReader } from './errors/for-a-reader.ts';
export { refusalPassedOver } from './errors/gate.ts';
export { handlesOwnFailures } from './errors/handled-failures.ts';
export { runsWhereFileIsMissing } from './errors/missing-file.ts';
export { writesOutcome } from './errors/outcome-written.ts';
export { promisedSilence } from './errors/promised-silence.ts';
export { isSecurityCheck, speaksOfSecurity } from './errors/security-check.ts';
export { swallowedFailure } from './errors/swallowed-failure.ts';
export { swallowerIn } from './errors/swallowers.ts';
export { isHandedOut, type TagTest, tagOf, tagTested } from './errors/text-tags.ts';
export { importsTried } from './errors/tried-imports.ts';
export { type UncaughtFailure, uncaughtFailureIn } from './errors/uncaught-failure.ts';
export { type UncheckedCommand, uncheckedCommands } from './errors/unchecked-command.ts';
export { exceptionsUnraised, type Unraised } from './errors/unraised.ts';
export { type VacuousCheck, vacuousChecks } from './errors/vacuous-checks.ts';
export { factsByFunction, functionKey, targetKey } from './facts-by-function.ts';
export { factsOfKind } from './facts-of-kind.ts';
export * from './families/first-use.ts';
export * from './families/growing-state.ts';
export { fileStart } from './file-start.ts';
export { type ConfigurationTexts, configurationTexts } from './files/configuration-texts.ts';
export { type FileAccess, fileAccessOf } from './files/file-access.ts';
export { type OpenedPath, openedPath } from './files/opened-path.ts';
export { pathKey } from './files/path-key.ts';
export { isPathOfOneRun } from './files/path-of-one-run.ts';
export { lenientPrefixTest, type PrefixTest } from './files/prefix-test.ts';
export { isCheckOfWrite, isComparedOnly, isCopiedBefore, isFilledWhereMissing } from './files/read-back.ts';
export { whyRewritten } from './files/rewritten-file.ts';
export { syntaxErrorIn } from './files/unread-syntax.ts';
export * from './fixes/index.ts';
export { lastNames, rootNames } from './mentions.ts';
export * from './names/executed-files.ts';
export { FAR_FETCHED } from './names/far-fetched.ts';
export { isHiddenByPackage } from './names/hidden-modules.ts';
export { type MembersSet, membersSet } from './names/members-set.ts';
export { namesSet } from './names/names-set.ts';
export { replacementOf } from './names/replaced-members.ts';
export { isLeakedInPython2, mayBePython2, standsInAnnotation } from './names/unbound-by-design.ts';
export { isTemplate, type UnboundName, unboundNames } from './names/unbound-names.ts';
export { type Bisection, bisectionOf } from './numbers/bisection.ts';
export { exponentialFormOf } from './numbers/exponential-form.ts';
export { inferenceIn, isExhaustionHandled, isTrainingOrLoading } from './numbers/gpu-work.ts';
export { growthBeyond, type LoopGrowth } from './numbers/loop-growth.ts';
export { modelAtHand } from './numbers/model-at-hand.ts';
export { type Monomial, monomialOf } from './numbers/monomial.ts';
export {
  hasPrivacyWord,
  isAboutPrivacy,
  NOISE_NAMES,
  type PrivacyTerm,
  privacyTermOf,
  privacyTermOfName,
  soleValue,
} from './numbers/privacy-terms.ts';
export { emptySearchTested, searchStart } from './numbers/smallest-search.ts';
export { type PackedPlace, packPlace, unpackPlace } from './packed-place.ts';
export { type Delivery, deliveryIn, EXPENDABLE, promisesDelivery } from './queues/deliveries.ts';
export { givesBackLent, type JobPutBack, jobPutBack, putsJob, takesJob } from './queues/job-queues.ts';
export { fetchesMessage, requeuedBy, waitsInProcess } from './queues/message-brokers.ts';
export { type JobQueue, jobQueuesOfClass, jobQueuesOfModule } from './queues/process-queues.ts';
export { type HandOver, handOverThrough, type QueueUse, queueUsesOf } from './queues/queue-uses.ts';
export { isGivenQueue, type QueueMade, type QueuePut, queueBehind, queueMadeBy, queuePutBy } from './queues/queues.ts';
export { type RedisServer, redisServers, redisServiceNames } from './queues/redis-settings.ts';
export { type WorkerCommand, workerCommands } from './queues/worker-queues.ts';
export { NOT_PRODUCTION, PRODUCTION } from './roles.ts';
export type * from './rule.ts';
export { digestedBy, keyedDigestIn } from './secrets/digests.ts';
export { hasPlaceForSecret, isExampleFile, secretOfEnvFile } from './secrets/env-files.ts';
export { guessableNames } from './secrets/guessable-value.ts';
export { type DerivationStep, type DerivedKey, derivationOf } from './secrets/key-derivation.ts';
export {
  isBehindRefusal,
  isCalledMadeUp,
  isForHost,
  isForRemoteHost,
  isRefusedLater,
  textsBeside,
} from './secrets/made-up-secret.ts';
export { answersPickle, isOwnPickle, ownSaveOf } from './secrets/own-pickle.ts';
export { isBesideItsIdentifier, isForServiceBeside } from './secrets/presented-secret.ts';
export { isRestrictedNamespace } from './secrets/restricted-namespace.ts';
export { secretMakerOf } from './secrets/secret-maker.ts';
export { isVerifiedBefore } from './secrets/verified-before.ts';
export { bodyGiven, type FieldHandedOn, fieldsHandedOn } from './settings/body-fields.ts';
export { environmentDefaults } from './settings/environment-defaults.ts';
export { isEnvironmentGuarded, mayRaise } from './settings/environment-guard.ts';
export { type EnvironmentNames, environmentNames } from './settings/environment-names.ts';
export { type InputClass, type InputField, inputClass, saysWhy, variablesRead } from './settings/input-fields.ts';
export { type SettingDefault, settingDefaultedTo, settingFieldsOf } from './settings/setting-default.ts';
export { defaultOfGetter, isOnUnlessSet } from './settings/unset-value.ts';
export { isChangedElsewhere } from './state/changed-state.ts';
export { constructedClasses, familyWithout } from './state/class-families.ts';
export { enumLacks } from './state/closed-enums.ts';
export {
  type ConnectionEnd,
  connectionEndedBy,
  connectionTaken,
  GIVING_BACK,
  isKeptConnection,
} from './state/connections.ts';
export { isDataStore } from './state/data-store.ts';
export { holdsRows, isMappedRead, isMappedRows, queryGivenTo, statementGivenTo } from './state/database-rows.ts';
export { attributesReadIn, classesCompared, classesNamed, mayBeReadWhole, namesUsedIn } from './state/field-reads.ts';
export { foreignClassOf, othersClassOf } from './state/foreign-class.ts';
export { lastUseOf } from './state/forgotten-openings.ts';
export { makesInterchangeable } from './state/interchangeable.ts';
export { keepsAnswer, saysThatItKeeps } from './state/kept-answers.ts';
export { isKept } from './state/kept-value.ts';
export { type Openness, opennessOf, opennessOfName } from './state/key-openness.ts';
export { containerKeyedBy } from './state/keyed-container.ts';
export { type LastingWrite, lastingWrites, writesThrough } from './state/lasting-writes.ts';
export { type LateConstruction, lateConstructionOf } from './state/late-construction.ts';
export { mayBeBrought, mayBeMadeOtherwise } from './state/likely-families.ts';
export { instanceMadeBy, type MadeInstance } from './state/made-instance.ts';
export { givesItself, type MemberUse, memberUses } from './state/member-uses.ts';
export { causesOfLacks, type MissedMember, missedMember } from './state/missed-together.ts';
export { expectsMissing } from './state/missing-attribute.ts';
export { type ModuleRebinding, moduleRebindings } from './state/module-rebindings.ts';
export { moduleUpdateBy } from './state/module-updates.ts';
export { fatesOf, type ObjectFate } from './state/object-fate.ts';
export {
  isTakenFromPool,
  lifeOfOpened,
  localOpened,
  lockLife,
  nameOfWayOut,
  type OpenWayOut,
  openWayOut,
  type ResourceLife,
  resourceOpenedBy,
} from './state/opened-resources.ts';
export { isOwnModule } from './state/own-module.ts';
export { holdsProcessBound } from './state/process-bound.ts';
export { readTogether } from './state/read-together.ts';
export { isPlainRecord, recordDecoratorOf, recordKindOf } from './state/record-class.ts';
export {
  hasRoutes,
  type RequestState,
  requestStates,
  requestStatesOfClass,
  requestStatesOfModule,
} from './state/request-state.ts';
export { isGeneratorLike, isKeptForNext } from './state/resource-openers.ts';
export { touchesShared } from './state/shared-touch.ts';
export { unboundReads } from './state/unbound-reads.ts';
export { copiedWhole } from './state/whole-copy.ts';
export { carriersOf } from './texts/carriers.ts';
export { type ComposedText, composedText, compositionsIn } from './texts/composed-text.ts';
export { copiedCode } from './texts/copied-code.ts';
export { figureNameOf } from './texts/figure-name.ts';
export { type ConstantKey, constantKeysIn, decidingParts, partsWithin } from './texts/key-parts.ts';
export { keyRead } from './texts/keyed-read.ts';
export { listedNames } from './texts/listed-names.ts';
export { type NamedLiteral, namesOfLiteral } from './texts/literal-name.ts';
export { isMadeUpValue } from './texts/made-up-value.ts';
export { makersOf } from './texts/makers.ts';
export { isModelText } from './texts/model-text.ts';
export { entriesOfChain, entriesOfTable, type NamedEntry, nameOfTable } from './texts/named-entries.ts';
export { namesAround } from './texts/names-around.ts';
export { namesUsedAsText } from './texts/names-in-text.ts';
export { compilePythonPattern, type MatchKind, type PythonPattern } from './texts/python-pattern.ts';
export { type RefusedText, refusedTexts, refusesAlways } from './texts/refused-text.ts';
export { type SqlInsertion, type SqlPlace, type SqlText, sqlTexts } from './texts/sql-text.ts';
export { type TestedTexts, textsTested } from './texts/tested-texts.ts';
export { templateOf } from './texts/text-template.ts';
export { namesAtUse } from './texts/use-names.ts';
export { isChecked, isCleaned, isOnlyLooking, mayCheck } from './texts/value-checks.ts';
export { becomesText, namesGivenTo, outermostForm } from './texts/value-forms.ts';
export { isInComments, isWrittenOutside } from './texts/words-written.ts';
export { leftOutProblem, type WorkLeftOut, workLeftOut } from './texts/work-left-out.ts';
export { mayLetIn, refuses } from './web/admission.ts';
export { answeredValue, partsAnsweredBy, partsOfAnswer } from './web/answer-parts.ts';
export { isApplicationClass, makesApplication } from './web/applications.ts';
export { BELOW_FOLDER, HOST_CHOSEN, NOTHING_CLEANS, QUOTED } from './web/cleanings.ts';
export {
  answersEveryFailure,
  blamesClient,
  type ClientAnswer,
  clientAnswerAt,
  isInRoute,
} from './web/client-answers.ts';
export { fillsParameters, isFromClient, isInPath } from './web/client-parameter.ts';
export { givesCountingKey } from './web/counting-key.ts';
export { type RequestWay, requestWayOf, whenFromRequest } from './web/from-request.ts';
export { type HealthQuestion, healthQuestionOf } from './web/health-routes.ts';
export { isKeyedInput, type KeyedInput, keyedInputsHandedOn } from './web/keyed-input.ts';
export { isForLoopback } from './web/loopback.ts';
export { CREDENTIAL_NAMES, type PresentedCredential, presentedCredential } from './web/presented-credential.ts';
export { isProtectedRoute } from './web/protected-route.ts';
export { headerRead } from './web/request-header.ts';
export { parametersInPrefixes } from './web/router-paths.ts';
export { SAID, type StrangersText, strangersTextIn } from './web/strangers.ts';
