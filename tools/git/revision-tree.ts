import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withoutGit } from './run-git.ts';

/** A revision of a project on the disk. */
export interface RevisionTree {
  readonly root: string;
  /** In full. */
  readonly commit: string;
  /** Runs a program in it, and gives what it prints. */
  readonly run: (program: string, args: readonly string[]) => Promise<string>;
}

/**
 * Puts a revision of a project into a work tree of its own that shares the project's installed packages, and takes the
 * work tree away afterwards: also when the work fails or is interrupted.
 */
export async function withRevisionTree<T>(
  project: string,
  revision: string,
  signal: AbortSignal,
  work: (tree: RevisionTree) => Promise<T>,
): Promise<T> {
  const commit = await resolveCommit(project, revision, signal);
  const folder = mkdtempSync(join(tmpdir(), 'auditlint-revision-'));
  const root = join(folder, 'tree');
  try {
    await git(project, ['worktree', 'add', '--quiet', '--detach', root, commit], signal);
    symlinkSync(join(project, 'node_modules'), join(root, 'node_modules'), 'junction');
    return await work({
      root,
      commit,
      run: (program, args) => run(program, args, { cwd: root, signal, env: process.env }),
    });
  } finally {
    // It is no work tree when it could not be made.
    await git(project, ['worktree', 'remove', '--force', root]).catch(() => {});
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Lends a signal that is aborted where someone interrupts this process; what was running then complains of its end, and why it ended says more. */
export async function untilInterrupted<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort(new Error('interrupted'));
  const { signal } = interruption;
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  try {
    return await work(signal);
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
  }
}

async function resolveCommit(project: string, revision: string, signal: AbortSignal): Promise<string> {
  try {
    const output = await git(project, ['rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`], signal);
    return output.trim();
  } catch (cause) {
    throw new Error(`there is no revision \`${revision}\``, { cause });
  }
}

function git(project: string, args: readonly string[], signal?: AbortSignal): Promise<string> {
  const options = ['-C', project, '-c', 'core.hooksPath=/dev/null', '-c', 'core.fsmonitor=false'];
  return run('git', [...options, ...args], { env: withoutGit(process.env), signal });
}

interface RunOptions {
  readonly cwd?: string;
  readonly env: NodeJS.ProcessEnv;
  readonly signal?: AbortSignal | undefined;
}

/** What a program prints. Rejects with what it complains of; when it is aborted, only after it has ended. */
function run(program: string, args: readonly string[], { signal, ...options }: RunOptions): Promise<string> {
  return new Promise((resolve, reject) => {
    // A group of its own: npm does not pass on to the programs that it starts that it must end.
    const child = spawn(program, args, { ...options, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
    const stop = (): void => endGroup(child);
    signal?.addEventListener('abort', stop);
    if (signal?.aborted === true) stop();
    const output: string[] = [];
    const complaints: string[] = [];
    child.stdout.setEncoding('utf8').on('data', (text: string) => output.push(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => complaints.push(text));
    child.on('error', reject);
    child.on('close', (code) => {
      signal?.removeEventListener('abort', stop);
      if (signal?.aborted === true) reject(signal.reason);
      else if (code === 0) resolve(output.join(''));
      else reject(new Error(`${program} ${args.join(' ')} ended with ${code}\n${complaints.join('')}`.trim()));
    });
  });
}

function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGTERM');
  } catch {
    // It has ended by itself.
  }
}
