import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { parse } from 'node:path';
import { GitError } from './git-error.ts';
import { firstLine } from './git-process.ts';

/** How git may reach other repositories. */
export interface RemoteAccess {
  /** That of the user: what says how git authenticates stays. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly timeLimitSeconds: number;
  readonly signal?: AbortSignal | undefined;
  /** Ends a process that leads a group, and with it all that it started: git leaves its helpers running. */
  readonly endGroup: (leader: number) => void;
}

/** What git could not get from elsewhere. */
export class RemoteError extends GitError {
  constructor(
    message: string,
    /** Whether another try would end as this one did. */
    readonly isFinal: boolean,
  ) {
    super(message);
  }
}

/**
 * Runs git over a repository of others, with the network and with the user's own credentials; gives standard output. Hooks,
 * filters, templates and submodules are off, only three transports are allowed, and nobody is asked for a password. Throws
 * `RemoteError`, and what the signal was aborted with.
 */
export async function runRemoteGit(args: readonly string[], access: RemoteAccess): Promise<string> {
  const { status, stdout, stderr, isOverTime } = await start(args, access);
  access.signal?.throwIfAborted();
  if (isOverTime) throw new RemoteError(`git took more than ${access.timeLimitSeconds} s`, false);
  if (status === 0) return stdout;
  const reason = withoutCredentials(telling(stderr)) || `git ended with ${status ?? 'a signal'}`;
  throw new RemoteError(reason, FINAL.test(stderr));
}

/** An address without what stands before its `@`, wherever one is in a text. */
export function withoutCredentials(text: string): string {
  return text.replace(/([a-z][a-z0-9+.-]*:\/\/)[^\s/'"]*@/gi, '$1');
}

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly isOverTime: boolean;
}

function start(args: readonly string[], access: RemoteAccess): Promise<Ended> {
  const { environment, timeLimitSeconds, signal, endGroup } = access;
  return new Promise((resolve, reject) => {
    const child = spawn('git', [...SETTINGS.flatMap((setting) => ['-c', setting]), ...args], {
      // No repository, so that no configuration of one holds.
      cwd: parse(tmpdir()).root,
      env: remoteEnvironment(environment),
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      // A session of its own: it has no terminal at which ssh could ask, and ends as a whole.
      detached: true,
    });
    const output = { stdout: '', stderr: '' };
    let isOverTime = false;
    const stop = () => {
      if (child.pid !== undefined) endGroup(child.pid);
    };
    const timer = setTimeout(() => {
      isOverTime = true;
      stop();
    }, timeLimitSeconds * 1000);
    signal?.addEventListener('abort', stop, { once: true });
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        output[name] = (output[name] + text).slice(-MAX_OUTPUT);
      });
    }
    const done = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    };
    child.on('error', (error) => {
      done();
      const isMissing = 'code' in error && error.code === 'ENOENT';
      reject(
        new GitError(isMissing ? 'git is not installed, or not on the PATH' : `git cannot be run: ${error.message}`),
      );
    });
    child.on('close', (status) => {
      done();
      resolve({ status, ...output, isOverTime });
    });
    if (signal?.aborted) stop();
  });
}

const MAX_OUTPUT = 64 * 1024;

const SETTINGS = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.pager=cat',
  'advice.detachedHead=false',
  'clone.rejectShallow=false',
  'fetch.recurseSubmodules=false',
  'submodule.recurse=false',
  'filter.lfs.smudge=',
  'filter.lfs.process=',
  'filter.lfs.required=false',
  'maintenance.auto=false',
  'gc.auto=0',
];

function remoteEnvironment(environment: RemoteAccess['environment']): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => !/^GIT_/i.test(name) || KEPT.test(name));
  return {
    ...Object.fromEntries(kept),
    LC_ALL: 'C',
    GIT_ALLOW_PROTOCOL: 'https:ssh:file',
    GIT_TERMINAL_PROMPT: '0',
    GIT_LFS_SKIP_SMUDGE: '1',
    GCM_INTERACTIVE: 'never',
    SSH_ASKPASS_REQUIRE: 'never',
  };
}

/** The user's configuration, and what says who he is. */
const KEPT =
  /^GIT_(?:CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+)|ASKPASS|SSH|SSH_COMMAND|SSH_VARIANT|SSL_\w+|HTTP_\w+|PROXY_\w+)$/;

/** Words of git, ssh and hosts for what stays as it is: no such repository, no right to read it, a transport that is off. */
const FINAL =
  /does not appear to be a git repository|repository '[^']*' (?:not found|does not exist)|repository not found|authentication failed|could not read (?:username|password)|permission denied|transport '[^']*' not allowed|dubious ownership|access denied/i;

/** The line that says why: what begins with `fatal:`, or else the first. */
function telling(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const remote = lines.find((line) => /^(?:ERROR|remote: (?:ERROR|fatal)): /.test(line));
  const why = remote ?? lines.find((line) => line.startsWith('fatal: ')) ?? lines[0] ?? '';
  return firstLine(why.replace(/^(?:remote: )?(?:ERROR|fatal): /, ''));
}
