import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { InputError } from './input-error.ts';
import type { Environment } from './inputs.ts';

/** The pull request that a run is about, as its event tells. */
export interface PullRequest {
  /** Whether it comes from another repository: such a run has no permission to upload. */
  readonly isFork: boolean;
  readonly baseCommit: string;
  readonly headCommit: string;
}

/**
 * Reads the file of GITHUB_EVENT_PATH; undefined on events that are about no pull request.
 * Source: https://docs.github.com/webhooks/webhook-events-and-payloads#pull_request
 */
export function readPullRequest({ GITHUB_EVENT_PATH: file }: Environment): PullRequest | undefined {
  if (file === undefined || file === '') return undefined;
  const { pull_request: pull } = JSON.parse(readFileSync(file, 'utf8')) as PullRequestEvent;
  if (pull === undefined) return undefined;
  // The repository of the head is gone where the fork was deleted.
  const isFork = pull.head.repo === null || pull.head.repo.full_name !== pull.base.repo.full_name;
  return { isFork, baseCommit: pull.base.sha, headCommit: pull.head.sha };
}

/**
 * The commit that a pull request is compared with. What is checked out is most often the merge that GitHub made, whose
 * first parent is the base as it is now; the clone may hold nothing but this merge, so its parents are fetched then.
 * Throws `InputError` where the base cannot be had.
 */
export function findBase({ baseCommit, headCommit }: PullRequest, folder: string): string {
  const [first, second] = parentsOf('HEAD', folder);
  if (first !== undefined && second === headCommit) {
    if (hasMergeBase(first, folder) || (fetchParents(folder) && hasMergeBase(first, folder))) return first;
  }
  if (hasMergeBase(baseCommit, folder)) return baseCommit;
  throw new InputError(
    'the base of the pull request is not in this clone: give actions/checkout `fetch-depth: 0`, or this action `diff: false`',
  );
}

interface PullRequestEvent {
  readonly pull_request?: {
    readonly base: { readonly sha: string; readonly repo: { readonly full_name: string } };
    readonly head: { readonly sha: string; readonly repo: { readonly full_name: string } | null };
  };
}

// From the object itself: in a shallow clone git shows the last commits without their parents.
function parentsOf(revision: string, folder: string): string[] {
  const commit = git(['cat-file', 'commit', revision], folder) ?? '';
  const header = commit.slice(0, commit.indexOf('\n\n'));
  return [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].flatMap(([, parent]) => parent ?? []);
}

function hasMergeBase(commit: string, folder: string): boolean {
  return git(['merge-base', 'HEAD', commit], folder) !== undefined;
}

function fetchParents(folder: string): boolean {
  if (git(['rev-parse', '--is-shallow-repository'], folder)?.trim() !== 'true') return false;
  const head = git(['rev-parse', 'HEAD'], folder)?.trim() ?? '';
  return (
    git(['fetch', '--quiet', '--no-tags', '--no-recurse-submodules', '--depth=2', 'origin', head], folder) !== undefined
  );
}

// No hook runs, no monitor, and nobody is asked for a password.
function git(args: readonly string[], cwd: string): string | undefined {
  try {
    return execFileSync('git', ['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false', ...args], {
      cwd,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, GIT_TERMINAL_PROMPT: '0' },
    });
  } catch {
    return undefined;
  }
}
