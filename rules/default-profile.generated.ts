// Generated from rules/<category>/<name>.ts by src/dev/generate/registry.ts. Do not edit; run `npm run generate`.
import type { RegisteredRule } from '#kit';
import attributeNeverBound from './concurrency/attribute-never-bound.ts';
import blockingCallInAsync from './concurrency/blocking-call-in-async.ts';
import callSignatureMismatch from './concurrency/call-signature-mismatch.ts';
import coroutineNeverAwaited from './concurrency/coroutine-never-awaited.ts';
import sharedConnectionAcrossThreads from './concurrency/shared-connection-across-threads.ts';
import timeBasedId from './concurrency/time-based-id.ts';
import timeoutLeavesThreadRunning from './concurrency/timeout-leaves-thread-running.ts';
import unsupervisedTask from './concurrency/unsupervised-task.ts';
import composeExposedDatastore from './containers/compose-exposed-datastore.ts';
import composeImageUnpinned from './containers/compose-image-unpinned.ts';
import composeInheritedHealthcheck from './containers/compose-inherited-healthcheck.ts';
import developmentServerInImage from './containers/development-server-in-image.ts';
import dockerContextLeak from './containers/docker-context-leak.ts';
import dockerCopySourceMissing from './containers/docker-copy-source-missing.ts';
import dockerGitMissing from './containers/docker-git-missing.ts';
import dockerHealthcheckCommandMissing from './containers/docker-healthcheck-command-missing.ts';
import dockerHealthcheckVariable from './containers/docker-healthcheck-variable.ts';
import dockerRootUser from './containers/docker-root-user.ts';
import envFileNotIgnored from './delivery/env-file-not-ignored.ts';
import missingReferencedFile from './delivery/missing-referenced-file.ts';
import pipelineOutputNeverWritten from './delivery/pipeline-output-never-written.ts';
import pipelinePathMissing from './delivery/pipeline-path-missing.ts';
import pipelineUnknownOption from './delivery/pipeline-unknown-option.ts';
import queuePopWithoutAck from './delivery/queue-pop-without-ack.ts';
import requirementsDrift from './delivery/requirements-drift.ts';
import testImportPathMissing from './delivery/test-import-path-missing.ts';
import undefinedMetric from './delivery/undefined-metric.ts';
import unpinnedRequirement from './delivery/unpinned-requirement.ts';
import bareExcept from './errors/bare-except.ts';
import columnChangedInPlace from './errors/column-changed-in-place.ts';
import errorLevelByPrefix from './errors/error-level-by-prefix.ts';
import exceptionTextDisclosed from './errors/exception-text-disclosed.ts';
import loopEndsAtFirst from './errors/loop-ends-at-first.ts';
import lostEvent from './errors/lost-event.ts';
import missingFPrefix from './errors/missing-f-prefix.ts';
import refusalToldAsFailure from './errors/refusal-told-as-failure.ts';
import securityCheckFailsOpen from './errors/security-check-fails-open.ts';
import sessionNotRolledBack from './errors/session-not-rolled-back.ts';
import stringifiedException from './errors/stringified-exception.ts';
import successAfterFailure from './errors/success-after-failure.ts';
import textTakenForBool from './errors/text-taken-for-bool.ts';
import unreadResultKey from './errors/unread-result-key.ts';
import entryPointNotCallable from './imports/entry-point-not-callable.ts';
import missingMember from './imports/missing-member.ts';
import orphanModule from './imports/orphan-module.ts';
import unboundName from './imports/unbound-name.ts';
import unparsableModule from './imports/unparsable-module.ts';
import unresolvableImport from './imports/unresolvable-import.ts';
import batchLevelDpClipping from './ml/batch-level-dp-clipping.ts';
import handRolledRdpAccountant from './ml/hand-rolled-rdp-accountant.ts';
import hardcodedModelDimension from './ml/hardcoded-model-dimension.ts';
import ignoredPrivacyParameter from './ml/ignored-privacy-parameter.ts';
import inputAcceptedButUnused from './ml/input-accepted-but-unused.ts';
import noiseScaledBySampleRate from './ml/noise-scaled-by-sample-rate.ts';
import nonInjectiveMapping from './ml/non-injective-mapping.ts';
import placeholderImplementation from './ml/placeholder-implementation.ts';
import readinessWithoutLoading from './ml/readiness-without-loading.ts';
import imageWithoutPixelLimit from './resources/image-without-pixel-limit.ts';
import lenientBase64Decode from './resources/lenient-base64-decode.ts';
import stateLostOnRebuild from './resources/state-lost-on-rebuild.ts';
import unclampedLimit from './resources/unclamped-limit.ts';
import cachedAuthorization from './security/cached-authorization.ts';
import corsMisconfigured from './security/cors-misconfigured.ts';
import credentialInQuery from './security/credential-in-query.ts';
import debugServer from './security/debug-server.ts';
import dynamicCodeExecution from './security/dynamic-code-execution.ts';
import forwardedHeaderTrusted from './security/forwarded-header-trusted.ts';
import hardcodedSecret from './security/hardcoded-secret.ts';
import htmlInjection from './security/html-injection.ts';
import inconsistentRouteProtection from './security/inconsistent-route-protection.ts';
import massAssignment from './security/mass-assignment.ts';
import pathFromClient from './security/path-from-client.ts';
import rateLimitByAddress from './security/rate-limit-by-address.ts';
import requestWithoutSizeLimit from './security/request-without-size-limit.ts';
import secretComparedPlainly from './security/secret-compared-plainly.ts';
import serverSideRequest from './security/server-side-request.ts';
import shellFromConfiguration from './security/shell-from-configuration.ts';
import shellInjection from './security/shell-injection.ts';
import sqlStringFormatting from './security/sql-string-formatting.ts';
import templateInjection from './security/template-injection.ts';
import tlsVerificationOff from './security/tls-verification-off.ts';
import tokenDerivedIdentity from './security/token-derived-identity.ts';
import unprotectedRouter from './security/unprotected-router.ts';
import unsafeDeserialization from './security/unsafe-deserialization.ts';
import unsignedWebhook from './security/unsigned-webhook.ts';
import versionDisclosure from './security/version-disclosure.ts';
import healthCheckDoesIo from './service/health-check-does-io.ts';
import machinePath from './service/machine-path.ts';
import moduleWithoutLogging from './service/module-without-logging.ts';
import naiveObservabilityGap from './service/naive-observability-gap.ts';
import requestWithoutTimeout from './service/request-without-timeout.ts';
import storageKeyRejected from './service/storage-key-rejected.ts';
import unwiredProtection from './service/unwired-protection.ts';

export const defaultRules: readonly RegisteredRule[] = [
  { category: 'concurrency', name: 'attribute-never-bound', rule: attributeNeverBound, firstSight: { read: 174, right: 161 } },
  { category: 'concurrency', name: 'blocking-call-in-async', rule: blockingCallInAsync, firstSight: { read: 190, right: 139, sinceMended: { read: 44, right: 40 } } },
  { category: 'concurrency', name: 'call-signature-mismatch', rule: callSignatureMismatch, firstSight: { read: 706, right: 650 } },
  { category: 'concurrency', name: 'coroutine-never-awaited', rule: coroutineNeverAwaited, firstSight: { read: 63, right: 61 } },
  { category: 'concurrency', name: 'shared-connection-across-threads', rule: sharedConnectionAcrossThreads, firstSight: { read: 1, right: 1 } },
  { category: 'concurrency', name: 'time-based-id', rule: timeBasedId, firstSight: { read: 10, right: 3 } },
  { category: 'concurrency', name: 'timeout-leaves-thread-running', rule: timeoutLeavesThreadRunning, firstSight: { read: 29, right: 17, sinceMended: { read: 9, right: 8 } } },
  { category: 'concurrency', name: 'unsupervised-task', rule: unsupervisedTask },
  { category: 'containers', name: 'compose-exposed-datastore', rule: composeExposedDatastore, firstSight: { read: 119, right: 91, sinceMended: { read: 72, right: 60 } } },
  { category: 'containers', name: 'compose-image-unpinned', rule: composeImageUnpinned, firstSight: { read: 10, right: 4 } },
  { category: 'containers', name: 'compose-inherited-healthcheck', rule: composeInheritedHealthcheck, firstSight: { read: 11, right: 7, sinceMended: { read: 6, right: 5 } } },
  { category: 'containers', name: 'development-server-in-image', rule: developmentServerInImage },
  { category: 'containers', name: 'docker-context-leak', rule: dockerContextLeak, firstSight: { read: 16, right: 15, sinceMended: { read: 16, right: 15 } } },
  { category: 'containers', name: 'docker-copy-source-missing', rule: dockerCopySourceMissing, firstSight: { read: 49, right: 41, sinceMended: { read: 36, right: 32 } } },
  { category: 'containers', name: 'docker-git-missing', rule: dockerGitMissing },
  { category: 'containers', name: 'docker-healthcheck-command-missing', rule: dockerHealthcheckCommandMissing, firstSight: { read: 33, right: 32 } },
  { category: 'containers', name: 'docker-healthcheck-variable', rule: dockerHealthcheckVariable, firstSight: { read: 3, right: 3 } },
  { category: 'containers', name: 'docker-root-user', rule: dockerRootUser, firstSight: { read: 14, right: 5 } },
  { category: 'delivery', name: 'env-file-not-ignored', rule: envFileNotIgnored, firstSight: { read: 25, right: 22, sinceMended: { read: 20, right: 20 } } },
  { category: 'delivery', name: 'missing-referenced-file', rule: missingReferencedFile, firstSight: { read: 44, right: 33, sinceMended: { read: 12, right: 10 } } },
  { category: 'delivery', name: 'pipeline-output-never-written', rule: pipelineOutputNeverWritten },
  { category: 'delivery', name: 'pipeline-path-missing', rule: pipelinePathMissing, firstSight: { read: 5, right: 5 } },
  { category: 'delivery', name: 'pipeline-unknown-option', rule: pipelineUnknownOption, firstSight: { read: 102, right: 93 } },
  { category: 'delivery', name: 'queue-pop-without-ack', rule: queuePopWithoutAck },
  { category: 'delivery', name: 'requirements-drift', rule: requirementsDrift, firstSight: { read: 21, right: 14, sinceMended: { read: 9, right: 8 } } },
  { category: 'delivery', name: 'test-import-path-missing', rule: testImportPathMissing, firstSight: { read: 2, right: 2 } },
  { category: 'delivery', name: 'undefined-metric', rule: undefinedMetric, firstSight: { read: 25, right: 24 } },
  { category: 'delivery', name: 'unpinned-requirement', rule: unpinnedRequirement, firstSight: { read: 115, right: 80, sinceMended: { read: 14, right: 12 } } },
  { category: 'errors', name: 'bare-except', rule: bareExcept, firstSight: { read: 71, right: 57, sinceMended: { read: 23, right: 19 } } },
  { category: 'errors', name: 'column-changed-in-place', rule: columnChangedInPlace },
  { category: 'errors', name: 'error-level-by-prefix', rule: errorLevelByPrefix },
  { category: 'errors', name: 'exception-text-disclosed', rule: exceptionTextDisclosed, firstSight: { read: 28, right: 17 } },
  { category: 'errors', name: 'loop-ends-at-first', rule: loopEndsAtFirst },
  { category: 'errors', name: 'lost-event', rule: lostEvent, firstSight: { read: 2, right: 0 } },
  { category: 'errors', name: 'missing-f-prefix', rule: missingFPrefix, firstSight: { read: 12, right: 12, sinceMended: { read: 12, right: 12 } } },
  { category: 'errors', name: 'refusal-told-as-failure', rule: refusalToldAsFailure, firstSight: { read: 69, right: 64, sinceMended: { read: 69, right: 64 } } },
  { category: 'errors', name: 'security-check-fails-open', rule: securityCheckFailsOpen, firstSight: { read: 16, right: 2 } },
  { category: 'errors', name: 'session-not-rolled-back', rule: sessionNotRolledBack },
  { category: 'errors', name: 'stringified-exception', rule: stringifiedException, firstSight: { read: 6, right: 1 } },
  { category: 'errors', name: 'success-after-failure', rule: successAfterFailure },
  { category: 'errors', name: 'text-taken-for-bool', rule: textTakenForBool },
  { category: 'errors', name: 'unread-result-key', rule: unreadResultKey, firstSight: { read: 28, right: 25 } },
  { category: 'imports', name: 'entry-point-not-callable', rule: entryPointNotCallable, firstSight: { read: 31, right: 24 } },
  { category: 'imports', name: 'missing-member', rule: missingMember, firstSight: { read: 365, right: 315 } },
  { category: 'imports', name: 'orphan-module', rule: orphanModule, firstSight: { read: 24, right: 14 } },
  { category: 'imports', name: 'unbound-name', rule: unboundName, firstSight: { read: 363, right: 334 } },
  { category: 'imports', name: 'unparsable-module', rule: unparsableModule, firstSight: { read: 3, right: 3 } },
  { category: 'imports', name: 'unresolvable-import', rule: unresolvableImport, firstSight: { read: 605, right: 531 } },
  { category: 'ml', name: 'batch-level-dp-clipping', rule: batchLevelDpClipping },
  { category: 'ml', name: 'hand-rolled-rdp-accountant', rule: handRolledRdpAccountant },
  { category: 'ml', name: 'hardcoded-model-dimension', rule: hardcodedModelDimension },
  { category: 'ml', name: 'ignored-privacy-parameter', rule: ignoredPrivacyParameter },
  { category: 'ml', name: 'input-accepted-but-unused', rule: inputAcceptedButUnused, firstSight: { read: 10, right: 6 } },
  { category: 'ml', name: 'noise-scaled-by-sample-rate', rule: noiseScaledBySampleRate },
  { category: 'ml', name: 'non-injective-mapping', rule: nonInjectiveMapping },
  { category: 'ml', name: 'placeholder-implementation', rule: placeholderImplementation, firstSight: { read: 78, right: 37 } },
  { category: 'ml', name: 'readiness-without-loading', rule: readinessWithoutLoading },
  { category: 'resources', name: 'image-without-pixel-limit', rule: imageWithoutPixelLimit, firstSight: { read: 10, right: 0 } },
  { category: 'resources', name: 'lenient-base64-decode', rule: lenientBase64Decode, firstSight: { read: 1, right: 0 } },
  { category: 'resources', name: 'state-lost-on-rebuild', rule: stateLostOnRebuild },
  { category: 'resources', name: 'unclamped-limit', rule: unclampedLimit, firstSight: { read: 1, right: 1 } },
  { category: 'security', name: 'cached-authorization', rule: cachedAuthorization },
  { category: 'security', name: 'cors-misconfigured', rule: corsMisconfigured, firstSight: { read: 12, right: 2 } },
  { category: 'security', name: 'credential-in-query', rule: credentialInQuery, firstSight: { read: 29, right: 19 } },
  { category: 'security', name: 'debug-server', rule: debugServer, firstSight: { read: 37, right: 29, sinceMended: { read: 13, right: 13 } } },
  { category: 'security', name: 'dynamic-code-execution', rule: dynamicCodeExecution, firstSight: { read: 15, right: 11, sinceMended: { read: 8, right: 7 } } },
  { category: 'security', name: 'forwarded-header-trusted', rule: forwardedHeaderTrusted, firstSight: { read: 86, right: 54 } },
  { category: 'security', name: 'hardcoded-secret', rule: hardcodedSecret, firstSight: { read: 291, right: 158, sinceMended: { read: 151, right: 109 } } },
  { category: 'security', name: 'html-injection', rule: htmlInjection },
  { category: 'security', name: 'inconsistent-route-protection', rule: inconsistentRouteProtection, firstSight: { read: 4, right: 3 } },
  { category: 'security', name: 'mass-assignment', rule: massAssignment },
  { category: 'security', name: 'path-from-client', rule: pathFromClient, firstSight: { read: 75, right: 45 } },
  { category: 'security', name: 'rate-limit-by-address', rule: rateLimitByAddress, firstSight: { read: 8, right: 2 } },
  { category: 'security', name: 'request-without-size-limit', rule: requestWithoutSizeLimit, firstSight: { read: 37, right: 17 } },
  { category: 'security', name: 'secret-compared-plainly', rule: secretComparedPlainly, firstSight: { read: 10, right: 3 } },
  { category: 'security', name: 'server-side-request', rule: serverSideRequest, firstSight: { read: 28, right: 11 } },
  { category: 'security', name: 'shell-from-configuration', rule: shellFromConfiguration, firstSight: { read: 3, right: 1 } },
  { category: 'security', name: 'shell-injection', rule: shellInjection, firstSight: { read: 7, right: 5, sinceMended: { read: 5, right: 4 } } },
  { category: 'security', name: 'sql-string-formatting', rule: sqlStringFormatting, firstSight: { read: 12, right: 6 } },
  { category: 'security', name: 'template-injection', rule: templateInjection, firstSight: { read: 11, right: 3 } },
  { category: 'security', name: 'tls-verification-off', rule: tlsVerificationOff, firstSight: { read: 32, right: 17 } },
  { category: 'security', name: 'token-derived-identity', rule: tokenDerivedIdentity, firstSight: { read: 2, right: 0 } },
  { category: 'security', name: 'unprotected-router', rule: unprotectedRouter, firstSight: { read: 23, right: 9 } },
  { category: 'security', name: 'unsafe-deserialization', rule: unsafeDeserialization, firstSight: { read: 17, right: 8 } },
  { category: 'security', name: 'unsigned-webhook', rule: unsignedWebhook },
  { category: 'security', name: 'version-disclosure', rule: versionDisclosure },
  { category: 'service', name: 'health-check-does-io', rule: healthCheckDoesIo, firstSight: { read: 6, right: 0 } },
  { category: 'service', name: 'machine-path', rule: machinePath },
  { category: 'service', name: 'module-without-logging', rule: moduleWithoutLogging, firstSight: { read: 13, right: 2 } },
  { category: 'service', name: 'naive-observability-gap', rule: naiveObservabilityGap, firstSight: { read: 15, right: 1 } },
  { category: 'service', name: 'request-without-timeout', rule: requestWithoutTimeout, firstSight: { read: 83, right: 77, sinceMended: { read: 83, right: 77 } } },
  { category: 'service', name: 'storage-key-rejected', rule: storageKeyRejected },
  { category: 'service', name: 'unwired-protection', rule: unwiredProtection, firstSight: { read: 28, right: 16 } },
];

/** The others, by category and ceiling. */
export const otherRules: Readonly<Record<string, string>> = {
  'concurrency P1': `
  blocking-backoff
  closure-captures-data
  empty-critical-section
  non-atomic-dual-write
  non-atomic-global-reload
  process-local-queue
  same-loop-deadlock
  semaphore-without-timeout
  sync-over-async
  thread-per-call
  thread-per-db-call
`,
  'concurrency P3': `
  check-then-insert
  module-level-request-state
  non-atomic-file-write
  read-then-insert
  singleton-ignores-arguments
  sleep-polling
  unbounded-async-wait
  unguarded-thread-callback
  unlocked-shared-counter
  unlocked-singleton
`,
  'concurrency P2': `
  dangling-task
  default-executor
  in-process-state-with-many-workers
  late-bound-closure
  threading-lock-in-async
`,
  'containers P0': `
  compose-literal-secret
`,
  'containers P2': `
  compose-mount-source-missing
  docker-ignored-failure
  docker-unpinned-base
  queue-on-evicting-redis
`,
  'containers P3': `
  compose-unread-environment
  docker-debug-tools
  k8s-missing-limits
  static-model-version
`,
  'containers P1': `
  docker-editable-install
`,
  'delivery P3': `
  capped-dependency
  ci-dependency-unlocked
  ci-without-coverage
  config-file-unread
  ignored-lock-file
  shadowed-configuration
  test-without-subject
  unmaintained-dependency
  workflow-permissions
`,
  'delivery P2': `
  ci-check-cannot-fail
  ci-tool-not-run
  queue-order-inversion
  workflow-never-runs
`,
  'delivery P1': `
  orphan-queue-consumer
  pull-request-on-own-runner
`,
  'errors P1': `
  argument-lost-before-init
  dropped-check
  mismatched-sql-values
  rollback-misses-cancellation
  sentinel-reported-as-zero
`,
  'errors P3': `
  backoff-without-jitter
  failure-exits-zero
  lost-step
  mutable-default
  oom-not-handled
  overwritten-parameter
  response-status-unread
  retry-without-backoff
  retry-without-circuit-breaker
  sqlite-foreign-keys-off
  swallowed-exception
`,
  'errors P2': `
  blind-except
  context-manager-yields-twice
  gather-exceptions-ignored
  log-only-at-debug
  page-without-order
  poison-message-loop
  retry-of-swallower
  unbounded-bisection
  unchecked-none
  unclamped-exp
`,
  'imports P3': `
  duplicate-class-definition
  f-string-without-placeholder
  import-cycle
  import-time-side-effect
  shadowed-module
  sys-path-mutation
  unpackaged-module
  unused-dependency
  unused-import
`,
  'imports P1': `
  import-fallback-mock
  stale-config-import
  undeclared-dependency
`,
  'imports P2': `
  import-fallback-silent
  main-imported-again
  private-attribute-chain
  source-root-import
`,
  'ml P2': `
  fake-stratified-split
`,
  'ml P3': `
  legacy-numpy-random
  no-checkpoint-resume
  no-mixed-precision
  unpinned-model-revision
  unused-cli-option
  unused-definition
`,
  'resources P1': `
  audit-log-in-memory
  in-memory-registry
  incomplete-cache-key
`,
  'resources P3': `
  average-latency-metric
  heavy-object-per-item
  list-as-queue
  repeated-file-read
  row-by-row-fetch
  sequential-batch
  unbounded-cache
  unbounded-list
  unbounded-queue
  unclosed-resource
`,
  'resources P2': `
  copy-in-hot-getter
  dropped-on-limit
  full-queue-payload
  lifetime-average-rate
  queue-full-unhandled
`,
  'security P2': `
  ephemeral-secret
  predictable-secret
  secret-in-url
  truncated-digest-identity
`,
  'security P1': `
  hash-as-seed
  secret-logged
  secret-without-kdf
  weak-secret-hash
  workflow-script-injection
`,
  'security P3': `
  plain-secret-field
  sqlite-fallback
  unsafe-torch-load
  unverified-model-artifact
`,
  'service P2': `
  hardcoded-resource-limit
  queue-without-depth-metric
  unmetered-provider
`,
  'service P3': `
  server-via-subprocess
  single-worker-server
  singleton-without-timeout
  zero-coerced-to-bool
`,
};
