import { TOOL } from '../audit/version.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Io } from './io.ts';

/** Runs one command line to its exit code. Everything but `--version` is loaded when it is asked for. */
export async function runCommandLine(argv: readonly string[], io: Io): Promise<ExitCode> {
  if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-V')) {
    io.stdout.write(`${TOOL.version}\n`);
    return EXIT.clean;
  }
  const { runProgram } = await import('./program.ts');
  return runProgram(argv, io);
}
