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
export { SEVERITIES } from './finding.ts';
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
export type { FixDocs, PluginOrigin, RuleDescription, RuleDocs } from './rule-docs.ts';
export type { ScanStatistics, SuppressedFinding } from './scan-outcome.ts';
export { HARMS, type Harm, NEEDS_RUN, NEEDS_STRANGER } from './severity/harm.ts';
export { PARTS, type Part, REACHES, type Reach, type Standing, type Unused } from './severity/reach.ts';
export {
  AFTER_FAILURE,
  type Column,
  columnOf,
  isAside,
  SEVERITY_TABLE,
  severityOf,
  WITHOUT_STRANGERS,
} from './severity/severity-table.ts';
