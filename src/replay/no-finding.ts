import type { Verdict } from './replayed-claim.ts';

/** What a verdict has to say where no finding of ours stands behind it. */
export const NO_FINDING = {
  evidence: [],
  rule: undefined,
  severity: undefined,
  fingerprint: undefined,
  fixedIn: undefined,
} as const satisfies Partial<Verdict>;
