// Generated from rules/<category>/<name>.ts by src/dev/generate/registry.ts. Do not edit; run `npm run generate`.
import type { RegisteredRule } from '#kit';
import attributeNeverBound from './concurrency/attribute-never-bound.ts';
import blockingCallInAsync from './concurrency/blocking-call-in-async.ts';
import callSignatureMismatch from './concurrency/call-signature-mismatch.ts';
import coroutineNeverAwaited from './concurrency/coroutine-never-awaited.ts';
import sameLoopDeadlock from './concurrency/same-loop-deadlock.ts';
import composeExposedDatastore from './containers/compose-exposed-datastore.ts';
import composeInheritedHealthcheck from './containers/compose-inherited-healthcheck.ts';
import composeMountSourceMissing from './containers/compose-mount-source-missing.ts';
import dockerContextLeak from './containers/docker-context-leak.ts';
import dockerCopySourceMissing from './containers/docker-copy-source-missing.ts';
import dockerEndOfLifeBase from './containers/docker-end-of-life-base.ts';
import dockerHealthcheckCommandMissing from './containers/docker-healthcheck-command-missing.ts';
import dockerHealthcheckVariable from './containers/docker-healthcheck-variable.ts';
import documentedRouteMissing from './delivery/documented-route-missing.ts';
import envFileNotIgnored from './delivery/env-file-not-ignored.ts';
import pipelineOutputNeverWritten from './delivery/pipeline-output-never-written.ts';
import pipelinePathMissing from './delivery/pipeline-path-missing.ts';
import pipelineUnknownOption from './delivery/pipeline-unknown-option.ts';
import testImportPathMissing from './delivery/test-import-path-missing.ts';
import undefinedMetric from './delivery/undefined-metric.ts';
import unmaintainedDependency from './delivery/unmaintained-dependency.ts';
import unpinnedRequirement from './delivery/unpinned-requirement.ts';
import columnChangedInPlace from './errors/column-changed-in-place.ts';
import defaultMadeAtImport from './errors/default-made-at-import.ts';
import errorLevelByPrefix from './errors/error-level-by-prefix.ts';
import exceptionNotRaised from './errors/exception-not-raised.ts';
import loopEndsAtFirst from './errors/loop-ends-at-first.ts';
import missingFPrefix from './errors/missing-f-prefix.ts';
import pageWithoutOrder from './errors/page-without-order.ts';
import refusalToldAsFailure from './errors/refusal-told-as-failure.ts';
import shadowedRoute from './errors/shadowed-route.ts';
import unreadResultKey from './errors/unread-result-key.ts';
import entryPointNotCallable from './imports/entry-point-not-callable.ts';
import missingMember from './imports/missing-member.ts';
import unboundName from './imports/unbound-name.ts';
import unresolvableImport from './imports/unresolvable-import.ts';
import batchLevelDpClipping from './ml/batch-level-dp-clipping.ts';
import handRolledRdpAccountant from './ml/hand-rolled-rdp-accountant.ts';
import hardcodedModelDimension from './ml/hardcoded-model-dimension.ts';
import ignoredPrivacyParameter from './ml/ignored-privacy-parameter.ts';
import noiseScaledBySampleRate from './ml/noise-scaled-by-sample-rate.ts';
import nonInjectiveMapping from './ml/non-injective-mapping.ts';
import cachedAuthorization from './security/cached-authorization.ts';
import hardcodedSecret from './security/hardcoded-secret.ts';
import shellInjection from './security/shell-injection.ts';
import tlsVerificationOff from './security/tls-verification-off.ts';
import requestWithoutTimeout from './service/request-without-timeout.ts';
import storageKeyRejected from './service/storage-key-rejected.ts';

export const defaultRules: readonly RegisteredRule[] = [
  { category: 'concurrency', name: 'attribute-never-bound', rule: attributeNeverBound, firstSight: { read: 231, right: 208 } },
  { category: 'concurrency', name: 'blocking-call-in-async', rule: blockingCallInAsync, firstSight: { read: 962, right: 783, sinceMended: { read: 816, right: 684 } } },
  { category: 'concurrency', name: 'call-signature-mismatch', rule: callSignatureMismatch, firstSight: { read: 1028, right: 930 } },
  { category: 'concurrency', name: 'coroutine-never-awaited', rule: coroutineNeverAwaited, firstSight: { read: 127, right: 122 } },
  { category: 'concurrency', name: 'same-loop-deadlock', rule: sameLoopDeadlock, firstSight: { read: 9, right: 7, sinceMended: { read: 8, right: 7 } } },
  { category: 'containers', name: 'compose-exposed-datastore', rule: composeExposedDatastore, firstSight: { read: 296, right: 238, sinceMended: { read: 249, right: 207 } } },
  { category: 'containers', name: 'compose-inherited-healthcheck', rule: composeInheritedHealthcheck, firstSight: { read: 35, right: 30, sinceMended: { read: 30, right: 28 } } },
  { category: 'containers', name: 'compose-mount-source-missing', rule: composeMountSourceMissing, firstSight: { read: 77, right: 58, sinceMended: { read: 45, right: 34 } } },
  { category: 'containers', name: 'docker-context-leak', rule: dockerContextLeak, firstSight: { read: 221, right: 194, sinceMended: { read: 221, right: 194 } } },
  { category: 'containers', name: 'docker-copy-source-missing', rule: dockerCopySourceMissing, firstSight: { read: 86, right: 77, sinceMended: { read: 73, right: 68 } } },
  { category: 'containers', name: 'docker-end-of-life-base', rule: dockerEndOfLifeBase, firstSight: { read: 183, right: 163 } },
  { category: 'containers', name: 'docker-healthcheck-command-missing', rule: dockerHealthcheckCommandMissing, firstSight: { read: 61, right: 59 } },
  { category: 'containers', name: 'docker-healthcheck-variable', rule: dockerHealthcheckVariable, firstSight: { read: 5, right: 4 } },
  { category: 'delivery', name: 'documented-route-missing', rule: documentedRouteMissing, firstSight: { read: 7, right: 6, sinceMended: { read: 7, right: 6 } } },
  { category: 'delivery', name: 'env-file-not-ignored', rule: envFileNotIgnored, firstSight: { read: 62, right: 54, sinceMended: { read: 57, right: 52 } } },
  { category: 'delivery', name: 'pipeline-output-never-written', rule: pipelineOutputNeverWritten, firstSight: { read: 1, right: 1 } },
  { category: 'delivery', name: 'pipeline-path-missing', rule: pipelinePathMissing, firstSight: { read: 12, right: 12 } },
  { category: 'delivery', name: 'pipeline-unknown-option', rule: pipelineUnknownOption, firstSight: { read: 130, right: 120 } },
  { category: 'delivery', name: 'test-import-path-missing', rule: testImportPathMissing, firstSight: { read: 5, right: 4 } },
  { category: 'delivery', name: 'undefined-metric', rule: undefinedMetric, firstSight: { read: 44, right: 41 } },
  { category: 'delivery', name: 'unmaintained-dependency', rule: unmaintainedDependency, firstSight: { read: 86, right: 68 } },
  { category: 'delivery', name: 'unpinned-requirement', rule: unpinnedRequirement, firstSight: { read: 352, right: 286, sinceMended: { read: 251, right: 218 } } },
  { category: 'errors', name: 'column-changed-in-place', rule: columnChangedInPlace, firstSight: { read: 6, right: 6 } },
  { category: 'errors', name: 'default-made-at-import', rule: defaultMadeAtImport, firstSight: { read: 70, right: 57, sinceMended: { read: 56, right: 49 } } },
  { category: 'errors', name: 'error-level-by-prefix', rule: errorLevelByPrefix },
  { category: 'errors', name: 'exception-not-raised', rule: exceptionNotRaised, firstSight: { read: 10, right: 10, sinceMended: { read: 10, right: 10 } } },
  { category: 'errors', name: 'loop-ends-at-first', rule: loopEndsAtFirst, firstSight: { read: 1, right: 1 } },
  { category: 'errors', name: 'missing-f-prefix', rule: missingFPrefix, firstSight: { read: 35, right: 31, sinceMended: { read: 35, right: 31 } } },
  { category: 'errors', name: 'page-without-order', rule: pageWithoutOrder, firstSight: { read: 143, right: 113 } },
  { category: 'errors', name: 'refusal-told-as-failure', rule: refusalToldAsFailure, firstSight: { read: 220, right: 193, sinceMended: { read: 220, right: 193 } } },
  { category: 'errors', name: 'shadowed-route', rule: shadowedRoute, firstSight: { read: 61, right: 50, sinceMended: { read: 49, right: 47 } } },
  { category: 'errors', name: 'unread-result-key', rule: unreadResultKey, firstSight: { read: 31, right: 26 } },
  { category: 'imports', name: 'entry-point-not-callable', rule: entryPointNotCallable, firstSight: { read: 63, right: 53, sinceMended: { read: 39, right: 35 } } },
  { category: 'imports', name: 'missing-member', rule: missingMember, firstSight: { read: 729, right: 634 } },
  { category: 'imports', name: 'unbound-name', rule: unboundName, firstSight: { read: 766, right: 691 } },
  { category: 'imports', name: 'unresolvable-import', rule: unresolvableImport, firstSight: { read: 793, right: 696 } },
  { category: 'ml', name: 'batch-level-dp-clipping', rule: batchLevelDpClipping },
  { category: 'ml', name: 'hand-rolled-rdp-accountant', rule: handRolledRdpAccountant },
  { category: 'ml', name: 'hardcoded-model-dimension', rule: hardcodedModelDimension },
  { category: 'ml', name: 'ignored-privacy-parameter', rule: ignoredPrivacyParameter },
  { category: 'ml', name: 'noise-scaled-by-sample-rate', rule: noiseScaledBySampleRate },
  { category: 'ml', name: 'non-injective-mapping', rule: nonInjectiveMapping },
  { category: 'security', name: 'cached-authorization', rule: cachedAuthorization },
  { category: 'security', name: 'hardcoded-secret', rule: hardcodedSecret, firstSight: { read: 658, right: 452 } },
  { category: 'security', name: 'shell-injection', rule: shellInjection, firstSight: { read: 13, right: 10, sinceMended: { read: 11, right: 9 } } },
  { category: 'security', name: 'tls-verification-off', rule: tlsVerificationOff, firstSight: { read: 41, right: 25, sinceMended: { read: 14, right: 12 } } },
  { category: 'service', name: 'request-without-timeout', rule: requestWithoutTimeout, firstSight: { read: 305, right: 277, sinceMended: { read: 305, right: 277 } } },
  { category: 'service', name: 'storage-key-rejected', rule: storageKeyRejected },
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
  semaphore-without-timeout
  shared-connection-across-threads
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
  time-based-id
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
  timeout-leaves-thread-running
  unsupervised-task
`,
  'containers P2': `
  compose-image-unpinned
  development-server-in-image
  docker-ignored-failure
  docker-unpinned-base
  queue-on-evicting-redis
`,
  'containers P0': `
  compose-literal-secret
`,
  'containers P3': `
  compose-unread-environment
  docker-debug-tools
  docker-root-user
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
  workflow-permissions
`,
  'delivery P2': `
  ci-check-cannot-fail
  ci-tool-not-run
  misnamed-variable
  missing-referenced-file
  queue-order-inversion
  requirements-drift
  workflow-never-runs
`,
  'delivery P1': `
  orphan-queue-consumer
  pull-request-on-own-runner
  queue-pop-without-ack
`,
  'errors P1': `
  argument-lost-before-init
  dropped-check
  mismatched-sql-values
  rollback-misses-cancellation
  security-check-fails-open
  sentinel-reported-as-zero
  success-after-failure
  unknown-model-field
`,
  'errors P3': `
  backoff-without-jitter
  failure-exits-zero
  lost-event
  lost-step
  mutable-default
  oom-not-handled
  overwritten-parameter
  redefined-function
  repeated-key
  response-status-unread
  retry-without-backoff
  retry-without-circuit-breaker
  sqlite-foreign-keys-off
  swallowed-exception
`,
  'errors P2': `
  bare-except
  blind-except
  constant-condition
  context-manager-yields-twice
  exception-text-disclosed
  failure-blamed-on-client
  gather-exceptions-ignored
  log-only-at-debug
  mismatched-format
  poison-message-loop
  retry-of-swallower
  session-not-rolled-back
  shared-class-attribute
  stringified-exception
  text-taken-for-bool
  unbounded-bisection
  unchecked-none
  unclamped-exp
  unreachable-handler
`,
  'imports P3': `
  duplicate-class-definition
  f-string-without-placeholder
  import-cycle
  import-time-side-effect
  orphan-module
  shadowed-module
  sys-path-mutation
  unpackaged-module
  unused-dependency
  unused-import
`,
  'imports P1': `
  import-fallback-mock
  removed-library-api
  stale-config-import
  undeclared-dependency
  unparsable-module
`,
  'imports P2': `
  import-fallback-silent
  main-imported-again
  private-attribute-chain
  source-root-import
`,
  'ml P2': `
  fake-stratified-split
  placeholder-implementation
`,
  'ml P3': `
  input-accepted-but-unused
  legacy-numpy-random
  no-checkpoint-resume
  no-mixed-precision
  unpinned-model-revision
  unused-cli-option
  unused-definition
`,
  'ml P1': `
  readiness-without-loading
`,
  'resources P2': `
  answer-kept-forever
  copy-in-hot-getter
  dropped-on-limit
  full-queue-payload
  lifetime-average-rate
  queue-full-unhandled
`,
  'resources P1': `
  audit-log-in-memory
  in-memory-registry
  incomplete-cache-key
  state-lost-on-rebuild
`,
  'resources P3': `
  average-latency-metric
  heavy-object-per-item
  image-without-pixel-limit
  lenient-base64-decode
  list-as-queue
  repeated-file-read
  row-by-row-fetch
  sequential-batch
  unbounded-cache
  unbounded-list
  unbounded-queue
  unclamped-limit
  unclosed-resource
`,
  'security P2': `
  cors-misconfigured
  credential-in-query
  delete-on-get
  ephemeral-secret
  forwarded-header-trusted
  login-without-limit
  mass-assignment
  predictable-secret
  rate-limit-by-address
  request-without-size-limit
  secret-in-url
  shell-from-configuration
  truncated-digest-identity
`,
  'security P0': `
  debug-server
  server-side-request
  template-injection
`,
  'security P1': `
  dynamic-code-execution
  hash-as-seed
  html-injection
  inconsistent-route-protection
  missing-ownership-check
  path-from-client
  secret-logged
  secret-without-kdf
  sql-string-formatting
  token-derived-identity
  unauthenticated-application
  unprotected-router
  unsafe-deserialization
  unsigned-webhook
  weak-secret-hash
  workflow-script-injection
`,
  'security P3': `
  plain-secret-field
  secret-compared-plainly
  sqlite-fallback
  unsafe-torch-load
  unverified-model-artifact
  version-disclosure
`,
  'service P2': `
  hardcoded-resource-limit
  health-check-does-io
  module-without-logging
  queue-without-depth-metric
  singleton-without-timeout
  unmetered-provider
  unwired-protection
`,
  'service P3': `
  naive-observability-gap
  server-via-subprocess
  single-worker-server
  zero-coerced-to-bool
`,
};
