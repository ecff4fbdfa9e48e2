import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeProject } from '../cli/run-cli.ts';

export interface HostedPullRequest {
  /** A repository as a server has it. */
  readonly origin: string;
  /** The commit that the branch of the pull request left main at. */
  readonly first: string;
  /** Main as it is now. */
  readonly base: string;
  readonly head: string;
  /** What GitHub checks out: the merge of base and head. */
  readonly merge: string;
}

/** A pull request that adds files to others, on a main that has moved on since. */
export function pullRequestOn(
  files: Readonly<Record<string, string>>,
  added: Readonly<Record<string, string>>,
): HostedPullRequest {
  const origin = makeProject(files);
  git(origin, 'init', '--quiet', '--initial-branch=main');
  git(origin, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
  const first = commitAll(origin, 'first');
  writeFileSync(join(origin, 'moved-on.py'), 'c = 3\n');
  const base = commitAll(origin, 'main moves on');
  git(origin, 'checkout', '--quiet', '-b', 'feature', first);
  for (const [path, content] of Object.entries(added)) writeFileSync(join(origin, path), content);
  const head = commitAll(origin, 'feature');
  git(origin, 'checkout', '--quiet', '--detach', base);
  git(origin, ...IDENTITY, 'merge', '--quiet', '--no-ff', '--message=merge', head);
  return { origin, first, base, head, merge: git(origin, 'rev-parse', 'HEAD') };
}

/** Runs git, and returns what it printed. */
export function git(cwd: string, ...args: readonly string[]): string {
  return execFileSync('git', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
}

const IDENTITY = ['-c', 'user.name=t', '-c', 'user.email=t@t', '-c', 'commit.gpgsign=false'];

function commitAll(folder: string, message: string): string {
  git(folder, 'add', '--all');
  git(folder, ...IDENTITY, 'commit', '--quiet', `--message=${message}`);
  return git(folder, 'rev-parse', 'HEAD');
}
