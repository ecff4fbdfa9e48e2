/** What goes wrong where a finding is right. A rule states one. */
export const HARMS = {
  breaks: 'a call, import, command, build or start certainly fails where it is reached',
  loses: 'data, messages, tasks or results are lost or corrupted',
  discloses: 'a secret stands in the repository: whoever reads it has it, whether the code runs or not',
  exposes: 'the program hands a secret or private data to strangers, or makes it guessable',
  admits: 'a stranger gets in, runs code or passes a check',
  lies: 'a result, a figure, a claim or a check says what is not so, or a feature is silently off',
  hangs: 'something blocks, deadlocks, starves or waits without end',
  leaks: 'memory, threads, connections, tasks or disk grow without bound',
  hides: 'failures are swallowed, so that nobody learns what went wrong',
  drifts: 'what is built or run tomorrow is not what was tested today',
  rots: 'dead, stale or repeated parts cost whoever reads them time',
} as const;

/** One of them. */
export type Harm = keyof typeof HARMS;
