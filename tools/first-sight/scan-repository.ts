import { reportedOnce } from '../../src/audit/index.ts';
import { type ScanReport, scan } from '../../src/engine/index.ts';
import type { Finding, Profile } from '../../src/findings/index.ts';
import type { RegisteredRule } from '../../src/kit/index.ts';
import { optionsInProfile } from '../strict-options.ts';
import type { OpenRepository } from './open-repository.ts';

/** What readers are asked about; `guesses` is what would be reported by default if a guess did not hold it back. */
export const SHOWN = ['default', 'strict', 'guesses'] as const satisfies readonly (Profile | 'guesses')[];

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
  { rules, profile, today }: ScanSettings,
): Promise<ScanReport> {
  const isStrict = profile === 'strict' || profile === 'guesses';
  const options = optionsInProfile(isStrict ? 'strict' : 'default', rules, today);
  const request = { root: folder, tree, paths: [], exclude: [], respectsGitIgnore: true, rules, options };
  const outcome = await scan(request);
  if (outcome.kind !== 'finished') throw new Error(`${folder}: the scan ended as "${outcome.kind}"`);
  const report = reportedOnce(outcome.report);
  return profile === 'guesses' ? { ...report, findings: report.findings.filter(isOnlyGuessed) } : report;
}

const isOnlyGuessed = ({ doubts }: Finding): boolean => doubts !== undefined;
