/** Shells that are given a script, as a word or as their input. */
import { invocationOf } from './invocation.ts';
import type { ShellWord } from './shell-script.ts';

const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'dash', 'ash', 'zsh']);

/** The words behind the name of a shell; undefined for other programs. */
function shellOptions(words: readonly ShellWord[]): readonly ShellWord[] | undefined {
  const invocation = invocationOf({ words });
  return invocation !== undefined && SHELLS.has(invocation.program) ? invocation.args : undefined;
}

/** The script in `sh -c script` and `bash -lc script`. */
export function scriptOption(words: readonly ShellWord[]): ShellWord | undefined {
  const [option, script] = shellOptions(words) ?? [];
  return option !== undefined && /^-[a-z]*c$/.test(option.text) ? script : undefined;
}

/** `bash`, `sh -e`, `bash -s -- argument`: it runs what it is given as its input, not a file. */
export function readsScript(words: readonly ShellWord[]): boolean {
  const options = shellOptions(words)?.map(({ text }) => text);
  if (options === undefined) return false;
  const first = options.findIndex(
    (option, index) => !/^[-+]/.test(option) && !/^[-+][a-z]*o$/.test(options[index - 1] ?? ''),
  );
  const own = first < 0 ? options : options.slice(0, first);
  if (own.some((option) => /^-[a-z]*c$/.test(option))) return false;
  return first < 0 || own.some((option) => /^-[a-z]*s$/.test(option));
}
