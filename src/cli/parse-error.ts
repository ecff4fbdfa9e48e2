import type { Command, CommanderError } from 'commander';
import { suggestion } from '../config/nearest.ts';

/** What commander refused, in one sentence with the nearest valid name. */
export function describeCommanderError({ code, message }: CommanderError, command: Command): string {
  const [first = ''] = message.replace(/^error: /, '').split('\n');
  const named = /'([^']*)'/.exec(first)?.[1] ?? '';
  const path = pathOf(command);
  switch (code) {
    case 'commander.unknownOption':
      return unknownOption(named, command);
    case 'commander.optionMissingArgument':
      return `option \`${named}\` needs a value`;
    case 'commander.missingArgument':
      return `\`${command.name()}\` needs ${/^[aeiou]/.test(named) ? 'an' : 'a'} ${named}${saidOf(named, command)}`;
    case 'commander.excessArguments':
      return `\`${command.name()}\` got too many arguments${path === '' ? '' : '; see --help'}`;
    default:
      return first;
  }
}

/** What the help says of an argument. */
function saidOf(argument: string, command: Command): string {
  const description = command.registeredArguments.find((each) => each.name() === argument)?.description ?? '';
  return description === '' ? '' : `: ${description}`;
}

/** Why a command does not take an option. */
export function unknownOption(written: string, command: Command): string {
  const [name = ''] = written.split('=', 1);
  if (name === '--plugin' && /^(?:fleet|work)$/.test(command.name())) return NO_PLUGINS;
  return `unknown option \`${written}\`${pathOf(command)}${suggestion(name, optionNames(command)) || '; see --help'}`;
}

const NO_PLUGINS =
  '`fleet` does not run plug-ins, because workers on other machines may have different ones; ' +
  'scan a repository with `auditlint --plugin …`';

const pathOf = (command: Command): string => (command.parent === null ? '' : ` of \`${command.name()}\``);

export function optionNames(command: Command): string[] {
  return ['--help', ...command.options.flatMap(({ long }) => (long == null ? [] : [long]))];
}
