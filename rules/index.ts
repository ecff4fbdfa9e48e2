// Generated from the rules beside it by tools/generate/registry.ts. Do not edit; run `npm run generate`.
import type { RegisteredRule } from '#kit';
import asyncProtocolMismatch from './concurrency/async-protocol-mismatch.ts';
import attributeNeverBound from './concurrency/attribute-never-bound/index.ts';
import blockingBackoff from './concurrency/blocking-backoff/index.ts';
import blockingCallInAsync from './concurrency/blocking-call-in-async/index.ts';
import callSignatureMismatch from './concurrency/call-signature-mismatch/index.ts';
import checkThenInsert from './concurrency/check-then-insert/index.ts';
import closureCapturesData from './concurrency/closure-captures-data.ts';
import coroutineNeverAwaited from './concurrency/coroutine-never-awaited/index.ts';
import danglingTask from './concurrency/dangling-task.ts';
import defaultExecutor from './concurrency/default-executor.ts';
import emptyCriticalSection from './concurrency/empty-critical-section/index.ts';
import inProcessStateWithManyWorkers from './concurrency/in-process-state-with-many-workers.ts';
import lateBoundClosure from './concurrency/late-bound-closure/index.ts';
import lockAcquiredTwice from './concurrency/lock-acquired-twice.ts';
import missingUniqueConstraint from './concurrency/missing-unique-constraint.ts';
import moduleLevelRequestState from './concurrency/module-level-request-state/index.ts';
import nonAtomicDualWrite from './concurrency/non-atomic-dual-write/index.ts';
import nonAtomicFileWrite from './concurrency/non-atomic-file-write/index.ts';
import nonAtomicGlobalReload from './concurrency/non-atomic-global-reload/index.ts';
import processLocalQueue from './concurrency/process-local-queue/index.ts';
import readThenInsert from './concurrency/read-then-insert/index.ts';
import sameLoopDeadlock from './concurrency/same-loop-deadlock/index.ts';
import semaphoreWithoutTimeout from './concurrency/semaphore-without-timeout.ts';
import sharedConnectionAcrossThreads from './concurrency/shared-connection-across-threads/index.ts';
import singletonIgnoresArguments from './concurrency/singleton-ignores-arguments.ts';
import sleepPolling from './concurrency/sleep-polling.ts';
import syncOverAsync from './concurrency/sync-over-async/index.ts';
import taskOutlivesVisibilityTimeout from './concurrency/task-outlives-visibility-timeout.ts';
import threadPerCall from './concurrency/thread-per-call.ts';
import threadPerDbCall from './concurrency/thread-per-db-call.ts';
import threadingLockInAsync from './concurrency/threading-lock-in-async.ts';
import timeBasedId from './concurrency/time-based-id/index.ts';
import timeoutLeavesThreadRunning from './concurrency/timeout-leaves-thread-running/index.ts';
import transactionDuringRequest from './concurrency/transaction-during-request.ts';
import unboundedAsyncWait from './concurrency/unbounded-async-wait/index.ts';
import unguardedThreadCallback from './concurrency/unguarded-thread-callback.ts';
import unlockedSharedCounter from './concurrency/unlocked-shared-counter/index.ts';
import unlockedSingleton from './concurrency/unlocked-singleton/index.ts';
import unsupervisedTask from './concurrency/unsupervised-task/index.ts';
import bindMountNotWritable from './containers/bind-mount-not-writable.ts';
import composeDatastoreWithoutVolume from './containers/compose-datastore-without-volume.ts';
import composeExposedDatastore from './containers/compose-exposed-datastore.ts';
import composeHostAccess from './containers/compose-host-access.ts';
import composeImageUnpinned from './containers/compose-image-unpinned.ts';
import composeInheritedHealthcheck from './containers/compose-inherited-healthcheck.ts';
import composeLiteralSecret from './containers/compose-literal-secret.ts';
import composeMissingLimits from './containers/compose-missing-limits.ts';
import composeMissingVariable from './containers/compose-missing-variable.ts';
import composeMountSourceMissing from './containers/compose-mount-source-missing/index.ts';
import composePortPastProxy from './containers/compose-port-past-proxy.ts';
import composeSourceMounted from './containers/compose-source-mounted.ts';
import composeStartNotAwaited from './containers/compose-start-not-awaited.ts';
import composeUnreadEnvironment from './containers/compose-unread-environment/index.ts';
import composeVolumeUnused from './containers/compose-volume-unused.ts';
import composeWithoutRestart from './containers/compose-without-restart.ts';
import developmentServerInImage from './containers/development-server-in-image.ts';
import dockerBuildToolsOmitted from './containers/docker-build-tools-omitted.ts';
import dockerContextLeak from './containers/docker-context-leak/index.ts';
import dockerCopySourceMissing from './containers/docker-copy-source-missing/index.ts';
import dockerDebugTools from './containers/docker-debug-tools.ts';
import dockerEditableInstall from './containers/docker-editable-install.ts';
import dockerEndOfLifeBase from './containers/docker-end-of-life-base.ts';
import dockerHealthcheckCommandMissing from './containers/docker-healthcheck-command-missing.ts';
import dockerHealthcheckVariable from './containers/docker-healthcheck-variable.ts';
import dockerIgnoredFailure from './containers/docker-ignored-failure.ts';
import dockerRootUser from './containers/docker-root-user.ts';
import dockerStepWithoutEffect from './containers/docker-step-without-effect.ts';
import dockerUnpinnedBase from './containers/docker-unpinned-base.ts';
import healthcheckCannotPass from './containers/healthcheck-cannot-pass.ts';
import k8sMissingLimits from './containers/k8s-missing-limits.ts';
import missingHealthcheck from './containers/missing-healthcheck.ts';
import queueOnEvictingRedis from './containers/queue-on-evicting-redis/index.ts';
import staticModelVersion from './containers/static-model-version.ts';
import calledRouteMissing from './delivery/called-route-missing/index.ts';
import cappedDependency from './delivery/capped-dependency.ts';
import ciCheckCannotFail from './delivery/ci-check-cannot-fail/index.ts';
import ciDependencyUnlocked from './delivery/ci-dependency-unlocked.ts';
import ciToolNotRun from './delivery/ci-tool-not-run.ts';
import ciWithoutCoverage from './delivery/ci-without-coverage.ts';
import configFileUnread from './delivery/config-file-unread/index.ts';
import deploymentCancelledMidway from './delivery/deployment-cancelled-midway.ts';
import destructiveDeploymentStep from './delivery/destructive-deployment-step.ts';
import developerPath from './delivery/developer-path.ts';
import directoryNeverCreated from './delivery/directory-never-created.ts';
import documentedRouteMissing from './delivery/documented-route-missing/index.ts';
import documentedScriptMissing from './delivery/documented-script-missing.ts';
import envExampleIncomplete from './delivery/env-example-incomplete.ts';
import envFileNotIgnored from './delivery/env-file-not-ignored.ts';
import ignoredDeploymentFailure from './delivery/ignored-deployment-failure.ts';
import ignoredLockFile from './delivery/ignored-lock-file.ts';
import misnamedVariable from './delivery/misnamed-variable/index.ts';
import missingReferencedFile from './delivery/missing-referenced-file/index.ts';
import orphanQueueConsumer from './delivery/orphan-queue-consumer/index.ts';
import pipelineOutputNeverWritten from './delivery/pipeline-output-never-written.ts';
import pipelinePathMissing from './delivery/pipeline-path-missing.ts';
import pipelineUnknownOption from './delivery/pipeline-unknown-option/index.ts';
import projectWithoutTests from './delivery/project-without-tests.ts';
import pullRequestOnOwnRunner from './delivery/pull-request-on-own-runner.ts';
import queueOrderInversion from './delivery/queue-order-inversion.ts';
import queuePopWithoutAck from './delivery/queue-pop-without-ack.ts';
import requirementsDrift from './delivery/requirements-drift.ts';
import schemaCreatedOutsideMigrations from './delivery/schema-created-outside-migrations.ts';
import shadowedConfiguration from './delivery/shadowed-configuration.ts';
import sshHostKeyUnchecked from './delivery/ssh-host-key-unchecked.ts';
import testImportPathMissing from './delivery/test-import-path-missing.ts';
import testWithoutAssertion from './delivery/test-without-assertion.ts';
import testWithoutSubject from './delivery/test-without-subject.ts';
import testsOnRealDatabase from './delivery/tests-on-real-database.ts';
import undefinedMetric from './delivery/undefined-metric/index.ts';
import unmaintainedDependency from './delivery/unmaintained-dependency.ts';
import unpinnedRequirement from './delivery/unpinned-requirement.ts';
import workflowNeverRuns from './delivery/workflow-never-runs.ts';
import workflowPermissions from './delivery/workflow-permissions.ts';
import argumentLostBeforeInit from './errors/argument-lost-before-init/index.ts';
import backoffWithoutJitter from './errors/backoff-without-jitter.ts';
import bareExcept from './errors/bare-except.ts';
import blindExcept from './errors/blind-except/index.ts';
import buttonWithoutHandler from './errors/button-without-handler/index.ts';
import clientErrorAs500 from './errors/client-error-as-500/index.ts';
import columnChangedInPlace from './errors/column-changed-in-place/index.ts';
import constantCondition from './errors/constant-condition/index.ts';
import contextManagerYieldsTwice from './errors/context-manager-yields-twice.ts';
import defaultMadeAtImport from './errors/default-made-at-import/index.ts';
import droppedCheck from './errors/dropped-check/index.ts';
import dsnBuiltWithoutEscaping from './errors/dsn-built-without-escaping.ts';
import enumStoredByName from './errors/enum-stored-by-name.ts';
import errorLevelByPrefix from './errors/error-level-by-prefix/index.ts';
import exceptionNotRaised from './errors/exception-not-raised.ts';
import exceptionTextDisclosed from './errors/exception-text-disclosed/index.ts';
import failureBlamedOnClient from './errors/failure-blamed-on-client.ts';
import failureExitsZero from './errors/failure-exits-zero/index.ts';
import gatherExceptionsIgnored from './errors/gather-exceptions-ignored/index.ts';
import identicalBranches from './errors/identical-branches.ts';
import ignoredExitStatus from './errors/ignored-exit-status/index.ts';
import invalidRaise from './errors/invalid-raise.ts';
import keywordWithinWords from './errors/keyword-within-words.ts';
import logOnlyAtDebug from './errors/log-only-at-debug.ts';
import loopEndsAtFirst from './errors/loop-ends-at-first.ts';
import lostEvent from './errors/lost-event/index.ts';
import lostStep from './errors/lost-step/index.ts';
import migrationDiffersFromModel from './errors/migration-differs-from-model.ts';
import mismatchedFormat from './errors/mismatched-format.ts';
import mismatchedSqlValues from './errors/mismatched-sql-values.ts';
import missingFPrefix from './errors/missing-f-prefix.ts';
import moneyAsFloat from './errors/money-as-float.ts';
import mutableDefault from './errors/mutable-default/index.ts';
import naiveTimestamp from './errors/naive-timestamp.ts';
import oomNotHandled from './errors/oom-not-handled/index.ts';
import orderFromSet from './errors/order-from-set.ts';
import overwrittenParameter from './errors/overwritten-parameter.ts';
import pageWithoutOrder from './errors/page-without-order/index.ts';
import poisonMessageLoop from './errors/poison-message-loop/index.ts';
import randomIdempotencyKey from './errors/random-idempotency-key.ts';
import refusalToldAsFailure from './errors/refusal-told-as-failure/index.ts';
import responseFieldNeverFilled from './errors/response-field-never-filled.ts';
import responseStatusUnread from './errors/response-status-unread.ts';
import retryOfSwallower from './errors/retry-of-swallower/index.ts';
import retryWithoutBackoff from './errors/retry-without-backoff/index.ts';
import retryWithoutCircuitBreaker from './errors/retry-without-circuit-breaker.ts';
import rollbackMissesCancellation from './errors/rollback-misses-cancellation/index.ts';
import securityCheckFailsOpen from './errors/security-check-fails-open/index.ts';
import sentinelReportedAsZero from './errors/sentinel-reported-as-zero/index.ts';
import sessionNotRolledBack from './errors/session-not-rolled-back.ts';
import shadowedRoute from './errors/shadowed-route.ts';
import sharedClassAttribute from './errors/shared-class-attribute.ts';
import sqliteForeignKeysOff from './errors/sqlite-foreign-keys-off.ts';
import stringifiedException from './errors/stringified-exception/index.ts';
import successAfterFailure from './errors/success-after-failure/index.ts';
import swallowedException from './errors/swallowed-exception.ts';
import textTakenForBool from './errors/text-taken-for-bool.ts';
import unboundedAmount from './errors/unbounded-amount.ts';
import unboundedBisection from './errors/unbounded-bisection/index.ts';
import uncheckedNone from './errors/unchecked-none/index.ts';
import unclampedExp from './errors/unclamped-exp/index.ts';
import unknownModelField from './errors/unknown-model-field.ts';
import unreachableHandler from './errors/unreachable-handler.ts';
import unreadResultKey from './errors/unread-result-key/index.ts';
import duplicateClassDefinition from './imports/duplicate-class-definition.ts';
import duplicatedFunction from './imports/duplicated-function.ts';
import entryPointNotCallable from './imports/entry-point-not-callable/index.ts';
import fStringWithoutPlaceholder from './imports/f-string-without-placeholder/index.ts';
import importCycle from './imports/import-cycle.ts';
import importFallbackMock from './imports/import-fallback-mock.ts';
import importFallbackSilent from './imports/import-fallback-silent.ts';
import importTimeSideEffect from './imports/import-time-side-effect/index.ts';
import missingMember from './imports/missing-member/index.ts';
import orphanModule from './imports/orphan-module/index.ts';
import privateAttributeChain from './imports/private-attribute-chain/index.ts';
import pythonVersionTooLow from './imports/python-version-too-low.ts';
import removedLibraryApi from './imports/removed-library-api.ts';
import shadowedModule from './imports/shadowed-module.ts';
import sourceRootImport from './imports/source-root-import.ts';
import starImport from './imports/star-import.ts';
import sysPathMutation from './imports/sys-path-mutation.ts';
import unboundName from './imports/unbound-name/index.ts';
import undeclaredDependency from './imports/undeclared-dependency/index.ts';
import unpackagedModule from './imports/unpackaged-module.ts';
import unparsableModule from './imports/unparsable-module/index.ts';
import unresolvableImport from './imports/unresolvable-import/index.ts';
import unusedDependency from './imports/unused-dependency/index.ts';
import unusedImport from './imports/unused-import/index.ts';
import batchLevelDpClipping from './ml/batch-level-dp-clipping.ts';
import evaluationInTrainingMode from './ml/evaluation-in-training-mode.ts';
import fakeStratifiedSplit from './ml/fake-stratified-split.ts';
import fittedBeforeSplit from './ml/fitted-before-split.ts';
import handRolledRdpAccountant from './ml/hand-rolled-rdp-accountant/index.ts';
import hardcodedModelDimension from './ml/hardcoded-model-dimension/index.ts';
import ignoredPrivacyParameter from './ml/ignored-privacy-parameter.ts';
import inputAcceptedButUnused from './ml/input-accepted-but-unused/index.ts';
import legacyNumpyRandom from './ml/legacy-numpy-random.ts';
import lossKeptWithGraph from './ml/loss-kept-with-graph.ts';
import metricAgainstItself from './ml/metric-against-itself.ts';
import noCheckpointResume from './ml/no-checkpoint-resume.ts';
import noMixedPrecision from './ml/no-mixed-precision.ts';
import noiseScaledBySampleRate from './ml/noise-scaled-by-sample-rate.ts';
import nonInjectiveMapping from './ml/non-injective-mapping/index.ts';
import placeholderImplementation from './ml/placeholder-implementation/index.ts';
import readinessWithoutLoading from './ml/readiness-without-loading/index.ts';
import shuffledTimeSeriesSplit from './ml/shuffled-time-series-split.ts';
import unpinnedModelRevision from './ml/unpinned-model-revision.ts';
import unseededTraining from './ml/unseeded-training.ts';
import unusedCliOption from './ml/unused-cli-option/index.ts';
import unusedDefinition from './ml/unused-definition/index.ts';
import answerKeptForever from './resources/answer-kept-forever.ts';
import auditLogInMemory from './resources/audit-log-in-memory.ts';
import averageLatencyMetric from './resources/average-latency-metric.ts';
import copyInHotGetter from './resources/copy-in-hot-getter/index.ts';
import droppedOnLimit from './resources/dropped-on-limit.ts';
import fullQueuePayload from './resources/full-queue-payload.ts';
import heavyObjectPerItem from './resources/heavy-object-per-item/index.ts';
import imageWithoutPixelLimit from './resources/image-without-pixel-limit.ts';
import inMemoryRegistry from './resources/in-memory-registry.ts';
import incompleteCacheKey from './resources/incomplete-cache-key/index.ts';
import lenientBase64Decode from './resources/lenient-base64-decode.ts';
import lifetimeAverageRate from './resources/lifetime-average-rate/index.ts';
import listAsQueue from './resources/list-as-queue/index.ts';
import queueFullUnhandled from './resources/queue-full-unhandled.ts';
import repeatedFileRead from './resources/repeated-file-read.ts';
import rowByRowFetch from './resources/row-by-row-fetch/index.ts';
import sequentialBatch from './resources/sequential-batch.ts';
import stateLostOnRebuild from './resources/state-lost-on-rebuild.ts';
import unboundedCache from './resources/unbounded-cache/index.ts';
import unboundedList from './resources/unbounded-list/index.ts';
import unboundedQueue from './resources/unbounded-queue.ts';
import unclampedLimit from './resources/unclamped-limit/index.ts';
import unclosedResource from './resources/unclosed-resource/index.ts';
import unpaginatedList from './resources/unpaginated-list.ts';
import wholeCollectionInMemory from './resources/whole-collection-in-memory.ts';
import assertAsCheck from './security/assert-as-check.ts';
import cachedAuthorization from './security/cached-authorization/index.ts';
import checkOnlyLogged from './security/check-only-logged.ts';
import clientControlledPrice from './security/client-controlled-price.ts';
import corsMisconfigured from './security/cors-misconfigured/index.ts';
import credentialInQuery from './security/credential-in-query/index.ts';
import csvFormulaInjection from './security/csv-formula-injection.ts';
import debugServer from './security/debug-server.ts';
import deleteOnGet from './security/delete-on-get/index.ts';
import dynamicCodeExecution from './security/dynamic-code-execution/index.ts';
import environmentDisclosed from './security/environment-disclosed.ts';
import ephemeralSecret from './security/ephemeral-secret/index.ts';
import forwardedHeaderTrusted from './security/forwarded-header-trusted/index.ts';
import hardcodedSecret from './security/hardcoded-secret/index.ts';
import hashAsSeed from './security/hash-as-seed/index.ts';
import htmlInjection from './security/html-injection.ts';
import inconsistentRouteProtection from './security/inconsistent-route-protection/index.ts';
import insecureCookie from './security/insecure-cookie.ts';
import loginWithoutLimit from './security/login-without-limit/index.ts';
import markupInjection from './security/markup-injection.ts';
import massAssignment from './security/mass-assignment.ts';
import missingOwnershipCheck from './security/missing-ownership-check/index.ts';
import openRedirect from './security/open-redirect.ts';
import pathFromClient from './security/path-from-client/index.ts';
import plainSecretField from './security/plain-secret-field/index.ts';
import predictableSecret from './security/predictable-secret/index.ts';
import racyTemporaryFile from './security/racy-temporary-file.ts';
import rateLimitByAddress from './security/rate-limit-by-address.ts';
import requestWithoutSizeLimit from './security/request-without-size-limit/index.ts';
import secretComparedPlainly from './security/secret-compared-plainly/index.ts';
import secretInConfiguration from './security/secret-in-configuration.ts';
import secretInUrl from './security/secret-in-url.ts';
import secretLogged from './security/secret-logged/index.ts';
import secretWithoutKdf from './security/secret-without-kdf/index.ts';
import serverSideRequest from './security/server-side-request.ts';
import shellFromConfiguration from './security/shell-from-configuration.ts';
import shellInjection from './security/shell-injection.ts';
import sqlStringFormatting from './security/sql-string-formatting/index.ts';
import sqliteFallback from './security/sqlite-fallback.ts';
import templateInjection from './security/template-injection.ts';
import tlsVerificationOff from './security/tls-verification-off/index.ts';
import tokenDerivedIdentity from './security/token-derived-identity/index.ts';
import truncatedDigestIdentity from './security/truncated-digest-identity.ts';
import unauthenticatedApplication from './security/unauthenticated-application.ts';
import unprotectedRouter from './security/unprotected-router.ts';
import unsafeArchiveExtraction from './security/unsafe-archive-extraction.ts';
import unsafeDeserialization from './security/unsafe-deserialization/index.ts';
import unsafeTorchLoad from './security/unsafe-torch-load/index.ts';
import unsignedWebhook from './security/unsigned-webhook/index.ts';
import unverifiedModelArtifact from './security/unverified-model-artifact.ts';
import userEnumeration from './security/user-enumeration.ts';
import versionDisclosure from './security/version-disclosure.ts';
import weakSecretHash from './security/weak-secret-hash.ts';
import workflowScriptInjection from './security/workflow-script-injection.ts';
import xmlExternalEntities from './security/xml-external-entities.ts';
import engineWithoutPrePing from './service/engine-without-pre-ping.ts';
import healthCheckDoesIo from './service/health-check-does-io/index.ts';
import moduleWithoutLogging from './service/module-without-logging.ts';
import naiveObservabilityGap from './service/naive-observability-gap.ts';
import queueWithoutDepthMetric from './service/queue-without-depth-metric.ts';
import requestWithoutTimeout from './service/request-without-timeout/index.ts';
import serverViaSubprocess from './service/server-via-subprocess.ts';
import singleWorkerServer from './service/single-worker-server.ts';
import singletonWithoutTimeout from './service/singleton-without-timeout.ts';
import staticHealthCheck from './service/static-health-check.ts';
import storageKeyRejected from './service/storage-key-rejected/index.ts';
import unmeteredProvider from './service/unmetered-provider.ts';
import unwiredProtection from './service/unwired-protection/index.ts';
import uploadAboveProxyLimit from './service/upload-above-proxy-limit.ts';
import websocketNotProxied from './service/websocket-not-proxied.ts';
import zeroCoercedToBool from './service/zero-coerced-to-bool/index.ts';

export const rules: readonly RegisteredRule[] = [
  { category: 'concurrency', name: 'async-protocol-mismatch', rule: asyncProtocolMismatch },
  { category: 'concurrency', name: 'attribute-never-bound', rule: attributeNeverBound, firstSight: { read: 231, right: 208 } },
  { category: 'concurrency', name: 'blocking-backoff', rule: blockingBackoff, firstSight: { read: 7, right: 0 } },
  { category: 'concurrency', name: 'blocking-call-in-async', rule: blockingCallInAsync, firstSight: { read: 962, right: 783, sinceFixed: { read: 816, right: 684 } } },
  { category: 'concurrency', name: 'call-signature-mismatch', rule: callSignatureMismatch, firstSight: { read: 1028, right: 930 } },
  { category: 'concurrency', name: 'check-then-insert', rule: checkThenInsert, firstSight: { read: 12, right: 4 } },
  { category: 'concurrency', name: 'closure-captures-data', rule: closureCapturesData, firstSight: { read: 3, right: 0 } },
  { category: 'concurrency', name: 'coroutine-never-awaited', rule: coroutineNeverAwaited, firstSight: { read: 127, right: 122 } },
  { category: 'concurrency', name: 'dangling-task', rule: danglingTask, firstSight: { read: 119, right: 81 } },
  { category: 'concurrency', name: 'default-executor', rule: defaultExecutor, firstSight: { read: 7, right: 0 } },
  { category: 'concurrency', name: 'empty-critical-section', rule: emptyCriticalSection, firstSight: { read: 2, right: 0 } },
  { category: 'concurrency', name: 'in-process-state-with-many-workers', rule: inProcessStateWithManyWorkers, firstSight: { read: 24, right: 11 } },
  { category: 'concurrency', name: 'late-bound-closure', rule: lateBoundClosure, firstSight: { read: 5, right: 2 } },
  { category: 'concurrency', name: 'lock-acquired-twice', rule: lockAcquiredTwice },
  { category: 'concurrency', name: 'missing-unique-constraint', rule: missingUniqueConstraint },
  { category: 'concurrency', name: 'module-level-request-state', rule: moduleLevelRequestState, firstSight: { read: 6, right: 1 } },
  { category: 'concurrency', name: 'non-atomic-dual-write', rule: nonAtomicDualWrite },
  { category: 'concurrency', name: 'non-atomic-file-write', rule: nonAtomicFileWrite, firstSight: { read: 51, right: 31 } },
  { category: 'concurrency', name: 'non-atomic-global-reload', rule: nonAtomicGlobalReload, firstSight: { read: 3, right: 0 } },
  { category: 'concurrency', name: 'process-local-queue', rule: processLocalQueue, firstSight: { read: 5, right: 0 } },
  { category: 'concurrency', name: 'read-then-insert', rule: readThenInsert, firstSight: { read: 23, right: 4 } },
  { category: 'concurrency', name: 'same-loop-deadlock', rule: sameLoopDeadlock, firstSight: { read: 9, right: 7, sinceFixed: { read: 8, right: 7 } } },
  { category: 'concurrency', name: 'semaphore-without-timeout', rule: semaphoreWithoutTimeout, firstSight: { read: 8, right: 0 } },
  { category: 'concurrency', name: 'shared-connection-across-threads', rule: sharedConnectionAcrossThreads, firstSight: { read: 5, right: 1 } },
  { category: 'concurrency', name: 'singleton-ignores-arguments', rule: singletonIgnoresArguments, firstSight: { read: 4, right: 0 } },
  { category: 'concurrency', name: 'sleep-polling', rule: sleepPolling, firstSight: { read: 1, right: 0 } },
  { category: 'concurrency', name: 'sync-over-async', rule: syncOverAsync, firstSight: { read: 14, right: 10 } },
  { category: 'concurrency', name: 'task-outlives-visibility-timeout', rule: taskOutlivesVisibilityTimeout },
  { category: 'concurrency', name: 'thread-per-call', rule: threadPerCall, firstSight: { read: 20, right: 6 } },
  { category: 'concurrency', name: 'thread-per-db-call', rule: threadPerDbCall },
  { category: 'concurrency', name: 'threading-lock-in-async', rule: threadingLockInAsync, firstSight: { read: 19, right: 15 } },
  { category: 'concurrency', name: 'time-based-id', rule: timeBasedId, firstSight: { read: 10, right: 3 } },
  { category: 'concurrency', name: 'timeout-leaves-thread-running', rule: timeoutLeavesThreadRunning, firstSight: { read: 41, right: 25 } },
  { category: 'concurrency', name: 'transaction-during-request', rule: transactionDuringRequest },
  { category: 'concurrency', name: 'unbounded-async-wait', rule: unboundedAsyncWait, firstSight: { read: 1, right: 0 } },
  { category: 'concurrency', name: 'unguarded-thread-callback', rule: unguardedThreadCallback, firstSight: { read: 1, right: 0 } },
  { category: 'concurrency', name: 'unlocked-shared-counter', rule: unlockedSharedCounter, firstSight: { read: 14, right: 0 } },
  { category: 'concurrency', name: 'unlocked-singleton', rule: unlockedSingleton, firstSight: { read: 1, right: 0 } },
  { category: 'concurrency', name: 'unsupervised-task', rule: unsupervisedTask, firstSight: { read: 1, right: 0 } },
  { category: 'containers', name: 'bind-mount-not-writable', rule: bindMountNotWritable },
  { category: 'containers', name: 'compose-datastore-without-volume', rule: composeDatastoreWithoutVolume },
  { category: 'containers', name: 'compose-exposed-datastore', rule: composeExposedDatastore, firstSight: { read: 296, right: 238, sinceFixed: { read: 249, right: 207 } } },
  { category: 'containers', name: 'compose-host-access', rule: composeHostAccess },
  { category: 'containers', name: 'compose-image-unpinned', rule: composeImageUnpinned, firstSight: { read: 21, right: 12 } },
  { category: 'containers', name: 'compose-inherited-healthcheck', rule: composeInheritedHealthcheck, firstSight: { read: 35, right: 30, sinceFixed: { read: 30, right: 28 } } },
  { category: 'containers', name: 'compose-literal-secret', rule: composeLiteralSecret, firstSight: { read: 62, right: 28 } },
  { category: 'containers', name: 'compose-missing-limits', rule: composeMissingLimits },
  { category: 'containers', name: 'compose-missing-variable', rule: composeMissingVariable },
  { category: 'containers', name: 'compose-mount-source-missing', rule: composeMountSourceMissing, firstSight: { read: 77, right: 58, sinceFixed: { read: 45, right: 34 } } },
  { category: 'containers', name: 'compose-port-past-proxy', rule: composePortPastProxy },
  { category: 'containers', name: 'compose-source-mounted', rule: composeSourceMounted },
  { category: 'containers', name: 'compose-start-not-awaited', rule: composeStartNotAwaited },
  { category: 'containers', name: 'compose-unread-environment', rule: composeUnreadEnvironment, firstSight: { read: 1, right: 1 } },
  { category: 'containers', name: 'compose-volume-unused', rule: composeVolumeUnused },
  { category: 'containers', name: 'compose-without-restart', rule: composeWithoutRestart },
  { category: 'containers', name: 'development-server-in-image', rule: developmentServerInImage, firstSight: { read: 12, right: 6 } },
  { category: 'containers', name: 'docker-build-tools-omitted', rule: dockerBuildToolsOmitted },
  { category: 'containers', name: 'docker-context-leak', rule: dockerContextLeak, firstSight: { read: 221, right: 194, sinceFixed: { read: 221, right: 194 } } },
  { category: 'containers', name: 'docker-copy-source-missing', rule: dockerCopySourceMissing, firstSight: { read: 86, right: 77, sinceFixed: { read: 73, right: 68 } } },
  { category: 'containers', name: 'docker-debug-tools', rule: dockerDebugTools, firstSight: { read: 4, right: 0 } },
  { category: 'containers', name: 'docker-editable-install', rule: dockerEditableInstall, firstSight: { read: 4, right: 1 } },
  { category: 'containers', name: 'docker-end-of-life-base', rule: dockerEndOfLifeBase, firstSight: { read: 183, right: 163 } },
  { category: 'containers', name: 'docker-healthcheck-command-missing', rule: dockerHealthcheckCommandMissing, firstSight: { read: 61, right: 59 } },
  { category: 'containers', name: 'docker-healthcheck-variable', rule: dockerHealthcheckVariable, firstSight: { read: 5, right: 4 } },
  { category: 'containers', name: 'docker-ignored-failure', rule: dockerIgnoredFailure, firstSight: { read: 23, right: 14 } },
  { category: 'containers', name: 'docker-root-user', rule: dockerRootUser, firstSight: { read: 52, right: 32 } },
  { category: 'containers', name: 'docker-step-without-effect', rule: dockerStepWithoutEffect },
  { category: 'containers', name: 'docker-unpinned-base', rule: dockerUnpinnedBase, firstSight: { read: 43, right: 21 } },
  { category: 'containers', name: 'healthcheck-cannot-pass', rule: healthcheckCannotPass },
  { category: 'containers', name: 'k8s-missing-limits', rule: k8sMissingLimits, firstSight: { read: 1, right: 0 } },
  { category: 'containers', name: 'missing-healthcheck', rule: missingHealthcheck },
  { category: 'containers', name: 'queue-on-evicting-redis', rule: queueOnEvictingRedis, firstSight: { read: 21, right: 16 } },
  { category: 'containers', name: 'static-model-version', rule: staticModelVersion },
  { category: 'delivery', name: 'called-route-missing', rule: calledRouteMissing },
  { category: 'delivery', name: 'capped-dependency', rule: cappedDependency, firstSight: { read: 6, right: 2 } },
  { category: 'delivery', name: 'ci-check-cannot-fail', rule: ciCheckCannotFail, firstSight: { read: 25, right: 10 } },
  { category: 'delivery', name: 'ci-dependency-unlocked', rule: ciDependencyUnlocked, firstSight: { read: 9, right: 1 } },
  { category: 'delivery', name: 'ci-tool-not-run', rule: ciToolNotRun, firstSight: { read: 57, right: 25 } },
  { category: 'delivery', name: 'ci-without-coverage', rule: ciWithoutCoverage },
  { category: 'delivery', name: 'config-file-unread', rule: configFileUnread },
  { category: 'delivery', name: 'deployment-cancelled-midway', rule: deploymentCancelledMidway },
  { category: 'delivery', name: 'destructive-deployment-step', rule: destructiveDeploymentStep },
  { category: 'delivery', name: 'developer-path', rule: developerPath },
  { category: 'delivery', name: 'directory-never-created', rule: directoryNeverCreated },
  { category: 'delivery', name: 'documented-route-missing', rule: documentedRouteMissing, firstSight: { read: 7, right: 6, sinceFixed: { read: 7, right: 6 } } },
  { category: 'delivery', name: 'documented-script-missing', rule: documentedScriptMissing },
  { category: 'delivery', name: 'env-example-incomplete', rule: envExampleIncomplete },
  { category: 'delivery', name: 'env-file-not-ignored', rule: envFileNotIgnored, firstSight: { read: 62, right: 54, sinceFixed: { read: 57, right: 52 } } },
  { category: 'delivery', name: 'ignored-deployment-failure', rule: ignoredDeploymentFailure },
  { category: 'delivery', name: 'ignored-lock-file', rule: ignoredLockFile, firstSight: { read: 7, right: 2 } },
  { category: 'delivery', name: 'misnamed-variable', rule: misnamedVariable, firstSight: { read: 1, right: 1 } },
  { category: 'delivery', name: 'missing-referenced-file', rule: missingReferencedFile, firstSight: { read: 67, right: 51 } },
  { category: 'delivery', name: 'orphan-queue-consumer', rule: orphanQueueConsumer, firstSight: { read: 4, right: 1 } },
  { category: 'delivery', name: 'pipeline-output-never-written', rule: pipelineOutputNeverWritten, firstSight: { read: 1, right: 1 } },
  { category: 'delivery', name: 'pipeline-path-missing', rule: pipelinePathMissing, firstSight: { read: 12, right: 12 } },
  { category: 'delivery', name: 'pipeline-unknown-option', rule: pipelineUnknownOption, firstSight: { read: 130, right: 120 } },
  { category: 'delivery', name: 'project-without-tests', rule: projectWithoutTests },
  { category: 'delivery', name: 'pull-request-on-own-runner', rule: pullRequestOnOwnRunner, firstSight: { read: 2, right: 2 } },
  { category: 'delivery', name: 'queue-order-inversion', rule: queueOrderInversion, firstSight: { read: 5, right: 3 } },
  { category: 'delivery', name: 'queue-pop-without-ack', rule: queuePopWithoutAck, firstSight: { read: 6, right: 1 } },
  { category: 'delivery', name: 'requirements-drift', rule: requirementsDrift, firstSight: { read: 28, right: 19 } },
  { category: 'delivery', name: 'schema-created-outside-migrations', rule: schemaCreatedOutsideMigrations },
  { category: 'delivery', name: 'shadowed-configuration', rule: shadowedConfiguration, firstSight: { read: 55, right: 50 } },
  { category: 'delivery', name: 'ssh-host-key-unchecked', rule: sshHostKeyUnchecked },
  { category: 'delivery', name: 'test-import-path-missing', rule: testImportPathMissing, firstSight: { read: 5, right: 4 } },
  { category: 'delivery', name: 'test-without-assertion', rule: testWithoutAssertion },
  { category: 'delivery', name: 'test-without-subject', rule: testWithoutSubject, firstSight: { read: 7, right: 5 } },
  { category: 'delivery', name: 'tests-on-real-database', rule: testsOnRealDatabase },
  { category: 'delivery', name: 'undefined-metric', rule: undefinedMetric, firstSight: { read: 44, right: 41 } },
  { category: 'delivery', name: 'unmaintained-dependency', rule: unmaintainedDependency, firstSight: { read: 86, right: 68 } },
  { category: 'delivery', name: 'unpinned-requirement', rule: unpinnedRequirement, firstSight: { read: 352, right: 286, sinceFixed: { read: 251, right: 218 } } },
  { category: 'delivery', name: 'workflow-never-runs', rule: workflowNeverRuns, firstSight: { read: 8, right: 5 } },
  { category: 'delivery', name: 'workflow-permissions', rule: workflowPermissions },
  { category: 'errors', name: 'argument-lost-before-init', rule: argumentLostBeforeInit, firstSight: { read: 1, right: 0 } },
  { category: 'errors', name: 'backoff-without-jitter', rule: backoffWithoutJitter, firstSight: { read: 1, right: 0 } },
  { category: 'errors', name: 'bare-except', rule: bareExcept, firstSight: { read: 92, right: 72 } },
  { category: 'errors', name: 'blind-except', rule: blindExcept, firstSight: { read: 123, right: 78 } },
  { category: 'errors', name: 'button-without-handler', rule: buttonWithoutHandler },
  { category: 'errors', name: 'client-error-as-500', rule: clientErrorAs500 },
  { category: 'errors', name: 'column-changed-in-place', rule: columnChangedInPlace, firstSight: { read: 6, right: 6 } },
  { category: 'errors', name: 'constant-condition', rule: constantCondition, firstSight: { read: 16, right: 13 } },
  { category: 'errors', name: 'context-manager-yields-twice', rule: contextManagerYieldsTwice, firstSight: { read: 8, right: 6 } },
  { category: 'errors', name: 'default-made-at-import', rule: defaultMadeAtImport, firstSight: { read: 70, right: 57, sinceFixed: { read: 56, right: 49 } } },
  { category: 'errors', name: 'dropped-check', rule: droppedCheck, firstSight: { read: 21, right: 13 } },
  { category: 'errors', name: 'dsn-built-without-escaping', rule: dsnBuiltWithoutEscaping },
  { category: 'errors', name: 'enum-stored-by-name', rule: enumStoredByName },
  { category: 'errors', name: 'error-level-by-prefix', rule: errorLevelByPrefix },
  { category: 'errors', name: 'exception-not-raised', rule: exceptionNotRaised, firstSight: { read: 10, right: 10, sinceFixed: { read: 10, right: 10 } } },
  { category: 'errors', name: 'exception-text-disclosed', rule: exceptionTextDisclosed, firstSight: { read: 111, right: 73 } },
  { category: 'errors', name: 'failure-blamed-on-client', rule: failureBlamedOnClient, firstSight: { read: 8, right: 6 } },
  { category: 'errors', name: 'failure-exits-zero', rule: failureExitsZero, firstSight: { read: 18, right: 6 } },
  { category: 'errors', name: 'gather-exceptions-ignored', rule: gatherExceptionsIgnored, firstSight: { read: 9, right: 2 } },
  { category: 'errors', name: 'identical-branches', rule: identicalBranches },
  { category: 'errors', name: 'ignored-exit-status', rule: ignoredExitStatus },
  { category: 'errors', name: 'invalid-raise', rule: invalidRaise },
  { category: 'errors', name: 'keyword-within-words', rule: keywordWithinWords },
  { category: 'errors', name: 'log-only-at-debug', rule: logOnlyAtDebug, firstSight: { read: 18, right: 8 } },
  { category: 'errors', name: 'loop-ends-at-first', rule: loopEndsAtFirst, firstSight: { read: 1, right: 1 } },
  { category: 'errors', name: 'lost-event', rule: lostEvent, firstSight: { read: 2, right: 0 } },
  { category: 'errors', name: 'lost-step', rule: lostStep, firstSight: { read: 11, right: 9 } },
  { category: 'errors', name: 'migration-differs-from-model', rule: migrationDiffersFromModel },
  { category: 'errors', name: 'mismatched-format', rule: mismatchedFormat, firstSight: { read: 4, right: 4 } },
  { category: 'errors', name: 'mismatched-sql-values', rule: mismatchedSqlValues, firstSight: { read: 6, right: 4 } },
  { category: 'errors', name: 'missing-f-prefix', rule: missingFPrefix, firstSight: { read: 35, right: 31, sinceFixed: { read: 35, right: 31 } } },
  { category: 'errors', name: 'money-as-float', rule: moneyAsFloat },
  { category: 'errors', name: 'mutable-default', rule: mutableDefault, firstSight: { read: 8, right: 0 } },
  { category: 'errors', name: 'naive-timestamp', rule: naiveTimestamp },
  { category: 'errors', name: 'oom-not-handled', rule: oomNotHandled, firstSight: { read: 8, right: 1 } },
  { category: 'errors', name: 'order-from-set', rule: orderFromSet },
  { category: 'errors', name: 'overwritten-parameter', rule: overwrittenParameter, firstSight: { read: 7, right: 3 } },
  { category: 'errors', name: 'page-without-order', rule: pageWithoutOrder, firstSight: { read: 143, right: 113 } },
  { category: 'errors', name: 'poison-message-loop', rule: poisonMessageLoop, firstSight: { read: 13, right: 7 } },
  { category: 'errors', name: 'random-idempotency-key', rule: randomIdempotencyKey },
  { category: 'errors', name: 'refusal-told-as-failure', rule: refusalToldAsFailure, firstSight: { read: 220, right: 193, sinceFixed: { read: 220, right: 193 } } },
  { category: 'errors', name: 'response-field-never-filled', rule: responseFieldNeverFilled },
  { category: 'errors', name: 'response-status-unread', rule: responseStatusUnread },
  { category: 'errors', name: 'retry-of-swallower', rule: retryOfSwallower, firstSight: { read: 35, right: 13 } },
  { category: 'errors', name: 'retry-without-backoff', rule: retryWithoutBackoff, firstSight: { read: 2, right: 1 } },
  { category: 'errors', name: 'retry-without-circuit-breaker', rule: retryWithoutCircuitBreaker, firstSight: { read: 5, right: 0 } },
  { category: 'errors', name: 'rollback-misses-cancellation', rule: rollbackMissesCancellation, firstSight: { read: 23, right: 4 } },
  { category: 'errors', name: 'security-check-fails-open', rule: securityCheckFailsOpen, firstSight: { read: 29, right: 4 } },
  { category: 'errors', name: 'sentinel-reported-as-zero', rule: sentinelReportedAsZero, firstSight: { read: 5, right: 0 } },
  { category: 'errors', name: 'session-not-rolled-back', rule: sessionNotRolledBack, firstSight: { read: 43, right: 32 } },
  { category: 'errors', name: 'shadowed-route', rule: shadowedRoute, firstSight: { read: 61, right: 50, sinceFixed: { read: 49, right: 47 } } },
  { category: 'errors', name: 'shared-class-attribute', rule: sharedClassAttribute, firstSight: { read: 8, right: 1 } },
  { category: 'errors', name: 'sqlite-foreign-keys-off', rule: sqliteForeignKeysOff, firstSight: { read: 7, right: 1 } },
  { category: 'errors', name: 'stringified-exception', rule: stringifiedException, firstSight: { read: 6, right: 1 } },
  { category: 'errors', name: 'success-after-failure', rule: successAfterFailure, firstSight: { read: 15, right: 8 } },
  { category: 'errors', name: 'swallowed-exception', rule: swallowedException, firstSight: { read: 6, right: 1 } },
  { category: 'errors', name: 'text-taken-for-bool', rule: textTakenForBool, firstSight: { read: 11, right: 6 } },
  { category: 'errors', name: 'unbounded-amount', rule: unboundedAmount },
  { category: 'errors', name: 'unbounded-bisection', rule: unboundedBisection, firstSight: { read: 4, right: 1 } },
  { category: 'errors', name: 'unchecked-none', rule: uncheckedNone, firstSight: { read: 104, right: 33 } },
  { category: 'errors', name: 'unclamped-exp', rule: unclampedExp, firstSight: { read: 6, right: 1 } },
  { category: 'errors', name: 'unknown-model-field', rule: unknownModelField, firstSight: { read: 33, right: 27 } },
  { category: 'errors', name: 'unreachable-handler', rule: unreachableHandler, firstSight: { read: 15, right: 11 } },
  { category: 'errors', name: 'unread-result-key', rule: unreadResultKey, firstSight: { read: 31, right: 26 } },
  { category: 'imports', name: 'duplicate-class-definition', rule: duplicateClassDefinition, firstSight: { read: 6, right: 3 } },
  { category: 'imports', name: 'duplicated-function', rule: duplicatedFunction },
  { category: 'imports', name: 'entry-point-not-callable', rule: entryPointNotCallable, firstSight: { read: 63, right: 53, sinceFixed: { read: 39, right: 35 } } },
  { category: 'imports', name: 'f-string-without-placeholder', rule: fStringWithoutPlaceholder },
  { category: 'imports', name: 'import-cycle', rule: importCycle, firstSight: { read: 9, right: 7 } },
  { category: 'imports', name: 'import-fallback-mock', rule: importFallbackMock, firstSight: { read: 10, right: 4 } },
  { category: 'imports', name: 'import-fallback-silent', rule: importFallbackSilent, firstSight: { read: 7, right: 0 } },
  { category: 'imports', name: 'import-time-side-effect', rule: importTimeSideEffect, firstSight: { read: 5, right: 3 } },
  { category: 'imports', name: 'missing-member', rule: missingMember, firstSight: { read: 729, right: 634 } },
  { category: 'imports', name: 'orphan-module', rule: orphanModule, firstSight: { read: 24, right: 14 } },
  { category: 'imports', name: 'private-attribute-chain', rule: privateAttributeChain, firstSight: { read: 6, right: 0 } },
  { category: 'imports', name: 'python-version-too-low', rule: pythonVersionTooLow },
  { category: 'imports', name: 'removed-library-api', rule: removedLibraryApi, firstSight: { read: 6, right: 3 } },
  { category: 'imports', name: 'shadowed-module', rule: shadowedModule, firstSight: { read: 1, right: 0 } },
  { category: 'imports', name: 'source-root-import', rule: sourceRootImport, firstSight: { read: 11, right: 3 } },
  { category: 'imports', name: 'star-import', rule: starImport },
  { category: 'imports', name: 'sys-path-mutation', rule: sysPathMutation, firstSight: { read: 4, right: 2 } },
  { category: 'imports', name: 'unbound-name', rule: unboundName, firstSight: { read: 766, right: 691 } },
  { category: 'imports', name: 'undeclared-dependency', rule: undeclaredDependency, firstSight: { read: 173, right: 122, sinceFixed: { read: 22, right: 18 } } },
  { category: 'imports', name: 'unpackaged-module', rule: unpackagedModule, firstSight: { read: 23, right: 13 } },
  { category: 'imports', name: 'unparsable-module', rule: unparsableModule, firstSight: { read: 24, right: 17 } },
  { category: 'imports', name: 'unresolvable-import', rule: unresolvableImport, firstSight: { read: 793, right: 696 } },
  { category: 'imports', name: 'unused-dependency', rule: unusedDependency, firstSight: { read: 2, right: 2 } },
  { category: 'imports', name: 'unused-import', rule: unusedImport },
  { category: 'ml', name: 'batch-level-dp-clipping', rule: batchLevelDpClipping },
  { category: 'ml', name: 'evaluation-in-training-mode', rule: evaluationInTrainingMode },
  { category: 'ml', name: 'fake-stratified-split', rule: fakeStratifiedSplit, firstSight: { read: 2, right: 0 } },
  { category: 'ml', name: 'fitted-before-split', rule: fittedBeforeSplit },
  { category: 'ml', name: 'hand-rolled-rdp-accountant', rule: handRolledRdpAccountant },
  { category: 'ml', name: 'hardcoded-model-dimension', rule: hardcodedModelDimension },
  { category: 'ml', name: 'ignored-privacy-parameter', rule: ignoredPrivacyParameter },
  { category: 'ml', name: 'input-accepted-but-unused', rule: inputAcceptedButUnused, firstSight: { read: 10, right: 6 } },
  { category: 'ml', name: 'legacy-numpy-random', rule: legacyNumpyRandom, firstSight: { read: 5, right: 3 } },
  { category: 'ml', name: 'loss-kept-with-graph', rule: lossKeptWithGraph },
  { category: 'ml', name: 'metric-against-itself', rule: metricAgainstItself },
  { category: 'ml', name: 'no-checkpoint-resume', rule: noCheckpointResume, firstSight: { read: 1, right: 0 } },
  { category: 'ml', name: 'no-mixed-precision', rule: noMixedPrecision },
  { category: 'ml', name: 'noise-scaled-by-sample-rate', rule: noiseScaledBySampleRate },
  { category: 'ml', name: 'non-injective-mapping', rule: nonInjectiveMapping },
  { category: 'ml', name: 'placeholder-implementation', rule: placeholderImplementation, firstSight: { read: 94, right: 44 } },
  { category: 'ml', name: 'readiness-without-loading', rule: readinessWithoutLoading, firstSight: { read: 7, right: 1 } },
  { category: 'ml', name: 'shuffled-time-series-split', rule: shuffledTimeSeriesSplit },
  { category: 'ml', name: 'unpinned-model-revision', rule: unpinnedModelRevision },
  { category: 'ml', name: 'unseeded-training', rule: unseededTraining },
  { category: 'ml', name: 'unused-cli-option', rule: unusedCliOption, firstSight: { read: 63, right: 47 } },
  { category: 'ml', name: 'unused-definition', rule: unusedDefinition },
  { category: 'resources', name: 'answer-kept-forever', rule: answerKeptForever },
  { category: 'resources', name: 'audit-log-in-memory', rule: auditLogInMemory, firstSight: { read: 2, right: 1 } },
  { category: 'resources', name: 'average-latency-metric', rule: averageLatencyMetric, firstSight: { read: 2, right: 0 } },
  { category: 'resources', name: 'copy-in-hot-getter', rule: copyInHotGetter, firstSight: { read: 2, right: 0 } },
  { category: 'resources', name: 'dropped-on-limit', rule: droppedOnLimit, firstSight: { read: 3, right: 0 } },
  { category: 'resources', name: 'full-queue-payload', rule: fullQueuePayload, firstSight: { read: 3, right: 1 } },
  { category: 'resources', name: 'heavy-object-per-item', rule: heavyObjectPerItem, firstSight: { read: 3, right: 2 } },
  { category: 'resources', name: 'image-without-pixel-limit', rule: imageWithoutPixelLimit, firstSight: { read: 10, right: 0 } },
  { category: 'resources', name: 'in-memory-registry', rule: inMemoryRegistry, firstSight: { read: 6, right: 1 } },
  { category: 'resources', name: 'incomplete-cache-key', rule: incompleteCacheKey, firstSight: { read: 40, right: 1 } },
  { category: 'resources', name: 'lenient-base64-decode', rule: lenientBase64Decode, firstSight: { read: 1, right: 0 } },
  { category: 'resources', name: 'lifetime-average-rate', rule: lifetimeAverageRate, firstSight: { read: 6, right: 1 } },
  { category: 'resources', name: 'list-as-queue', rule: listAsQueue, firstSight: { read: 2, right: 0 } },
  { category: 'resources', name: 'queue-full-unhandled', rule: queueFullUnhandled, firstSight: { read: 2, right: 1 } },
  { category: 'resources', name: 'repeated-file-read', rule: repeatedFileRead },
  { category: 'resources', name: 'row-by-row-fetch', rule: rowByRowFetch, firstSight: { read: 4, right: 2 } },
  { category: 'resources', name: 'sequential-batch', rule: sequentialBatch },
  { category: 'resources', name: 'state-lost-on-rebuild', rule: stateLostOnRebuild, firstSight: { read: 1, right: 0 } },
  { category: 'resources', name: 'unbounded-cache', rule: unboundedCache, firstSight: { read: 2, right: 0 } },
  { category: 'resources', name: 'unbounded-list', rule: unboundedList, firstSight: { read: 18, right: 7 } },
  { category: 'resources', name: 'unbounded-queue', rule: unboundedQueue, firstSight: { read: 1, right: 0 } },
  { category: 'resources', name: 'unclamped-limit', rule: unclampedLimit, firstSight: { read: 1, right: 1 } },
  { category: 'resources', name: 'unclosed-resource', rule: unclosedResource, firstSight: { read: 39, right: 18 } },
  { category: 'resources', name: 'unpaginated-list', rule: unpaginatedList },
  { category: 'resources', name: 'whole-collection-in-memory', rule: wholeCollectionInMemory },
  { category: 'security', name: 'assert-as-check', rule: assertAsCheck },
  { category: 'security', name: 'cached-authorization', rule: cachedAuthorization },
  { category: 'security', name: 'check-only-logged', rule: checkOnlyLogged },
  { category: 'security', name: 'client-controlled-price', rule: clientControlledPrice },
  { category: 'security', name: 'cors-misconfigured', rule: corsMisconfigured, firstSight: { read: 12, right: 2 } },
  { category: 'security', name: 'credential-in-query', rule: credentialInQuery, firstSight: { read: 44, right: 31 } },
  { category: 'security', name: 'csv-formula-injection', rule: csvFormulaInjection },
  { category: 'security', name: 'debug-server', rule: debugServer, firstSight: { read: 65, right: 46 } },
  { category: 'security', name: 'delete-on-get', rule: deleteOnGet, firstSight: { read: 4, right: 3 } },
  { category: 'security', name: 'dynamic-code-execution', rule: dynamicCodeExecution, firstSight: { read: 22, right: 12 } },
  { category: 'security', name: 'environment-disclosed', rule: environmentDisclosed },
  { category: 'security', name: 'ephemeral-secret', rule: ephemeralSecret, firstSight: { read: 23, right: 12 } },
  { category: 'security', name: 'forwarded-header-trusted', rule: forwardedHeaderTrusted, firstSight: { read: 104, right: 68 } },
  { category: 'security', name: 'hardcoded-secret', rule: hardcodedSecret, firstSight: { read: 658, right: 452 } },
  { category: 'security', name: 'hash-as-seed', rule: hashAsSeed, firstSight: { read: 6, right: 2 } },
  { category: 'security', name: 'html-injection', rule: htmlInjection, firstSight: { read: 7, right: 3 } },
  { category: 'security', name: 'inconsistent-route-protection', rule: inconsistentRouteProtection, firstSight: { read: 8, right: 6 } },
  { category: 'security', name: 'insecure-cookie', rule: insecureCookie },
  { category: 'security', name: 'login-without-limit', rule: loginWithoutLimit, firstSight: { read: 49, right: 35 } },
  { category: 'security', name: 'markup-injection', rule: markupInjection },
  { category: 'security', name: 'mass-assignment', rule: massAssignment, firstSight: { read: 8, right: 2 } },
  { category: 'security', name: 'missing-ownership-check', rule: missingOwnershipCheck, firstSight: { read: 27, right: 10 } },
  { category: 'security', name: 'open-redirect', rule: openRedirect },
  { category: 'security', name: 'path-from-client', rule: pathFromClient, firstSight: { read: 179, right: 120 } },
  { category: 'security', name: 'plain-secret-field', rule: plainSecretField },
  { category: 'security', name: 'predictable-secret', rule: predictableSecret, firstSight: { read: 43, right: 30 } },
  { category: 'security', name: 'racy-temporary-file', rule: racyTemporaryFile },
  { category: 'security', name: 'rate-limit-by-address', rule: rateLimitByAddress, firstSight: { read: 8, right: 2 } },
  { category: 'security', name: 'request-without-size-limit', rule: requestWithoutSizeLimit, firstSight: { read: 43, right: 20 } },
  { category: 'security', name: 'secret-compared-plainly', rule: secretComparedPlainly, firstSight: { read: 10, right: 3 } },
  { category: 'security', name: 'secret-in-configuration', rule: secretInConfiguration },
  { category: 'security', name: 'secret-in-url', rule: secretInUrl, firstSight: { read: 5, right: 2 } },
  { category: 'security', name: 'secret-logged', rule: secretLogged, firstSight: { read: 84, right: 49 } },
  { category: 'security', name: 'secret-without-kdf', rule: secretWithoutKdf, firstSight: { read: 10, right: 3 } },
  { category: 'security', name: 'server-side-request', rule: serverSideRequest, firstSight: { read: 56, right: 27 } },
  { category: 'security', name: 'shell-from-configuration', rule: shellFromConfiguration, firstSight: { read: 6, right: 3 } },
  { category: 'security', name: 'shell-injection', rule: shellInjection, firstSight: { read: 13, right: 10, sinceFixed: { read: 11, right: 9 } } },
  { category: 'security', name: 'sql-string-formatting', rule: sqlStringFormatting, firstSight: { read: 23, right: 12 } },
  { category: 'security', name: 'sqlite-fallback', rule: sqliteFallback, firstSight: { read: 2, right: 0 } },
  { category: 'security', name: 'template-injection', rule: templateInjection, firstSight: { read: 11, right: 3 } },
  { category: 'security', name: 'tls-verification-off', rule: tlsVerificationOff, firstSight: { read: 41, right: 25, sinceFixed: { read: 14, right: 12 } } },
  { category: 'security', name: 'token-derived-identity', rule: tokenDerivedIdentity, firstSight: { read: 2, right: 0 } },
  { category: 'security', name: 'truncated-digest-identity', rule: truncatedDigestIdentity, firstSight: { read: 10, right: 1 } },
  { category: 'security', name: 'unauthenticated-application', rule: unauthenticatedApplication, firstSight: { read: 28, right: 17 } },
  { category: 'security', name: 'unprotected-router', rule: unprotectedRouter, firstSight: { read: 36, right: 18 } },
  { category: 'security', name: 'unsafe-archive-extraction', rule: unsafeArchiveExtraction },
  { category: 'security', name: 'unsafe-deserialization', rule: unsafeDeserialization, firstSight: { read: 23, right: 10 } },
  { category: 'security', name: 'unsafe-torch-load', rule: unsafeTorchLoad, firstSight: { read: 13, right: 3 } },
  { category: 'security', name: 'unsigned-webhook', rule: unsignedWebhook, firstSight: { read: 9, right: 6 } },
  { category: 'security', name: 'unverified-model-artifact', rule: unverifiedModelArtifact, firstSight: { read: 6, right: 0 } },
  { category: 'security', name: 'user-enumeration', rule: userEnumeration },
  { category: 'security', name: 'version-disclosure', rule: versionDisclosure },
  { category: 'security', name: 'weak-secret-hash', rule: weakSecretHash, firstSight: { read: 17, right: 9 } },
  { category: 'security', name: 'workflow-script-injection', rule: workflowScriptInjection, firstSight: { read: 1, right: 1 } },
  { category: 'security', name: 'xml-external-entities', rule: xmlExternalEntities },
  { category: 'service', name: 'engine-without-pre-ping', rule: engineWithoutPrePing },
  { category: 'service', name: 'health-check-does-io', rule: healthCheckDoesIo, firstSight: { read: 10, right: 0 } },
  { category: 'service', name: 'module-without-logging', rule: moduleWithoutLogging, firstSight: { read: 13, right: 2 } },
  { category: 'service', name: 'naive-observability-gap', rule: naiveObservabilityGap, firstSight: { read: 15, right: 1 } },
  { category: 'service', name: 'queue-without-depth-metric', rule: queueWithoutDepthMetric, firstSight: { read: 4, right: 0 } },
  { category: 'service', name: 'request-without-timeout', rule: requestWithoutTimeout, firstSight: { read: 305, right: 277, sinceFixed: { read: 305, right: 277 } } },
  { category: 'service', name: 'server-via-subprocess', rule: serverViaSubprocess },
  { category: 'service', name: 'single-worker-server', rule: singleWorkerServer },
  { category: 'service', name: 'singleton-without-timeout', rule: singletonWithoutTimeout, firstSight: { read: 12, right: 4 } },
  { category: 'service', name: 'static-health-check', rule: staticHealthCheck },
  { category: 'service', name: 'storage-key-rejected', rule: storageKeyRejected },
  { category: 'service', name: 'unmetered-provider', rule: unmeteredProvider, firstSight: { read: 2, right: 0 } },
  { category: 'service', name: 'unwired-protection', rule: unwiredProtection, firstSight: { read: 40, right: 25 } },
  { category: 'service', name: 'upload-above-proxy-limit', rule: uploadAboveProxyLimit },
  { category: 'service', name: 'websocket-not-proxied', rule: websocketNotProxied },
  { category: 'service', name: 'zero-coerced-to-bool', rule: zeroCoercedToBool, firstSight: { read: 3, right: 0 } },
];
