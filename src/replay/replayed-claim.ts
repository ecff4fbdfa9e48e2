/** What a replay says of a claim: where it stands now, and whether it is so. */

import type { Severity } from '../findings/index.ts';
import type { Claim, LineRange } from './claim.ts';

export type VerdictKind =
  | 'present'
  | 'fixed'
  | 'gone'
  | 'moved'
  | 'contradicted'
  | 'fixed-in-name-only'
  | 'not-decidable';

/** How sure an anchor is: by quoted code or a range whose names agree; by one of them; by a name that could stand elsewhere. */
export type Confidence = 'high' | 'medium' | 'low';

/** Where something that a claim speaks of stands in the code as it is now. */
export interface Anchor {
  readonly path: string;
  readonly lines: LineRange;
  readonly confidence: Confidence;
  /** One clause: "the quoted code stands here, 14 lines further down". */
  readonly because: string;
  /** Something that it names stands here, while the document gives its lines elsewhere. */
  readonly isBeside?: boolean;
  /** Only a place to look at: what is found there is not what the claim speaks of. */
  readonly isHint?: boolean;
}

/** A fact that the verdict rests on. */
export interface Evidence {
  readonly message: string;
  readonly path: string | undefined;
  readonly line: number | undefined;
}

export interface Verdict {
  readonly kind: VerdictKind;
  /** One sentence. */
  readonly because: string;
  readonly evidence: readonly Evidence[];
  /** The rule that fires there, is held back there or is silent by a proof. */
  readonly rule: string | undefined;
  /** Of our own finding, where there is one. */
  readonly severity: Severity | undefined;
  readonly fingerprint: string | undefined;
  /** With `--history`: the commit in which it went away. */
  readonly fixedIn: string | undefined;
  /** What is so is plain to see, and the rule only says it too. */
  readonly isPlain?: boolean;
}

export interface ReplayedClaim {
  readonly claim: Claim;
  readonly anchors: readonly Anchor[];
  readonly verdict: Verdict;
  /** What it says one by one, where it says several things and nothing decides on it as a whole. */
  readonly statements?: readonly ReplayedStatement[];
}

/** One of the things that a claim says. */
export interface ReplayedStatement {
  /** As the document writes it. */
  readonly text: string;
  readonly verdict: Verdict;
}
