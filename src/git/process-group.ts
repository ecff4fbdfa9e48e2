import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';

/** A program that may start others, and is not waited for without end. */
export interface ProcessGroup {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly timeLimitSeconds: number;
  readonly signal?: AbortSignal | undefined;
  /** Ends a process that leads a group, and with it all that it started: git leaves its helpers running. */
  readonly endGroup: (leader: number) => void;
}

export interface EndedGroup {
  readonly status: number | null;
  readonly endedBy: NodeJS.Signals | null;
  readonly isOverTime: boolean;
  /** The last of what it wrote. */
  readonly stdout: string;
  readonly stderr: string;
}

const MAX_OUTPUT = 64 * 1024;

/** Runs it to its end, or ends it after its time or when the signal is aborted. Rejects where it cannot be started. */
export async function runGroup(group: ProcessGroup): Promise<EndedGroup> {
  const child = spawn(group.program, [...group.args], {
    cwd: group.cwd,
    env: group.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    // A session of its own: it has no terminal at which ssh could ask, Ctrl-C is not for it, and it ends as a whole.
    detached: true,
  });
  const [stdout, stderr] = [keepOutput(child.stdout), keepOutput(child.stderr)];
  const stop = () => {
    if (child.pid !== undefined) group.endGroup(child.pid);
  };
  let isOverTime = false;
  const timer = setTimeout(() => {
    isOverTime = true;
    stop();
  }, group.timeLimitSeconds * 1000);
  group.signal?.addEventListener('abort', stop, { once: true });
  if (group.signal?.aborted) stop();
  try {
    const { status, endedBy } = await untilClosed(child);
    return { status, endedBy, isOverTime, stdout: stdout(), stderr: stderr() };
  } finally {
    clearTimeout(timer);
    group.signal?.removeEventListener('abort', stop);
  }
}

function keepOutput(stream: Readable): () => string {
  let text = '';
  stream.setEncoding('utf8').on('data', (more: string) => {
    text = (text + more).slice(-MAX_OUTPUT);
  });
  return () => text;
}

function untilClosed(child: ChildProcessByStdio<null, Readable, Readable>) {
  return new Promise<Pick<EndedGroup, 'status' | 'endedBy'>>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, endedBy) => resolve({ status, endedBy }));
  });
}
