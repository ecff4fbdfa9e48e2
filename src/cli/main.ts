/** The executable: hands the process to `runCommandLine` and ends with its exit code. */
import { setCompilerFlags } from './compiler-flags.ts';
import { processIo } from './process-io.ts';
import { runCommandLine } from './run.ts';

// The program is minified: the stack that is printed then has the names and lines of the sources.
if (process.env.AUDITLINT_DEBUG !== undefined) process.setSourceMapsEnabled(true);
setCompilerFlags();
// Not process.exit: it would cut off what a pipe has not taken yet.
// A failure of standard output, which is reported as an event, has set it before.
const exitCode = await runCommandLine(process.argv.slice(2), processIo());
process.exitCode ??= exitCode;
