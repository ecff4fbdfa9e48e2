/** What a replay says of a claim: what became of the code that it gives, as texts and git show it. */

import type { Severity } from '../findings/index.ts';
import type { Claim, LineRange } from './claim.ts';

/** In the order in which they are reported; also what each is called in front of people, with blanks for hyphens. */
export const VERDICTS = [
  'stands-as-quoted',
  'moved',
  'changed-since',
  'fixed-as-proposed',
  'gone',
  'not-found',
  'no-place-given',
] as const;
export type VerdictKind = (typeof VERDICTS)[number];

/** Lines of a file as it is now. */
export interface Place {
  readonly path: string;
  /** Undefined: the file as a whole. */
  readonly lines: LineRange | undefined;
}

export interface Verdict {
  readonly kind: VerdictKind;
  /** One clause that names what was compared. */
  readonly because: string;
  /** Where it stands now; for what changed, where the new code stands. */
  readonly place?: Place | undefined;
  /** The commit that changed, deleted or moved it; undefined where git does not tell. */
  readonly commit?: string | undefined;
}

/** One thing that a claim gives: a quote, lines of a file, a name, a file. */
export interface GivenPlace {
  /** As the document has it. */
  readonly stated: string;
  readonly verdict: Verdict;
}

/** What a scan finds at a place of a claim. It decides nothing. */
export interface SeenAlso {
  readonly rule: string;
  readonly path: string;
  readonly line: number;
  readonly severity: Severity;
  readonly fingerprint: string;
}

export interface ReplayedClaim {
  readonly claim: Claim;
  /** That of the place which says most. */
  readonly verdict: Verdict;
  readonly places: readonly GivenPlace[];
  readonly seeAlso: readonly SeenAlso[];
}
