// Generated from rules/<category>/<name>.ts by src/dev/generate/registry.ts. Do not edit; run `npm run generate`.
import type { RegisteredRule } from '#kit';
import blockingCallInAsync from './concurrency/blocking-call-in-async.ts';
import danglingTask from './concurrency/dangling-task.ts';
import moduleLevelRequestState from './concurrency/module-level-request-state.ts';
import nonAtomicFileWrite from './concurrency/non-atomic-file-write.ts';
import sleepPolling from './concurrency/sleep-polling.ts';
import threadingLockInAsync from './concurrency/threading-lock-in-async.ts';
import timeBasedId from './concurrency/time-based-id.ts';
import unlockedSingleton from './concurrency/unlocked-singleton.ts';
import bareExcept from './errors/bare-except.ts';
import blindExcept from './errors/blind-except.ts';
import gatherExceptionsIgnored from './errors/gather-exceptions-ignored.ts';
import swallowedException from './errors/swallowed-exception.ts';
import importCycle from './imports/import-cycle.ts';
import importFallbackMock from './imports/import-fallback-mock.ts';
import sysPathMutation from './imports/sys-path-mutation.ts';
import unresolvableImport from './imports/unresolvable-import.ts';
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
  { category: 'concurrency', name: 'blocking-call-in-async', rule: blockingCallInAsync },
  { category: 'concurrency', name: 'dangling-task', rule: danglingTask },
  { category: 'concurrency', name: 'module-level-request-state', rule: moduleLevelRequestState },
  { category: 'concurrency', name: 'non-atomic-file-write', rule: nonAtomicFileWrite },
  { category: 'concurrency', name: 'sleep-polling', rule: sleepPolling },
  { category: 'concurrency', name: 'threading-lock-in-async', rule: threadingLockInAsync },
  { category: 'concurrency', name: 'time-based-id', rule: timeBasedId },
  { category: 'concurrency', name: 'unlocked-singleton', rule: unlockedSingleton },
  { category: 'errors', name: 'bare-except', rule: bareExcept },
  { category: 'errors', name: 'blind-except', rule: blindExcept },
  { category: 'errors', name: 'gather-exceptions-ignored', rule: gatherExceptionsIgnored },
  { category: 'errors', name: 'swallowed-exception', rule: swallowedException },
  { category: 'imports', name: 'import-cycle', rule: importCycle },
  { category: 'imports', name: 'import-fallback-mock', rule: importFallbackMock },
  { category: 'imports', name: 'sys-path-mutation', rule: sysPathMutation },
  { category: 'imports', name: 'unresolvable-import', rule: unresolvableImport },
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
