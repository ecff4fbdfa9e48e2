import { DOUBTS } from '../doubts.ts';
import type { Finding } from '../finding.ts';
import { LOWERINGS } from './reach.ts';

/** Why a finding has its severity, as clauses: its kind, and what lowered that. */
export function severityReasons({ severity, grading: { kind, base, lowered, because } }: Finding): string[] {
  const stated =
    kind === undefined ? `${base} is what the rule states` : `${base} is what the rule states for its kind: ${kind}`;
  if (lowered !== undefined) return [stated, `one step lower, as ${LOWERINGS[lowered]}: ${because}`];
  return severity === base ? [stated] : [stated, `the configuration says ${severity}`];
}

/** What speaks against a finding, as sentences with the id of each doubt. */
export const doubtReasons = ({ doubts = [] }: Finding): string[] => doubts.map((id) => `${DOUBTS[id].says} [${id}]`);

/** The same, each with what is left of the confidence. */
export const confidenceReasons = (finding: Finding): string[] =>
  doubtReasons(finding).map((text) => `${finding.confidence} confidence: ${text}`);
