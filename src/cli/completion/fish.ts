import type { CompletedCommand, CompletedOption } from './command-line.ts';

/** A completion script for fish. */
export function fishScript(commands: readonly CompletedCommand[]): string {
  const lines = commands.flatMap(({ name, options, commands: below, words }) => {
    const here = `complete -c auditlint -n ${quoted(`__auditlint_in ${quoted(name)}`)}`;
    return [
      ...below.map((command) => `${here} -a ${quoted(command.name)} -d ${quoted(command.description)}`),
      ...(words.length === 0 ? [] : [`${here} -a ${quoted(words.join(' '))}`]),
      ...options.map((option) => `${here} ${optionText(option)}`),
    ];
  });
  const names = commands.flatMap(({ name }) => (name === '' ? [] : [quoted(name)]));
  return `# fish completion for auditlint: auditlint completion fish | source
function __auditlint_in
    set -l tokens (commandline -opc)
    set -l command ''
    if set -q tokens[2]; and contains -- "$tokens[2]" ${names.filter((name) => !name.includes(' ')).join(' ')}
        set command $tokens[2]
    end
    if set -q tokens[3]; and contains -- "$command $tokens[3]" ${names.filter((name) => name.includes(' ')).join(' ')}
        set command "$command $tokens[3]"
    end
    test "$command" = "$argv[1]"
end
${lines.join('\n')}
`;
}

function optionText({ name, short, description, takesValue, values, isList }: CompletedOption): string {
  const flags = `-l ${name.slice(2)}${short === undefined ? '' : ` -s ${short.slice(1)}`}`;
  const choices = isList ? `(__fish_complete_list , 'string split " " "${values.join(' ')}"')` : values.join(' ');
  const value = values.length > 0 ? `-x -a ${quoted(choices)} ` : takesValue ? '-r ' : '';
  return `${flags} ${value}-d ${quoted(description)}`;
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
