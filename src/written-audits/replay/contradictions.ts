import type { Verdict } from '../replayed-claim.ts';
import type { AnchoredClaim } from './anchor-claim.ts';
import type { VerdictGround } from './verdict.ts';

/** Hard evidence that what a claim says is not so, and was not when it was written. */
export function findContradiction(_anchored: AnchoredClaim, _ground: VerdictGround): Verdict | undefined {
  return undefined;
}
