// Generated from rules/<category>/<name>.ts by src/dev/generate/registry.ts. Do not edit; run `npm run generate`.
import type { RegisteredRule } from '#kit';
import attributeNeverBound from './concurrency/attribute-never-bound.ts';
import blockingBackoff from './concurrency/blocking-backoff.ts';
import blockingCallInAsync from './concurrency/blocking-call-in-async.ts';
import callSignatureMismatch from './concurrency/call-signature-mismatch.ts';
import closureCapturesData from './concurrency/closure-captures-data.ts';
import coroutineNeverAwaited from './concurrency/coroutine-never-awaited.ts';
import danglingTask from './concurrency/dangling-task.ts';
import defaultExecutor from './concurrency/default-executor.ts';
import emptyCriticalSection from './concurrency/empty-critical-section.ts';
import moduleLevelRequestState from './concurrency/module-level-request-state.ts';
import nonAtomicDualWrite from './concurrency/non-atomic-dual-write.ts';
import nonAtomicFileWrite from './concurrency/non-atomic-file-write.ts';
import nonAtomicGlobalReload from './concurrency/non-atomic-global-reload.ts';
import processLocalQueue from './concurrency/process-local-queue.ts';
import readThenInsert from './concurrency/read-then-insert.ts';
import sameLoopDeadlock from './concurrency/same-loop-deadlock.ts';
import semaphoreWithoutTimeout from './concurrency/semaphore-without-timeout.ts';
import sharedConnectionAcrossThreads from './concurrency/shared-connection-across-threads.ts';
import singletonIgnoresArguments from './concurrency/singleton-ignores-arguments.ts';
import sleepPolling from './concurrency/sleep-polling.ts';
import syncOverAsync from './concurrency/sync-over-async.ts';
import threadPerCall from './concurrency/thread-per-call.ts';
import threadPerDbCall from './concurrency/thread-per-db-call.ts';
import threadingLockInAsync from './concurrency/threading-lock-in-async.ts';
import timeBasedId from './concurrency/time-based-id.ts';
import timeoutLeavesThreadRunning from './concurrency/timeout-leaves-thread-running.ts';
import unboundedAsyncWait from './concurrency/unbounded-async-wait.ts';
import unguardedThreadCallback from './concurrency/unguarded-thread-callback.ts';
import unlockedSharedCounter from './concurrency/unlocked-shared-counter.ts';
import unlockedSingleton from './concurrency/unlocked-singleton.ts';
import unsupervisedTask from './concurrency/unsupervised-task.ts';
import argumentLostBeforeInit from './errors/argument-lost-before-init.ts';
import backoffWithoutJitter from './errors/backoff-without-jitter.ts';
import bareExcept from './errors/bare-except.ts';
import blindExcept from './errors/blind-except.ts';
import errorLevelByPrefix from './errors/error-level-by-prefix.ts';
import exceptionTextDisclosed from './errors/exception-text-disclosed.ts';
import gatherExceptionsIgnored from './errors/gather-exceptions-ignored.ts';
import lostEvent from './errors/lost-event.ts';
import oomNotHandled from './errors/oom-not-handled.ts';
import poisonMessageLoop from './errors/poison-message-loop.ts';
import retryWithoutBackoff from './errors/retry-without-backoff.ts';
import retryWithoutCircuitBreaker from './errors/retry-without-circuit-breaker.ts';
import rollbackMissesCancellation from './errors/rollback-misses-cancellation.ts';
import securityCheckFailsOpen from './errors/security-check-fails-open.ts';
import sentinelReportedAsZero from './errors/sentinel-reported-as-zero.ts';
import stringifiedException from './errors/stringified-exception.ts';
import swallowedException from './errors/swallowed-exception.ts';
import unboundedBisection from './errors/unbounded-bisection.ts';
import unclampedExp from './errors/unclamped-exp.ts';
import duplicateClassDefinition from './imports/duplicate-class-definition.ts';
import fStringWithoutPlaceholder from './imports/f-string-without-placeholder.ts';
import importCycle from './imports/import-cycle.ts';
import importFallbackMock from './imports/import-fallback-mock.ts';
import importFallbackSilent from './imports/import-fallback-silent.ts';
import importTimeSideEffect from './imports/import-time-side-effect.ts';
import orphanModule from './imports/orphan-module.ts';
import privateAttributeChain from './imports/private-attribute-chain.ts';
import shadowedModule from './imports/shadowed-module.ts';
import staleConfigImport from './imports/stale-config-import.ts';
import sysPathMutation from './imports/sys-path-mutation.ts';
import unresolvableImport from './imports/unresolvable-import.ts';
import unusedImport from './imports/unused-import.ts';
import placeholderImplementation from './ml/placeholder-implementation.ts';
import unusedCliOption from './ml/unused-cli-option.ts';
import listAsQueue from './resources/list-as-queue.ts';
import unboundedCache from './resources/unbounded-cache.ts';
import unboundedList from './resources/unbounded-list.ts';
import corsMisconfigured from './security/cors-misconfigured.ts';
import dynamicCodeExecution from './security/dynamic-code-execution.ts';
import ephemeralSecret from './security/ephemeral-secret.ts';
import hardcodedSecret from './security/hardcoded-secret.ts';
import hashAsSeed from './security/hash-as-seed.ts';
import sqlStringFormatting from './security/sql-string-formatting.ts';
import unsafeDeserialization from './security/unsafe-deserialization.ts';
import unsafeTorchLoad from './security/unsafe-torch-load.ts';
import zeroCoercedToBool from './service/zero-coerced-to-bool.ts';

export const rules: readonly RegisteredRule[] = [
  { category: 'concurrency', name: 'attribute-never-bound', rule: attributeNeverBound },
  { category: 'concurrency', name: 'blocking-backoff', rule: blockingBackoff },
  { category: 'concurrency', name: 'blocking-call-in-async', rule: blockingCallInAsync },
  { category: 'concurrency', name: 'call-signature-mismatch', rule: callSignatureMismatch },
  { category: 'concurrency', name: 'closure-captures-data', rule: closureCapturesData },
  { category: 'concurrency', name: 'coroutine-never-awaited', rule: coroutineNeverAwaited },
  { category: 'concurrency', name: 'dangling-task', rule: danglingTask },
  { category: 'concurrency', name: 'default-executor', rule: defaultExecutor },
  { category: 'concurrency', name: 'empty-critical-section', rule: emptyCriticalSection },
  { category: 'concurrency', name: 'module-level-request-state', rule: moduleLevelRequestState },
  { category: 'concurrency', name: 'non-atomic-dual-write', rule: nonAtomicDualWrite },
  { category: 'concurrency', name: 'non-atomic-file-write', rule: nonAtomicFileWrite },
  { category: 'concurrency', name: 'non-atomic-global-reload', rule: nonAtomicGlobalReload },
  { category: 'concurrency', name: 'process-local-queue', rule: processLocalQueue },
  { category: 'concurrency', name: 'read-then-insert', rule: readThenInsert },
  { category: 'concurrency', name: 'same-loop-deadlock', rule: sameLoopDeadlock },
  { category: 'concurrency', name: 'semaphore-without-timeout', rule: semaphoreWithoutTimeout },
  { category: 'concurrency', name: 'shared-connection-across-threads', rule: sharedConnectionAcrossThreads },
  { category: 'concurrency', name: 'singleton-ignores-arguments', rule: singletonIgnoresArguments },
  { category: 'concurrency', name: 'sleep-polling', rule: sleepPolling },
  { category: 'concurrency', name: 'sync-over-async', rule: syncOverAsync },
  { category: 'concurrency', name: 'thread-per-call', rule: threadPerCall },
  { category: 'concurrency', name: 'thread-per-db-call', rule: threadPerDbCall },
  { category: 'concurrency', name: 'threading-lock-in-async', rule: threadingLockInAsync },
  { category: 'concurrency', name: 'time-based-id', rule: timeBasedId },
  { category: 'concurrency', name: 'timeout-leaves-thread-running', rule: timeoutLeavesThreadRunning },
  { category: 'concurrency', name: 'unbounded-async-wait', rule: unboundedAsyncWait },
  { category: 'concurrency', name: 'unguarded-thread-callback', rule: unguardedThreadCallback },
  { category: 'concurrency', name: 'unlocked-shared-counter', rule: unlockedSharedCounter },
  { category: 'concurrency', name: 'unlocked-singleton', rule: unlockedSingleton },
  { category: 'concurrency', name: 'unsupervised-task', rule: unsupervisedTask },
  { category: 'errors', name: 'argument-lost-before-init', rule: argumentLostBeforeInit },
  { category: 'errors', name: 'backoff-without-jitter', rule: backoffWithoutJitter },
  { category: 'errors', name: 'bare-except', rule: bareExcept },
  { category: 'errors', name: 'blind-except', rule: blindExcept },
  { category: 'errors', name: 'error-level-by-prefix', rule: errorLevelByPrefix },
  { category: 'errors', name: 'exception-text-disclosed', rule: exceptionTextDisclosed },
  { category: 'errors', name: 'gather-exceptions-ignored', rule: gatherExceptionsIgnored },
  { category: 'errors', name: 'lost-event', rule: lostEvent },
  { category: 'errors', name: 'oom-not-handled', rule: oomNotHandled },
  { category: 'errors', name: 'poison-message-loop', rule: poisonMessageLoop },
  { category: 'errors', name: 'retry-without-backoff', rule: retryWithoutBackoff },
  { category: 'errors', name: 'retry-without-circuit-breaker', rule: retryWithoutCircuitBreaker },
  { category: 'errors', name: 'rollback-misses-cancellation', rule: rollbackMissesCancellation },
  { category: 'errors', name: 'security-check-fails-open', rule: securityCheckFailsOpen },
  { category: 'errors', name: 'sentinel-reported-as-zero', rule: sentinelReportedAsZero },
  { category: 'errors', name: 'stringified-exception', rule: stringifiedException },
  { category: 'errors', name: 'swallowed-exception', rule: swallowedException },
  { category: 'errors', name: 'unbounded-bisection', rule: unboundedBisection },
  { category: 'errors', name: 'unclamped-exp', rule: unclampedExp },
  { category: 'imports', name: 'duplicate-class-definition', rule: duplicateClassDefinition },
  { category: 'imports', name: 'f-string-without-placeholder', rule: fStringWithoutPlaceholder },
  { category: 'imports', name: 'import-cycle', rule: importCycle },
  { category: 'imports', name: 'import-fallback-mock', rule: importFallbackMock },
  { category: 'imports', name: 'import-fallback-silent', rule: importFallbackSilent },
  { category: 'imports', name: 'import-time-side-effect', rule: importTimeSideEffect },
  { category: 'imports', name: 'orphan-module', rule: orphanModule },
  { category: 'imports', name: 'private-attribute-chain', rule: privateAttributeChain },
  { category: 'imports', name: 'shadowed-module', rule: shadowedModule },
  { category: 'imports', name: 'stale-config-import', rule: staleConfigImport },
  { category: 'imports', name: 'sys-path-mutation', rule: sysPathMutation },
  { category: 'imports', name: 'unresolvable-import', rule: unresolvableImport },
  { category: 'imports', name: 'unused-import', rule: unusedImport },
  { category: 'ml', name: 'placeholder-implementation', rule: placeholderImplementation },
  { category: 'ml', name: 'unused-cli-option', rule: unusedCliOption },
  { category: 'resources', name: 'list-as-queue', rule: listAsQueue },
  { category: 'resources', name: 'unbounded-cache', rule: unboundedCache },
  { category: 'resources', name: 'unbounded-list', rule: unboundedList },
  { category: 'security', name: 'cors-misconfigured', rule: corsMisconfigured },
  { category: 'security', name: 'dynamic-code-execution', rule: dynamicCodeExecution },
  { category: 'security', name: 'ephemeral-secret', rule: ephemeralSecret },
  { category: 'security', name: 'hardcoded-secret', rule: hardcodedSecret },
  { category: 'security', name: 'hash-as-seed', rule: hashAsSeed },
  { category: 'security', name: 'sql-string-formatting', rule: sqlStringFormatting },
  { category: 'security', name: 'unsafe-deserialization', rule: unsafeDeserialization },
  { category: 'security', name: 'unsafe-torch-load', rule: unsafeTorchLoad },
  { category: 'service', name: 'zero-coerced-to-bool', rule: zeroCoercedToBool },
];
