import type { Command, CommanderError } from 'commander';
import { suggestion } from '../config/nearest.ts';

/** What commander refused, in one sentence with the nearest valid name. */
export function describeCommanderError({ code, message }: CommanderError, command: Command): string {
  const [first = ''] = message.replace(/^error: /, '').split('\n');
  const named = /'([^']*)'/.exec(first)?.[1] ?? '';
  const path = command.parent === null ? '' : ` of \`${command.name()}\``;
  switch (code) {
    case 'commander.unknownOption':
      return `unknown option \`${named}\`${path}${suggestion(named.split('=', 1)[0] ?? '', optionNames(command)) || '; see --help'}`;
    case 'commander.optionMissingArgument':
      return `option \`${named}\` needs a value`;
    case 'commander.missingArgument':
      return `\`${command.name()}\` needs ${/^[aeiou]/.test(named) ? 'an' : 'a'} ${named}${saidOf(named, command)}`;
    case 'commander.excessArguments':
      return `\`${command.name()}\` takes fewer arguments${path === '' ? '' : '; see --help'}`;
    default:
      return first;
  }
}

/** What the help says of an argument. */
function saidOf(argument: string, command: Command): string {
  const description = command.registeredArguments.find((each) => each.name() === argument)?.description ?? '';
  return description === '' ? '' : `: ${description}`;
}

function optionNames(command: Command): string[] {
  return ['--help', ...command.options.flatMap(({ long }) => (long == null ? [] : [long]))];
}
