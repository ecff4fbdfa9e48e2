/** The rules that the engine was first built with. All look at Python, so their scan leaves the rest of a repository alone. */
export const CORE_RULES: readonly string[] = [
  ...[
    'sys-path-mutation',
    'import-fallback-mock',
    'import-cycle',
    'unresolvable-import',
    'bare-except',
    'blind-except',
  ],
  ...[
    'swallowed-exception',
    'gather-exceptions-ignored',
    'hash-as-seed',
    'unsafe-torch-load',
    'unsafe-deserialization',
  ],
  ...['ephemeral-secret', 'hardcoded-secret', 'cors-misconfigured', 'sql-string-formatting', 'dynamic-code-execution'],
  ...['unbounded-cache', 'unbounded-list', 'list-as-queue', 'dangling-task', 'blocking-call-in-async'],
  ...['threading-lock-in-async', 'unlocked-singleton', 'module-level-request-state', 'time-based-id'],
  ...[
    'zero-coerced-to-bool',
    'unused-cli-option',
    'sleep-polling',
    'non-atomic-file-write',
    'placeholder-implementation',
  ],
];
