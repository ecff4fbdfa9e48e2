import { tmpdir } from 'node:os';
import { parse } from 'node:path';
import { GitError } from './git-error.ts';
import { firstLine, reasonOf } from './git-process.ts';
import { type EndedGroup, type ProcessGroup, runGroup } from './process-group.ts';

/** How git may reach other repositories. */
export interface RemoteAccess extends Pick<ProcessGroup, 'timeLimitSeconds' | 'signal' | 'endGroup'> {
  /** That of the user: what says how git authenticates stays. */
  readonly environment: Readonly<Record<string, string | undefined>>;
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
  const reason = withoutCredentials(reasonLine(stderr)) || `git ended with ${status ?? 'a signal'}`;
  throw new RemoteError(reason, FINAL.test(stderr));
}

/** An address without what is before its `@`, wherever one is in a text. */
export function withoutCredentials(text: string): string {
  return text.replace(/\b([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/'"]{0,9999}@/gi, '$1');
}

async function start(args: readonly string[], access: RemoteAccess): Promise<EndedGroup> {
  try {
    return await runGroup({
      ...access,
      program: 'git',
      args: [...SETTINGS.flatMap((setting) => ['-c', setting]), ...args],
      // No repository, so that no configuration of one holds.
      cwd: parse(tmpdir()).root,
      env: remoteEnvironment(access.environment),
    });
  } catch (cause) {
    throw new GitError(reasonOf(cause), { cause });
  }
}

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
function reasonLine(stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const remote = lines.find((line) => /^(?:ERROR|remote: (?:ERROR|fatal)): /.test(line));
  const why = remote ?? lines.find((line) => line.startsWith('fatal: ')) ?? lines[0] ?? '';
  return firstLine(why.replace(/^(?:remote: )?(?:ERROR|fatal): /, ''));
}
