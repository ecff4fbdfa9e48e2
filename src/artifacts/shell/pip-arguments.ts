import { invocationOf } from './invocation.ts';
import type { ShellCommand, ShellWord } from './shell-script.ts';

/** What pip is asked to do, through whatever it is called: `pip`, `python -m pip`, `uv pip`. */
export function pipArguments(command: ShellCommand): readonly ShellWord[] | undefined {
  const invocation = invocationOf(command);
  if (invocation === undefined) return undefined;
  const { program, args } = invocation;
  const texts = args.map(({ text }) => text);
  if (program === 'pip') return args;
  if (program === 'uv' && texts[0] === 'pip') return args.slice(1);
  const module = program === 'python' ? texts.indexOf('-m') : -1;
  return module >= 0 && texts[module + 1] === 'pip' ? args.slice(module + 2) : undefined;
}
