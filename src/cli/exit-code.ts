/** What the process ends with. */
export const EXIT = {
  /** Nothing at or above `--fail-on`. */
  clean: 0,
  /** Findings at or above it, in every format. */
  findings: 1,
  /** Wrong use or configuration. */
  usage: 2,
  /** The scan was not complete, or there was nothing to scan. */
  incomplete: 3,
  /** As shells report a process that SIGINT ended. */
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
