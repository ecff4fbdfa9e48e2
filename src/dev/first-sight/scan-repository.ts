import { toldOnce } from '../../audit/index.ts';
import { type ScanReport, scan } from '../../engine/index.ts';
import { type Finding, isMinor, type Profile, profileOf } from '../../findings/index.ts';
import type { RegisteredRule } from '../../kit/index.ts';
import { optionsInProfile } from '../strict-options.ts';
import type { OpenRepository } from './open-repository.ts';

/**
 * What readers are asked about. `candidates` are the rules that are out of the default profile, as though they were in it;
 * `guesses` is what would be told by default if a guess did not hold it back.
 */
export const SHOWN = ['default', 'strict', 'candidates', 'guesses'] as const satisfies readonly (
  | Profile
  | 'candidates'
  | 'guesses'
)[];

export type Shown = (typeof SHOWN)[number];

export interface ScanSettings {
  readonly rules: readonly RegisteredRule[];
  readonly profile: Shown;
  /** `YYYY-MM-DD`, on which suppressions have expired or not. */
  readonly today: string;
}

/** Scans a commit as a user would see it, but for a configuration that the repository may have. */
export async function scanRepository(
  { folder, tree }: OpenRepository,
  { rules: all, profile, today }: ScanSettings,
): Promise<ScanReport> {
  const rules = profile === 'candidates' ? candidates(all) : all;
  const isStrict = profile === 'strict' || profile === 'guesses';
  const options = optionsInProfile(isStrict ? 'strict' : 'default', rules, today);
  const request = { root: folder, tree, paths: [], exclude: [], respectsGitIgnore: true, rules, options };
  const outcome = await scan(request);
  if (outcome.kind !== 'finished') throw new Error(`${folder}: the scan ended as "${outcome.kind}"`);
  const report = toldOnce(outcome.report);
  return profile === 'guesses' ? { ...report, findings: report.findings.filter(isOnlyGuessed) } : report;
}

/** What ends as P3 is for the strict profile anyway. */
const isOnlyGuessed = ({ heldBack, severity }: Finding): boolean => heldBack !== undefined && !isMinor(severity);

/** Rules that are never worse than P3 could tell nothing in the default profile. */
function candidates(rules: readonly RegisteredRule[]): RegisteredRule[] {
  return rules
    .filter(({ rule: { docs } }) => profileOf(docs) === 'strict' && !isMinor(docs.ceiling))
    .map(({ rule, ...registered }) => ({
      ...registered,
      rule: { ...rule, docs: { ...rule.docs, profile: 'default' } },
    }));
}
