import { toldOnce } from '../../audit/index.ts';
import { type ScanReport, scan } from '../../engine/index.ts';
import type { Profile } from '../../findings/index.ts';
import type { RegisteredRule } from '../../kit/index.ts';
import { optionsInProfile } from '../strict-options.ts';
import type { OpenRepository } from './open-repository.ts';

export interface ScanSettings {
  readonly rules: readonly RegisteredRule[];
  readonly profile: Profile;
  /** `YYYY-MM-DD`, on which suppressions have expired or not. */
  readonly today: string;
}

/** Scans a commit as a user would see it, but for a configuration that the repository may have. */
export async function scanRepository(
  { folder, tree }: OpenRepository,
  { rules, profile, today }: ScanSettings,
): Promise<ScanReport> {
  const options = optionsInProfile(profile, rules, today);
  const request = { root: folder, tree, paths: [], exclude: [], respectsGitIgnore: true, rules, options };
  const outcome = await scan(request);
  if (outcome.kind !== 'finished') throw new Error(`${folder}: the scan ended as "${outcome.kind}"`);
  return toldOnce(outcome.report);
}
