import { DOUBTS } from '../doubts.ts';
import type { Finding } from '../finding.ts';
import { LOWERINGS } from './reach.ts';
import { severityOf } from './severity-of.ts';

/** Why a finding has its severity, as clauses: its kind, and what lowered that. */
export function severityReasons({ severity, grading }: Finding): string[] {
  const { harm, kind, base, lowered, because } = grading;
  const stated = kind === undefined ? `the rule states ${base}` : `the rule states ${base} for this kind: ${kind}`;
  if (severity !== severityOf(harm, base, lowered)) return [stated, `the configuration sets ${severity}`];
  return lowered === undefined ? [stated] : [stated, `one step lower because ${LOWERINGS[lowered]}: ${because}`];
}

/** What speaks against a finding, as sentences with the id of each doubt. */
export const doubtReasons = ({ doubts = [] }: Finding): string[] => doubts.map((id) => `${DOUBTS[id].says} [${id}]`);

/** The same, each with the confidence that it leaves. */
export const confidenceReasons = ({ doubts = [] }: Finding): string[] =>
  doubts.map((id) => `${DOUBTS[id].leaves} confidence: ${DOUBTS[id].says} [${id}]`);
