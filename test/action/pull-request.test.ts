import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findBase, readPullRequest } from '../../src/action/pull-request.ts';
import { makeProject } from '../cli/run-cli.ts';
import { git, pullRequestOn } from './pull-request.ts';

describe('the base of a pull request', () => {
  const hosted = pullRequestOn({ 'app.py': 'a = 1\n' }, { 'new.py': 'b = 2\n' });
  const { origin, first, base, head, merge } = hosted;
  const checkout = (commit: string, ...options: string[]): string => {
    const folder = join(makeProject(), 'checkout');
    execFileSync('git', ['init', '--quiet', folder]);
    git(folder, 'remote', 'add', 'origin', `file://${origin}`);
    git(folder, 'fetch', '--quiet', ...options, 'origin', commit);
    git(folder, 'checkout', '--quiet', '--detach', 'FETCH_HEAD');
    return folder;
  };
  const pull = { isFork: false, baseCommit: first, headCommit: head };

  it('is the first parent of the merge, as it is now, not as the event remembers it', () => {
    expect(findBase(pull, checkout(merge), process.env)).toBe(base);
  });

  it('is fetched where the clone holds the merge alone', () => {
    const folder = checkout(merge, '--depth=1');
    expect(() => git(folder, 'merge-base', 'HEAD', base)).toThrow();
    expect(findBase(pull, folder, process.env)).toBe(base);
    expect(git(folder, 'merge-base', 'HEAD', base)).toBe(base);
    expect(git(folder, 'rev-parse', 'HEAD')).toBe(merge);
  });

  it('is that of the event where the head itself is checked out', () => {
    expect(findBase(pull, checkout(head), process.env)).toBe(first);
  });

  const sentence =
    /^the base of the pull request is not in this clone: set `fetch-depth: 0` for actions\/checkout, or .*$/;

  it('is told to be missing where it can neither be found nor fetched', () => {
    const folder = checkout(merge, '--depth=1');
    git(folder, 'remote', 'set-url', 'origin', 'file:///nowhere');
    expect(() => findBase(pull, folder, process.env)).toThrow(sentence);
    expect(() => findBase(pull, checkout(head, '--depth=1'), process.env)).toThrow(sentence);
    expect(() => findBase(pull, makeProject(), process.env)).toThrow(sentence);
  });
});

describe('the event', () => {
  const read = (event: unknown) =>
    readPullRequest({ GITHUB_EVENT_PATH: join(makeProject({ 'event.json': JSON.stringify(event) }), 'event.json') });
  const event = (repo: { full_name: string } | null) => ({
    pull_request: { base: { sha: 'b', repo: { full_name: 'o/r' } }, head: { sha: 'h', repo } },
  });

  it('tells whether a pull request comes from a fork', () => {
    expect(read(event({ full_name: 'o/r' }))).toEqual({ isFork: false, baseCommit: 'b', headCommit: 'h' });
    expect(read(event({ full_name: 'x/r' }))?.isFork).toBe(true);
    expect(read(event(null))?.isFork).toBe(true);
  });

  it('may be about no pull request', () => {
    expect(read({ ref: 'refs/heads/main' })).toBeUndefined();
    expect(readPullRequest({})).toBeUndefined();
  });
});
