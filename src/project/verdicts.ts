/** Answers that need no words. */
import type { RelatedLocation } from '../findings/index.ts';
import type { Answer } from './question.ts';

export const NO: Answer = { verdict: 'no', evidence: [] };
export const YES: Answer = { verdict: 'yes', evidence: [] };
export const UNKNOWN: Answer = { verdict: 'unknown', evidence: [] };

export const decided = (truth: boolean): Answer => (truth ? YES : NO);

/** Yes, where a place proves it. */
export const whenReached = (evidence: RelatedLocation | undefined): Answer =>
  evidence === undefined ? NO : { verdict: 'yes', evidence: [evidence] };
