import type { MappedText } from '../../text/index.ts';
import { readExec, readShell, type ShellDialect, type ShellScript } from '../shell/index.ts';
import { mappedText } from './scalar-text.ts';
import type { YamlNode, YamlScalar } from './yaml-node.ts';

/** What a tool does with the words of a list before it runs them. */
export interface WordFilling {
  /** Whether the tool fills in something of a word, as it is written. */
  readonly isDynamic: (written: string) => boolean;
  /** The word with the tool's escapes taken away. */
  readonly unescape: (text: MappedText) => MappedText;
}

/** Reads a command that is written as a list of words. Of `sh -c script`, the script is what runs. */
export function readExecList(nodes: readonly YamlNode[], filling: WordFilling): ShellScript {
  const scalars = nodes.filter((node) => node.kind === 'scalar');
  const shell = shellScript(scalars);
  if (shell !== undefined) return readShell(filling.unescape(mappedText(shell.script)), shell.dialect);
  const script = readExec(
    scalars.map((scalar) => ({ value: filling.unescape(mappedText(scalar)).content, span: scalar.span })),
  );
  const dynamic = new Set(scalars.filter(({ content }) => filling.isDynamic(content)).map(({ span }) => span.start));
  return {
    ...script,
    commands: script.commands.map((command) => ({
      ...command,
      words: command.words.map((word) => ({ ...word, isDynamic: word.isDynamic || dynamic.has(word.span.start) })),
    })),
  };
}

/** The script of `sh -c`, `bash -euo pipefail -c`; it may be over many lines, whose places it knows. */
function shellScript(scalars: readonly YamlScalar[]) {
  const [program, ...rest] = scalars;
  if (program === undefined || !/^(?:\/(?:usr\/)?bin\/)?(?:ba|da|a|z)?sh$/.test(program.content)) return undefined;
  const at = rest.findIndex(({ content }) => /^-[a-z]*c$/.test(content));
  const script = rest[at + 1];
  if (at < 0 || script === undefined) return undefined;
  const options = rest.slice(0, at + 1).map(({ content }) => content);
  if (!options.every((option) => option.startsWith('-') || option === 'pipefail')) return undefined;
  const dialect: ShellDialect = {
    stopsAtFailure: options.some((option) => /^-[a-z]*e/.test(option)),
    hasPipefail: options.includes('pipefail'),
  };
  return { script, dialect };
}
