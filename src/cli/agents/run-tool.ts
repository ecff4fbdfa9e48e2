import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import type { ToolWork } from './tools.ts';

/** What a tool said; `isError` where it could not do what it was asked. */
export interface ToolAnswer {
  readonly text: string;
  readonly isError: boolean;
}

/** Runs a command line; given by anyone who knows all commands. */
export type RunProgram = (argv: readonly string[], io: Io) => Promise<ExitCode>;

/** Seconds. Nobody is answered while a scan is at one file, and clients wait no longer than a minute. */
const PATIENCE = '20';

/** What all tools of a server share. */
export interface ToolGround {
  readonly io: Io;
  /** Where scans keep what they found: nothing may be written into the repository. */
  readonly cacheFolder: string;
  /** Plug-ins that anyone who started the server named; a tool cannot name any. */
  readonly plugins: readonly string[];
  readonly runProgram: RunProgram;
}

/** Does what was planned, in this process. What the command line writes to standard error comes behind the rest. */
export async function runTool(work: ToolWork, ground: ToolGround, signal: AbortSignal): Promise<ToolAnswer> {
  const { io, cacheFolder, plugins, runProgram } = ground;
  const written = { stdout: '', stderr: '' };
  const own: Io = {
    ...io,
    cwd: work.cwd,
    env: { ...io.env, AUDITLINT_PATIENCE: io.env.AUDITLINT_PATIENCE ?? PATIENCE },
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
    // Paths are files; nothing may read what the client writes.
    stdin: (async function* () {})(),
    onInterrupt(callback) {
      signal.addEventListener('abort', callback);
      return () => signal.removeEventListener('abort', callback);
    },
  };
  const [command = '', ...words] = work.argv;
  const options = [
    ...plugins.flatMap((each) => ['--plugin', each]),
    ...(command === 'check' ? ['--cache-dir', cacheFolder] : []),
  ];
  const code = await runProgram([command, ...options, ...words], own);
  const isError = code === EXIT.usage || code === EXIT.interrupted;
  if (isError) return { text: written.stderr.trim(), isError };
  return { text: [written.stdout, written.stderr].filter((text) => text !== '').join('\n'), isError };
}
