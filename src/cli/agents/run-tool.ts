import type { PreparedScan } from '../../audit/index.ts';
import { DiskTree } from '../../discover/index.ts';
import { maxBytesAt } from '../../engine/index.ts';
import { decodePython } from '../../text/decode.ts';
import { prepareCheck } from '../commands/prepare-check.ts';
import { runScan } from '../commands/run-scan.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { previewOf } from './fix-preview.ts';
import type { FixWish, ToolWork } from './tools.ts';

/** What a tool said; `isError` where it could not do what it was asked. */
export interface ToolAnswer {
  readonly text: string;
  readonly isError: boolean;
}

/** Runs a command line; given by whoever knows all commands. */
export type RunProgram = (argv: readonly string[], io: Io) => Promise<ExitCode>;

/** What all tools of a server share. */
export interface ToolGround {
  readonly io: Io;
  /** Where scans keep what they found: nothing may be written into the repository. */
  readonly cacheFolder: string;
  readonly runProgram: RunProgram;
}

/** Does what was planned, in this process. What the command line writes to standard error comes behind the rest. */
export async function runTool(work: ToolWork, ground: ToolGround, signal: AbortSignal): Promise<ToolAnswer> {
  const { io, cacheFolder, runProgram } = ground;
  const written = { stdout: '', stderr: '' };
  const own: Io = {
    ...io,
    cwd: work.cwd,
    stdout: { write: (text) => (written.stdout += text) },
    stderr: { write: (text) => (written.stderr += text) },
    // Paths are files; nothing may read what the client writes.
    stdin: (async function* () {})(),
    onInterrupt(callback) {
      signal.addEventListener('abort', callback);
      return () => signal.removeEventListener('abort', callback);
    },
  };
  if (work.kind === 'fixes') return { text: await previewFixes(work.wish, own), isError: false };
  const isScan = work.argv[0] === 'check';
  const code = await runProgram(isScan ? [...work.argv, '--cache-dir', cacheFolder] : work.argv, own);
  const isError = code === EXIT.usage || code === EXIT.interrupted;
  if (isError) return { text: written.stderr.trim(), isError };
  return { text: [written.stdout, written.stderr].filter((text) => text !== '').join('\n'), isError };
}

async function previewFixes({ paths, rules, line }: FixWish, io: Io): Promise<string> {
  const prepared = await prepareCheck(paths, rules === undefined ? {} : { select: [...rules] }, io);
  const report = await runScan(prepared, { quiet: true }, io);
  if (report === undefined) return 'interrupted';
  const asked = report.findings.filter(({ location }) => line === undefined || location.line === line);
  const readText = readerOf(prepared);
  const previews = asked.flatMap((finding) => previewOf(finding, readText) ?? []);
  if (previews.length > 0) return previews.join('\n');
  if (asked.length === 0) return 'no findings\n';
  const findings = asked.length === 1 ? 'the finding' : `any of the ${asked.length} findings`;
  return `no fix is known for ${findings}; \`explain\` tells what to do\n`;
}

function readerOf({ request: { root, options } }: PreparedScan): (path: string) => string | undefined {
  const tree = new DiskTree(root);
  return (path) => {
    const content = tree.read(path, maxBytesAt(path, options.limits));
    if (content.kind !== 'content') return undefined;
    const decoded = decodePython(content.bytes);
    return decoded.kind === 'text' ? decoded.content : undefined;
  };
}
