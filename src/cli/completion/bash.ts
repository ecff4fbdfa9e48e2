import type { CompletedCommand } from './command-line.ts';
import { filled } from './template.ts';

/** A completion script for bash, from 3.2 on. */
export function bashScript(commands: readonly CompletedCommand[]): string {
  const names = commands.flatMap(({ name }) => (name === '' ? [] : [`'${name}'`]));
  const cases = commands.map(({ name, options, commands: below, words }) => {
    const flags = options.flatMap((option) => [option.name, ...(option.short === undefined ? [] : [option.short])]);
    return `    '${name}')
      options='${flags.join(' ')}'
      words='${[...below.map((command) => command.name), ...words].join(' ')}'
      ;;`;
  });
  const values = commands.flatMap(({ name, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      .map((option) => {
        const patterns = [option.name, ...(option.short === undefined ? [] : [option.short])];
        return `    ${patterns.map((flag) => `'${name} ${flag}'`).join('|')}) values='${option.values.join(' ')}'${option.isList ? ' list=1' : ''} free=1 ;;`;
      }),
  );
  return filled(TEMPLATE, {
    NAMES: names.filter((name) => !name.includes(' ')).join('|'),
    NESTED: names.filter((name) => name.includes(' ')).join('|'),
    CASES: cases.join('\n'),
    VALUES: values.join('\n'),
  });
}

const TEMPLATE = `# bash completion for auditlint: source <(auditlint completion bash)
_auditlint() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="" command="" options="" words="" values="" list="" free="" word
  if ((COMP_CWORD > 0)); then prev="\${COMP_WORDS[COMP_CWORD - 1]}"; fi
  # bash takes \`--option=value\` for three words.
  if [[ "$cur" == "=" ]]; then
    cur=""
  elif [[ "$prev" == "=" ]] && ((COMP_CWORD > 1)); then
    prev="\${COMP_WORDS[COMP_CWORD - 2]}"
  fi
  if ((COMP_CWORD > 1)); then
    case "\${COMP_WORDS[1]}" in @NAMES@) command="\${COMP_WORDS[1]}" ;; esac
  fi
  if ((COMP_CWORD > 2)); then
    case "$command \${COMP_WORDS[2]}" in @NESTED@) command="$command \${COMP_WORDS[2]}" ;; esac
  fi
  case "$command" in
@CASES@
  esac
  case "$command $prev" in
@VALUES@
  esac
  COMPREPLY=()
  if [[ -n "$list" ]]; then
    local before=""
    if [[ "$cur" == *,* ]]; then before="\${cur%,*},"; fi
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -P "$before" -W "$values" -- "\${cur##*,}")
  elif [[ -n "$values" ]]; then
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$values" -- "$cur")
  elif [[ -z "$free" && "$cur" == -* ]]; then
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$options" -- "$cur")
  elif [[ -z "$free" ]]; then
    while IFS= read -r word; do COMPREPLY+=("$word"); done < <(
      compgen -W "$words" -- "$cur"
      compgen -f -- "$cur"
    )
  fi
}
complete -o filenames -o bashdefault -o default -F _auditlint auditlint
`;
