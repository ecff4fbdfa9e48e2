import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ScanReport, type ScanRequest, SharedReports, scan } from '../../src/engine/index.ts';
import type { Finding, Profile, Severity } from '../../src/findings/index.ts';
import { GitRepository } from '../../src/git/index.ts';
import type { RegisteredRule } from '../../src/kit/index.ts';
import type { SeenPlace } from '../replay/judge.ts';
import { optionsInProfile } from '../strict-options.ts';

/** Commits of one repository that are scanned with the same rules; what they have in common is read once. */
export interface ScanJob {
  readonly repository: string;
  readonly gitDirectory: string;
  /** In full. */
  readonly commits: readonly string[];
  /** Sorted. */
  readonly rules: readonly string[];
}

/** What a scan says of a place. */
export interface SeenFinding {
  readonly rule: string;
  readonly location: SeenPlace;
  /** Places that it shows as its evidence. */
  readonly related: readonly SeenPlace[];
  readonly severity: Severity;
  /** The guess for which it is in the strict profile, or the severity for which it may be. */
  readonly rank: string;
}

export interface ScannedCommit {
  readonly commit: string;
  readonly default: readonly SeenFinding[];
  readonly strict: readonly SeenFinding[];
  /** One sentence for each rule that failed. */
  readonly failures: readonly string[];
}

export interface ScannedJob {
  readonly commits: readonly ScannedCommit[];
}

/** Suppressions expire or not, the same on every day. */
const TODAY = '2026-11-20';

/**
 * Scans each commit in both profiles, as a user would see it but for a configuration that the repository may have. The
 * default profile is concluded from the files as they were read for the strict one. `rules` are those of the job.
 */
export async function scanJob(job: ScanJob, rules: readonly RegisteredRule[]): Promise<ScannedJob> {
  const root = mkdtempSync(join(tmpdir(), 'auditlint-recall-'));
  try {
    const repository = GitRepository.ofGitDirectory(job.gitDirectory, root, process.env);
    const shared = new SharedReports(repository.contentIdOf);
    const commits: ScannedCommit[] = [];
    for (const commit of job.commits) {
      const place = { root, tree: repository.treeOf(commit), respectsGitIgnore: true, shared };
      const strict = await scanIn('strict', place, rules);
      const byDefault = await scanIn('default', place, rules);
      commits.push({
        commit,
        default: seenFindings(byDefault.findings),
        strict: seenFindings(strict.findings),
        failures: failuresOf(strict),
      });
    }
    return { commits };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** Scans a place in a profile, as if nobody had configured anything. */
export async function scanIn(
  profile: Profile,
  place: Pick<ScanRequest, 'root' | 'tree' | 'respectsGitIgnore' | 'shared'>,
  rules: readonly RegisteredRule[],
): Promise<ScanReport> {
  const options = optionsInProfile(profile, rules, TODAY);
  const outcome = await scan({ ...place, paths: [], exclude: [], rules, options });
  if (outcome.kind !== 'finished') throw new Error(`the scan ended as "${outcome.kind}"`);
  return outcome.report;
}

/** One sentence for each rule that failed. */
export function failuresOf({ notices }: ScanReport): string[] {
  return notices.filter(({ kind }) => kind === 'rule-failed').map(({ message }) => message);
}

/** All places of a cause are findings still: only a report joins them. A step of a path is evidence as well as what stands apart. */
export function seenFindings(findings: readonly Finding[]): SeenFinding[] {
  return findings.map(({ rule, location, related, flow, doubts = [], severity }) => ({
    rule,
    location: placeOf(location),
    related: [...related, ...flow].map(placeOf),
    severity,
    rank: [severity, ...doubts].join(' '),
  }));
}

const placeOf = ({ path, line }: SeenPlace): SeenPlace => ({ path, line });
