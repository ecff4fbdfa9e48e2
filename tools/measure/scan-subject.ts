import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reportedOnce } from '../../src/audit/index.ts';
import { type ScanReport, type ScanRequest, SharedReports, scan } from '../../src/engine/index.ts';
import type { Finding, Profile, Severity } from '../../src/findings/index.ts';
import { GitRepository } from '../../src/git/index.ts';
import type { RegisteredRule } from '../../src/kit/index.ts';
import { optionsInProfile } from '../strict-options.ts';
import type { SeenPlace } from './seen-place.ts';

/** What is scanned: a commit, read without a checkout, or a folder that is no repository. */
export type SubjectPlace =
  | { readonly kind: 'commit'; readonly gitDirectory: string; readonly commit: string }
  | { readonly kind: 'folder'; readonly folder: string; readonly digest: string };

export interface SubjectJob {
  readonly name: string;
  readonly place: SubjectPlace;
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

/** What all rules see of a subject. */
export interface ScannedSubject {
  readonly default: readonly SeenFinding[];
  readonly strict: readonly SeenFinding[];
  /** What the default profile reports, one for each cause. */
  readonly reported: Readonly<Record<Severity, number>>;
  /** Of Python. */
  readonly lines: number;
  /** One sentence for each rule that failed. */
  readonly failures: readonly string[];
}

export async function scanSubject({ place }: SubjectJob, rules: readonly RegisteredRule[]): Promise<ScannedSubject> {
  if (place.kind === 'folder') return scanTwice({ root: place.folder, respectsGitIgnore: false }, rules);
  const root = mkdtempSync(join(tmpdir(), 'auditlint-measure-'));
  try {
    const repository = GitRepository.ofGitDirectory(place.gitDirectory, root, process.env);
    const shared = new SharedReports(repository.contentIdOf);
    return await scanTwice({ root, tree: repository.treeOf(place.commit), respectsGitIgnore: true, shared }, rules);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

type ScannedPlace = Pick<ScanRequest, 'root' | 'tree' | 'respectsGitIgnore' | 'shared'>;

/** The default profile is concluded from the files as they were read for the strict one. */
async function scanTwice(place: ScannedPlace, rules: readonly RegisteredRule[]): Promise<ScannedSubject> {
  const strict = await scanIn('strict', place, rules);
  const byDefault = await scanIn('default', place, rules);
  const { findingsBySeverity, lines } = reportedOnce(byDefault).statistics;
  return {
    default: seenFindings(byDefault.findings),
    strict: seenFindings(strict.findings),
    reported: findingsBySeverity,
    lines,
    failures: failuresOf(strict),
  };
}

/** Suppressions expire or not, the same on every day. */
const TODAY = '2026-11-20';

/** Scans a place in a profile, as if nobody had configured anything. */
async function scanIn(profile: Profile, place: ScannedPlace, rules: readonly RegisteredRule[]): Promise<ScanReport> {
  const options = optionsInProfile(profile, rules, TODAY);
  const outcome = await scan({ ...place, paths: [], exclude: [], rules, options });
  if (outcome.kind !== 'finished') throw new Error(`the scan ended as "${outcome.kind}"`);
  return outcome.report;
}

function failuresOf({ notices }: ScanReport): string[] {
  return notices.filter(({ kind }) => kind === 'rule-failed').map(({ message }) => message);
}

/** All places of a cause are findings still: only a report joins them. A step of a path is evidence as well as what is separate. */
function seenFindings(findings: readonly Finding[]): SeenFinding[] {
  return findings.map(({ rule, location, related, flow, doubts = [], severity }) => ({
    rule,
    location: placeOf(location),
    related: [...related, ...flow].map(placeOf),
    severity,
    rank: [severity, ...doubts].join(' '),
  }));
}

const placeOf = ({ path, line }: SeenPlace): SeenPlace => ({ path, line });
