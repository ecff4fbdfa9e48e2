/** What the commands of this folder do alike: they read their options, and tell in one sentence what cannot be done. */
import { type ParseArgsConfig, parseArgs } from 'node:util';

type Usage = (problem: string, cause?: unknown) => Error;

/** Makes the error of a command that was called wrongly: what is wrong, and how it is called. */
export function usageOf(text: string): Usage {
  return (problem, cause) => new Error(`${problem}\n${text}`, { cause });
}

export function readOptions<const Options extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: Options,
  usage: Usage,
) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (cause) {
    throw usage(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

/** `YYYY-MM-DD`; throws for anything else. */
export function readDate(text: string, usage: Usage): string {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) throw usage('--date is no YYYY-MM-DD');
  return text;
}

/** Runs a command; what it throws is a sentence for whoever called it, and exit code 2. */
export async function runCommand(run: () => Promise<void> | void): Promise<void> {
  try {
    await run();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
}
