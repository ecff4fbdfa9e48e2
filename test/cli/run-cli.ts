import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Io } from '../../src/cli/io.ts';
import { runCommandLine } from '../../src/cli/run.ts';
import { temporaryFolder } from '../temporary-folders.ts';

export interface CliResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliSetting {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly isTTY?: boolean;
  readonly stdin?: string | Uint8Array;
  readonly onInterrupt?: Io['onInterrupt'];
  readonly today?: string;
  /** Receives all that is written, while the command runs. */
  readonly onWrite?: (text: string) => void;
}

const MAIN = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

/** Runs a command line in this process; without a cache, unless `env` is `WITH_CACHE`. */
export async function runCli(argv: readonly string[], setting: CliSetting): Promise<CliResult> {
  const { io, written } = ioOf(setting);
  return { code: await runCommandLine(argv, io), ...written };
}

/** A world for commands, and what they write into it. */
export function ioOf({
  cwd,
  env = FORGETFUL,
  today = '2026-11-20',
  isTTY = false,
  stdin = '',
  onInterrupt = () => () => undefined,
  onWrite,
}: CliSetting): { readonly io: Io; readonly written: Pick<CliResult, 'stdout' | 'stderr'> } {
  const written = { stdout: '', stderr: '' };
  const stream = (name: keyof typeof written) => ({
    isTTY,
    write: (text: string) => {
      written[name] += text;
      onWrite?.(text);
    },
  });
  const io: Io = {
    stdout: stream('stdout'),
    stderr: { ...stream('stderr'), isTTY: false },
    stdin: (async function* () {
      yield Buffer.from(stdin);
    })(),
    env: env.AUDITLINT_CACHE_KEY === undefined ? { ...FORGETFUL, ...env } : env,
    cwd,
    self: [process.execPath, '--import', import.meta.resolve('tsx'), MAIN],
    today,
    onInterrupt,
    onEnd: onInterrupt,
  };
  return { io, written };
}

/** Fixtures are scanned where they stand, and no test is to see what another one found. */
const FORGETFUL: Readonly<Record<string, string>> = { AUDITLINT_NO_CACHE: '1' };

/** The environment of a user who has a cache. */
export const WITH_CACHE = { AUDITLINT_CACHE_KEY: 'of this test' };

/** A folder of its own with these files, removed when the test file is done. */
export function makeProject(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const folder = temporaryFolder('auditlint-cli-');
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** Python with one P1 finding, of `call-signature-mismatch` in its fourth line: a worker makes a call that certainly fails. */
export const FAULTY = faulty('read');

/** `FAULTY`, and why its finding is accepted. */
export const KEPT = FAULTY.replace('"csv")', '"csv")  # auditlint: ignore[call-signature-mismatch] it is a probe');

/** As `FAULTY`, of functions of other names. */
export function faulty(name: string): string {
  const body = [`check_${name}(path, "csv")`, '# the orders of the day', 'return ""'];
  return `def check_${name}(path): return path\n\n${servedForEver(name, body)}`;
}

/** Python with one P2 finding of a rule whose equal copies are one cause, in its fourth line; `ONLY_UNFINISHED` has it told. */
export function unfinished(name: string): string {
  return `"""Orders of the day."""\n\n\n${servedForEver(name, ['# TODO: read the file', 'return ""'])}`;
}

/** A function, and a worker that calls it for ever. */
function servedForEver(name: string, body: readonly string[]): string {
  return `def ${name}(path):
${body.map((line) => `    ${line}\n`).join('')}

def serve_${name}():
    while True:
        ${name}("orders.csv")


if __name__ == "__main__":
    serve_${name}()
`;
}

export const UNFINISHED = unfinished('read');

/** The configuration that looks for nothing else. */
export const ONLY_UNFINISHED = { 'auditlint.toml': 'select = ["placeholder-implementation"]\n' };

/** Python without findings. */
export const CLEAN = 'def double(x):\n    return x * 2\n';
