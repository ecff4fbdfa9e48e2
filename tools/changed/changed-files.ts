import { execFileSync } from 'node:child_process';
import { withoutGit } from '../git/run-git.ts';

/** What replaces main where nobody names a base. */
const MAIN = ['origin/main', 'main'];

/**
 * Paths, from the root of the checkout, of what differs between the work tree and where its branch left main (or `base`): committed, staged,
 * only written, or new. Throws an Error with one sentence where there is no such base.
 */
export function changedFiles(project: string, base: string | undefined): string[] {
  const git = (...args: readonly string[]): string =>
    execFileSync('git', args, {
      cwd: project,
      encoding: 'utf8',
      env: withoutGit(process.env),
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 1 << 28,
    });
  const start = mergeBase(base === undefined ? MAIN : [base], git);
  const tracked = git('diff', '--name-only', '--no-renames', '-z', start, '--');
  const untracked = git('ls-files', '--others', '--exclude-standard', '-z');
  return [...new Set(`${tracked}${untracked}`.split('\0').filter(Boolean))].sort();
}

function mergeBase(names: readonly string[], git: (...args: readonly string[]) => string): string {
  for (const name of names) {
    try {
      return git('merge-base', 'HEAD', name).trim();
    } catch {
      // The next name, or the sentence below.
    }
  }
  throw new Error(`git knows no \`${names.join('` and no `')}\` that this branch comes from; name one with --base`);
}
