/** What a scan says and what reporters read. */
export {
  type BaselineEntry,
  baselineEntries,
  keyOf,
  numberEntries,
} from './baseline/baseline-entry.ts';
export { formatBaseline, parseBaseline } from './baseline/baseline-text.ts';
export { type KnownMatch, matchKnown } from './baseline/match-known.ts';
export { joinCauses, worstFirst } from './causes.ts';
export { CONFIDENCES, type Confidence, confidenceOf, DOUBT_IDS, DOUBTS, type Doubt, type DoubtId } from './doubts.ts';
export type {
  Edit,
  Finding,
  Fix,
  Grading,
  Location,
  Notice,
  NoticeKind,
  Place,
  Precision,
  Profile,
  RelatedLocation,
  Severity,
} from './finding.ts';
export { INCOMPLETE, SEVERITIES } from './finding.ts';
export {
  causeKey,
  type FingerprintParts,
  fingerprintKey,
  normalizeCode,
  numberFingerprints,
  uniqueFingerprints,
} from './fingerprint.ts';
export {
  type FirstSight,
  firstSightText,
  precisionAtFirstSight,
  wilsonInterval,
} from './first-sight.ts';
export { RETIRED_RULES, retiredSentence } from './retired-rules.ts';
export type { FixDocs, PluginOrigin, RuleDescription, RuleDocs } from './rule-docs.ts';
export type { ScanStatistics, SuppressedFinding } from './scan-outcome.ts';
export { HARMS, type Harm } from './severity/harm.ts';
export { kindsOf, statedKind, worstOf } from './severity/kinds.ts';
export { LOWERINGS, type Lowering, REACHES, type Reach, type Standing } from './severity/reach.ts';
export { isAside, isForeignHabit, severityOf } from './severity/severity-of.ts';
export { confidenceReasons, doubtReasons, severityReasons } from './severity/severity-text.ts';
