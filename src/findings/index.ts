/** What a scan says and what reporters read. */
export {
  type BaselineEntry,
  baselineEntries,
  keyOf,
  numberEntries,
} from './baseline/baseline-entry.ts';
export { formatBaseline, parseBaseline } from './baseline/baseline-text.ts';
export { type KnownMatch, matchKnown } from './baseline/match-known.ts';
export type {
  Finding,
  Location,
  Notice,
  NoticeKind,
  Precision,
  Profile,
  RelatedLocation,
  Severity,
} from './finding.ts';
export { SEVERITIES } from './finding.ts';
export {
  type FingerprintParts,
  fingerprintKey,
  normalizeCode,
  numberFingerprints,
} from './fingerprint.ts';
export {
  type FirstSight,
  firstSightText,
  precisionAtFirstSight,
  wilsonInterval,
} from './first-sight.ts';
export type { RuleDescription, RuleDocs } from './rule-docs.ts';
export type { ScanStatistics, SuppressedFinding } from './scan-outcome.ts';
