import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SharedReports, scan } from '../../src/engine/index.ts';
import type { Finding } from '../../src/findings/index.ts';
import { GitRepository, type GitTree } from '../../src/git/index.ts';
import type { RegisteredRule } from '../../src/kit/index.ts';
import { strictOptions } from '../strict-options.ts';
import { compareStep, type StepCount } from './compare-step.ts';
import { readChanges } from './step-changes.ts';

/** A commit with what was found in it. */
export interface ScannedCommit {
  readonly commit: string;
  readonly tree: GitTree;
  readonly findings: readonly Finding[];
}

/** Suppressions expire or not, the same on every day. */
const TODAY = '2026-11-20';

/**
 * Compares each of the last commits that a revision comes from with its (first) parent, oldest first. Files of the same content
 * are mapped once for all commits.
 */
export async function* scanHistory(
  place: string,
  to: string,
  commits: number,
  rules: readonly RegisteredRule[],
): AsyncGenerator<{ readonly step: StepCount; readonly index: number; readonly total: number }> {
  const root = mkdtempSync(join(tmpdir(), 'auditlint-stability-'));
  try {
    const inside = join(place, '.git');
    const repository = GitRepository.ofGitDirectory(existsSync(inside) ? inside : place, root, process.env);
    const steps = listSteps(repository, to, commits);
    const shared = new SharedReports(repository.contentIdOf);
    const scanned = new Map<string, ScannedCommit>();
    const scanOnce = async (commit: string): Promise<ScannedCommit> => {
      const known = scanned.get(commit) ?? (await scanCommit(repository, commit, root, rules, shared));
      scanned.set(commit, known);
      return known;
    };
    for (const [index, { parent, commit }] of steps.entries()) {
      const [before, after] = [await scanOnce(parent), await scanOnce(commit)];
      const changes = readChanges(repository.git, parent, commit);
      yield { step: compareStep(before, after, changes), index: index + 1, total: steps.length };
      // A branch may begin at any of them, and findings are small; what is never asked for again goes.
      const wanted = new Set(steps.slice(index + 1).flatMap((step) => [step.parent, step.commit]));
      for (const name of [...scanned.keys()]) if (!wanted.has(name)) scanned.delete(name);
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** A root commit is no step. */
function listSteps(
  { git }: GitRepository,
  to: string,
  count: number,
): { readonly parent: string; readonly commit: string }[] {
  const listing = git.read(['rev-list', '--topo-order', '--parents', `--max-count=${count}`, to, '--']);
  const lines = listing.toString('utf8').split('\n').filter(Boolean).reverse();
  return lines.flatMap((line) => {
    const [commit = '', parent] = line.split(' ');
    return parent === undefined ? [] : [{ parent, commit }];
  });
}

async function scanCommit(
  repository: GitRepository,
  commit: string,
  root: string,
  rules: readonly RegisteredRule[],
  shared: SharedReports,
): Promise<ScannedCommit> {
  const tree = repository.treeOf(commit);
  const outcome = await scan({
    root,
    tree,
    shared,
    rules,
    paths: [],
    exclude: [],
    respectsGitIgnore: false,
    options: strictOptions(rules, TODAY),
  });
  if (outcome.kind !== 'finished') throw new Error(`${commit}: the scan ended as "${outcome.kind}"`);
  return { commit, tree, findings: outcome.report.findings };
}
