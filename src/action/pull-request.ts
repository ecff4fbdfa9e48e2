import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { GitProcess } from '../git/index.ts';
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
 * Throws `InputError` where the base cannot be had, `GitError` where there is no git.
 */
export function findBase({ baseCommit, headCommit }: PullRequest, folder: string, env: Environment): string {
  const git = new GitProcess({ folder }, env);
  const [first, second] = parentsOf('HEAD', git);
  if (first !== undefined && second === headCommit) {
    if (hasMergeBase(first, git) || (fetchParents(git, folder, env) && hasMergeBase(first, git))) return first;
  }
  if (hasMergeBase(baseCommit, git)) return baseCommit;
  throw new InputError(
    'the base of the pull request is not in this clone: set `fetch-depth: 0` for actions/checkout, or `diff: false` for this action',
  );
}

interface PullRequestEvent {
  readonly pull_request?: {
    readonly base: { readonly sha: string; readonly repo: { readonly full_name: string } };
    readonly head: { readonly sha: string; readonly repo: { readonly full_name: string } | null };
  };
}

// From the object itself: in a shallow clone git shows the last commits without their parents.
function parentsOf(revision: string, git: GitProcess): string[] {
  const commit = outputOf(git, ['cat-file', 'commit', revision]) ?? '';
  const header = commit.slice(0, commit.indexOf('\n\n'));
  return [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].flatMap(([, parent]) => parent ?? []);
}

function hasMergeBase(commit: string, git: GitProcess): boolean {
  return outputOf(git, ['merge-base', 'HEAD', commit]) !== undefined;
}

/**
 * Only reading is meant for `GitProcess`: a fetch needs transports and the credentials that actions/checkout left in the
 * configuration. No hook runs, no monitor, and nobody is asked for a password.
 */
function fetchParents(git: GitProcess, folder: string, env: Environment): boolean {
  if (outputOf(git, ['rev-parse', '--is-shallow-repository']) !== 'true') return false;
  const head = outputOf(git, ['rev-parse', 'HEAD']) ?? '';
  const settings = ['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false'];
  const options = ['--quiet', '--no-tags', '--no-recurse-submodules', '--depth=2'];
  const { status } = spawnSync('git', [...settings, 'fetch', ...options, 'origin', head], {
    cwd: folder,
    stdio: 'ignore',
    env: { ...env, GIT_TERMINAL_PROMPT: '0' },
  });
  return status === 0;
}

/** What a command printed, without the line break; undefined where it failed. */
function outputOf(git: GitProcess, args: readonly string[]): string | undefined {
  const { status, stdout } = git.run(args);
  return status === 0 ? stdout.toString('utf8').trimEnd() : undefined;
}
