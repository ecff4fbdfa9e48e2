/** The executable: hands the process to `runCommandLine` and ends with its exit code. */
import module from 'node:module';
import { CACHE_USER } from './cache-user.ts';
import type { EnableCompileCache } from './compiled-program.ts';
import { setCompilerFlags } from './compiler-flags.ts';
import { processIo } from './process-io.ts';
import { asksVersion, runCommandLine } from './run.ts';

/** Somebody waits for each answer, for hours. */
const SERVING: ReadonlySet<string> = new Set(['lsp', 'mcp', '--watch']);

const words = process.argv.slice(2);
// The program is minified: the stack that is printed then has the names and lines of the sources.
if (process.env.AUDITLINT_DEBUG !== undefined) process.setSourceMapsEnabled(true);
setCompilerFlags({ answersSoon: words.some((word) => SERVING.has(word)) });
// What V8 made of code says by which flags.
const { enableCompileCache } = module as { readonly enableCompileCache?: EnableCompileCache };
if (enableCompileCache !== undefined && !asksVersion(words)) {
  const { keepCompiled } = await import('./compiled-program.ts');
  keepCompiled({ words, cwd: process.cwd(), env: process.env, user: CACHE_USER }, enableCompileCache);
}

// Not process.exit: it would cut off what a pipe has not taken yet.
// A failure of standard output, which is told as an event, has set it before.
const exitCode = await runCommandLine(words, processIo());
process.exitCode ??= exitCode;
