import type { Command, Option } from 'commander';

/** What may be on a command line, as scripts for shells need it. */
export interface CompletedCommand {
  /** Empty for the program itself, `fleet work` for one within another. */
  readonly name: string;
  readonly options: readonly CompletedOption[];
  /** Commands within it. */
  readonly commands: readonly CompletedWord[];
  /** What else its arguments may be; files may always are there. */
  readonly words: readonly string[];
}

export interface CompletedOption extends CompletedWord {
  readonly short: string | undefined;
  readonly takesValue: boolean;
  /** What its value may be, where not just a file. */
  readonly values: readonly string[];
  /** Several values may be there, parted by commas. */
  readonly isList: boolean;
}

export interface CompletedWord {
  readonly name: string;
  readonly description: string;
}

/** Words that options and arguments are chosen from, by command, where they differ, and name: `merge --format`, `--profile`, `explain rule`. */
export type Choices = ReadonlyMap<string, readonly string[]>;

/** All commands of a program, itself first. */
export function completedCommands(program: Command, choices: Choices): CompletedCommand[] {
  return within(program, '');

  function within(command: Command, name: string): CompletedCommand[] {
    const below = command.createHelp().visibleCommands(command);
    const of = (word: string) => choices.get(`${name} ${word}`.trim()) ?? choices.get(word) ?? [];
    const own: CompletedCommand = {
      name,
      options: command
        .createHelp()
        .visibleOptions(command)
        .flatMap((option) => completedOption(option, of)),
      commands: below.map((each) => ({ name: each.name(), description: each.description() })),
      words: command.registeredArguments.flatMap((argument) => choices.get(`${name} ${argument.name()}`.trim()) ?? []),
    };
    return [own, ...below.flatMap((each) => within(each, `${name} ${each.name()}`.trim()))];
  }
}

function completedOption(
  { long, short, description, required, optional }: Option,
  choicesOf: (word: string) => readonly string[],
): CompletedOption[] {
  if (long == null) return [];
  const values = choicesOf(long);
  const isList = long === '--select' || long === '--ignore';
  return [{ name: long, short: short ?? undefined, description, takesValue: required || optional, values, isList }];
}
