/** What goes wrong where a finding is right. A rule states one. */
export const HARMS = {
  breaks: 'a call, import, command, build or start always fails when reached',
  loses: 'data, messages, tasks or results are lost or corrupted',
  discloses: 'a secret is committed: anyone who can read the repository has it',
  exposes: 'the program discloses a secret or private data, or makes it predictable',
  'grants-access': 'an attacker gains access, runs code or passes a check',
  misleads: 'a result, figure, claim or check is wrong, or a feature is silently off',
  hangs: 'something blocks, deadlocks, starves or waits forever',
  leaks: 'memory, threads, connections, tasks or disk grow without bound',
  'hides-failures': 'failures are swallowed and go unnoticed',
  'not-reproducible': 'builds and runs are not reproducible',
  'dead-code': 'dead, outdated or duplicated code costs readers time',
} as const;

/** One of them. */
export type Harm = keyof typeof HARMS;
