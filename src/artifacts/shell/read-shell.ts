/**
 * Shell by `unbash`: it takes broken input, knows where everything is in UTF-16 units, brings no other package and is
 * kept by the people of knip. (bash-parser is unmaintained, sh-syntax and tree-sitter-bash bring a megabyte of WebAssembly,
 * shell-quote knows words and no commands.)
 */
import { parse } from 'unbash';
import { type Located, type MappedText, mapPlain, slicedText, spanInFile } from '../../text/index.ts';
import { CommandCollector } from './command-collector.ts';
import { scriptOption } from './shell-program.ts';
import type { ShellCommand, ShellDialect, ShellScript, ShellWord } from './shell-script.ts';

const PLAIN_SHELL: ShellDialect = { stopsAtFailure: false, hasPipefail: false };

/** Texts above this are data, and no command of theirs is looked at. */
export const MAX_SCRIPT = 200_000;

/** Reads a script. Commands of `sh -c "…"` stand for themselves, in its place. */
export function readShell(text: MappedText, dialect: ShellDialect = PLAIN_SHELL): ShellScript {
  return read(text, dialect, 0);
}

/** Reads a command that no shell sees: `["python", "-m", "app"]`. */
export function readExec(words: readonly (Located<string> | ShellWord)[]): ShellScript {
  const [first] = words;
  const last = words.at(-1);
  if (first === undefined || last === undefined) return { commands: [], isBroken: false };
  const command: ShellCommand = {
    words: words.map((word) => ('text' in word ? word : { text: word.value, isDynamic: false, span: word.span })),
    environment: [],
    redirections: [],
    span: { start: first.span.start, end: last.span.end },
    folder: '',
    isConditional: false,
  };
  return expand({ commands: [command], isBroken: false }, { dialect: PLAIN_SHELL, depth: 0, given: new Map() });
}

function read(text: MappedText, dialect: ShellDialect, depth: number): ShellScript {
  if (text.content.length > MAX_SCRIPT) return { commands: [], isBroken: true, isTooLong: true };
  const script = parse(text.content);
  const collector = new CommandCollector((node) => spanInFile(text, { start: node.pos, end: node.end }), dialect);
  const commands = collector.collect(script);
  const given = new Map([...collector.documents].map(([command, span]) => [command, slicedText(text, span)]));
  return expand({ commands, isBroken: (script.errors?.length ?? 0) > 0 }, { dialect, depth, given });
}

interface Nesting {
  readonly dialect: ShellDialect;
  readonly depth: number;
  /** Scripts that commands get as their input. */
  readonly given: ReadonlyMap<ShellCommand, MappedText>;
}

/** Puts the commands of `sh -c "…"` and of `sh <<EOF` in its place. */
function expand(script: ShellScript, { dialect, depth, given }: Nesting): ShellScript {
  if (depth >= MAX_NESTED_SHELLS) return script;
  let { isBroken } = script;
  const commands = script.commands.flatMap((command) => {
    const written = scriptOption(command.words);
    const inner = written === undefined ? given.get(command) : mapQuoted(written);
    if (inner === undefined) return command;
    const nested = read(inner, dialect, depth + 1);
    isBroken ||= nested.isBroken;
    return nested.commands.map((each) => within(each, command));
  });
  return { commands, isBroken };
}

const MAX_NESTED_SHELLS = 3;

/** Behind the quote that begins the word, if there is one. */
function mapQuoted({ text, span }: ShellWord): MappedText {
  const quotes = span.end - span.start > text.length ? 1 : 0;
  return mapPlain(text, span.start + quotes);
}

function within(inner: ShellCommand, outer: ShellCommand): ShellCommand {
  const hiding = inner.failureHiddenBy ?? outer.failureHiddenBy;
  const { folder, failureHiddenBy, ...rest } = inner;
  return {
    ...rest,
    ...(folder !== undefined && outer.folder !== undefined && { folder: folder === '' ? outer.folder : folder }),
    ...(hiding !== undefined && { failureHiddenBy: hiding }),
    environment: [...outer.environment, ...inner.environment],
    isConditional: inner.isConditional || outer.isConditional,
  };
}
