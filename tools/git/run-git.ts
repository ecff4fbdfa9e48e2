import { execFileSync } from 'node:child_process';

/**
 * Runs git without anything of the user's or the machine's configuration, hooks, monitors or external programs. The
 * configuration of the repository itself is still read: only call it on one of our own.
 */
export function runGit(gitDir: string, args: readonly string[]): string {
  return execFileSync('git', [...OPTIONS, '--git-dir', gitDir, ...args], {
    encoding: 'utf8',
    env: gitEnvironment(),
    maxBuffer: 1 << 30,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

const OPTIONS = ['-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false', '-c', 'core.quotePath=false'];

/** What git is allowed to see of the environment: not a hint of another repository, no prompt, no network. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  return {
    ...withoutGit(process.env),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_PROTOCOL_FROM_USER: '0',
    GIT_ALLOW_PROTOCOL: 'none',
  };
}

/** An environment that names no repository: a hook or an alias sets such variables for what it runs. */
export function withoutGit(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('GIT_')));
}
