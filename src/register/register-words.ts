/** Words of the document that the reader knows again. */
import type { Severity } from '../findings/index.ts';

/** Raised when a part changes its meaning; a register of another format is refused. */
const FORMAT = 1;
export const FORMAT_COMMENT = `<!-- auditlint register, format ${FORMAT} -->`;

export const RESOLUTION_HEADING = 'Resolution';

export const SEVERITY_HEADINGS: Readonly<Record<Severity, string>> = {
  P0: 'P0 critical',
  P1: 'P1 high',
  P2: 'P2 medium',
  P3: 'P3 low',
};

/** As `docs/severity.md` has it. */
export const SEVERITY_MEANINGS: Readonly<Record<Severity, string>> = {
  P0: 'Page someone now: the code is reachable, and it leaks a secret or lets an attacker in.',
  P1: 'Fix it this week.',
  P2: 'Fix it when you work on this code.',
  P3: 'Good to know.',
};
