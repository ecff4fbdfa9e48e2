import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toldOnce } from '../../src/audit/index.ts';
import { type ScanRequest, SharedReports } from '../../src/engine/index.ts';
import type { Severity } from '../../src/findings/index.ts';
import { GitRepository } from '../../src/git/index.ts';
import type { RegisteredRule } from '../../src/kit/index.ts';
import { failuresOf, type SeenFinding, scanIn, seenFindings } from '../recall/scan-job.ts';

/** What is scanned: a commit, read without a checkout, or a folder that is no repository. */
export type SubjectPlace =
  | { readonly kind: 'commit'; readonly gitDirectory: string; readonly commit: string }
  | { readonly kind: 'folder'; readonly folder: string; readonly digest: string };

export interface SubjectJob {
  readonly name: string;
  readonly place: SubjectPlace;
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

async function scanTwice(
  place: Pick<ScanRequest, 'root' | 'tree' | 'respectsGitIgnore' | 'shared'>,
  rules: readonly RegisteredRule[],
): Promise<ScannedSubject> {
  const strict = await scanIn('strict', place, rules);
  const byDefault = await scanIn('default', place, rules);
  const { findingsBySeverity, lines } = toldOnce(byDefault).statistics;
  return {
    default: seenFindings(byDefault.findings),
    strict: seenFindings(strict.findings),
    reported: findingsBySeverity,
    lines,
    failures: failuresOf(strict),
  };
}
