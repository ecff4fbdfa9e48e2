import { type Finding, joinCauses, worstFirst } from '../findings/index.ts';
import type { Comparison, FixedFinding, ReportedFinding } from './audit-report.ts';
import { placeOf } from './reported-findings.ts';
import { countBySeverity } from './severity-counts.ts';

/** What a scan of both sides says, before it is reported. */
export interface Compared {
  readonly revision: string;
  readonly commit: string;
  /** Findings, and places of causes, that were there before, as `nameOfPlace` has them. */
  readonly known: ReadonlySet<string>;
  /** Findings of the earlier side that are not found any more. */
  readonly fixed: readonly Finding[];
}

/** A cause was there before where one of its places was. */
export function sinceOf(finding: Finding, { known }: Compared): 'new' | 'still' {
  return [finding, ...(finding.places ?? [])].some((each) => known.has(nameOfPlace(each))) ? 'still' : 'new';
}

/** Fingerprints of one file differ. */
export const nameOfPlace = ({ fingerprint, location }: Pick<Finding, 'fingerprint' | 'location'>): string =>
  `${fingerprint} ${location.path}`;

/** Fixed findings that are listed. */
const MAX_FIXED = 200;

export function describeComparison(
  { revision, commit, fixed }: Compared,
  findings: readonly ReportedFinding[],
  present: readonly Finding[],
  files: ReadonlySet<string>,
): Comparison {
  const causes = new Set(present.map(({ cause }) => cause));
  // Of a cause that is still there some places may be gone; it is not fixed.
  const gone = worstFirst(joinCauses(fixed)).filter(({ cause }) => cause === undefined || !causes.has(cause));
  return {
    revision,
    commit,
    fresh: countBySeverity(findings.filter(({ since }) => since === 'new')),
    still: countBySeverity(findings.filter(({ since }) => since === 'still')),
    gone: countBySeverity(gone),
    fixed: gone.slice(0, MAX_FIXED).map((finding) => fixedFinding(finding, files)),
    moreFixed: Math.max(0, gone.length - MAX_FIXED),
  };
}

function fixedFinding({ rule, severity, message, location }: Finding, files: ReadonlySet<string>): FixedFinding {
  return { rule, severity, message, isFileGone: !files.has(location.path), ...placeOf(location) };
}
