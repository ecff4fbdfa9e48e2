import type { CompletedCommand, CompletedWord } from './command-line.ts';
import { filled } from './template.ts';

/** A completion script for zsh. */
export function zshScript(commands: readonly CompletedCommand[]): string {
  const names = commands.flatMap(({ name }) => (name === '' ? [] : [quoted(name)]));
  const cases = commands.map(({ name, options, commands: below, words }) => {
    const said = [...below, ...words.map((word) => ({ name: word, description: '' }))];
    return `    ${quoted(name)})
      options=(${options.map(entry).join(' ')})
      entries=(${said.map(entry).join(' ')})
      ;;`;
  });
  const values = commands.flatMap(({ name, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      .map((option) => {
        const flags = [option.name, ...(option.short === undefined ? [] : [option.short])];
        const patterns = flags.map((flag) => quoted(`${name} ${flag}`)).join('|');
        return `    ${patterns}) choices=(${option.values.join(' ')})${option.isList ? ' list=1' : ''} free=1 ;;`;
      }),
  );
  return filled(TEMPLATE, {
    NAMES: names.filter((name) => !name.includes(' ')).join('|'),
    NESTED: names.filter((name) => name.includes(' ')).join('|'),
    CASES: cases.join('\n'),
    VALUES: values.join('\n'),
  });
}

const TEMPLATE = `#compdef auditlint
# zsh completion for auditlint: source <(auditlint completion zsh)
_auditlint() {
  local command="" prev="\${words[CURRENT-1]}" list="" free=""
  local -a options entries choices
  if (( CURRENT > 2 )); then
    case "\${words[2]}" in @NAMES@) command="\${words[2]}" ;; esac
  fi
  if (( CURRENT > 3 )); then
    case "$command \${words[3]}" in @NESTED@) command="$command \${words[3]}" ;; esac
  fi
  case "$command" in
@CASES@
  esac
  if [[ "\${words[CURRENT]}" == --*=* ]]; then
    prev="\${words[CURRENT]%%=*}"
    compset -P '*='
  fi
  case "$command $prev" in
@VALUES@
  esac
  if [[ -n "$list" ]]; then
    compset -P '*,'
    compadd -a choices
  elif (( \${#choices} )); then
    compadd -a choices
  elif [[ -n "$free" ]]; then
    _files
  elif [[ "\${words[CURRENT]}" == -* ]]; then
    _describe option options
  else
    _describe word entries
    _files
  fi
}
if [[ "\${funcstack[1]}" == _auditlint ]]; then
  _auditlint "$@"
else
  compdef _auditlint auditlint
fi
`;

/** `name:description`, in which a colon of the name is marked. */
function entry({ name, description }: CompletedWord): string {
  const marked = name.replaceAll(':', '\\:');
  return quoted(description === '' ? marked : `${marked}:${description}`);
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
