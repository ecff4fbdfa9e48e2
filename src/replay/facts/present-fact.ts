import type { AnchoredClaim } from '../anchor-claim.ts';
import { NO_FINDING } from '../no-finding.ts';
import type { Evidence, Verdict } from '../replayed-claim.ts';

/** What the claim states is to be seen, although no rule of ours is about it. */
export function presentFact({ claim }: AnchoredClaim, because: string, evidence: readonly Evidence[]): Verdict {
  const isClosed = claim.status === 'fixed';
  return {
    ...NO_FINDING,
    kind: isClosed ? 'fixed-in-name-only' : 'present',
    isPlain: true,
    because: isClosed ? `the document says that it is fixed, and ${because}` : because,
    evidence,
  };
}

/** It was to be seen when the document was written, and is not any more. */
export function endedFact(because: string, evidence: readonly Evidence[], fixedIn: string | undefined): Verdict {
  const by = fixedIn === undefined ? '' : `; since ${fixedIn.slice(0, 8)}`;
  return { ...NO_FINDING, kind: 'fixed', because: `${because}${by}`, evidence, fixedIn };
}
