import type { CompletedCommand } from './command-line.ts';
import { filled } from './template.ts';

/** A completion script for PowerShell; where it has no answer, the shell completes files. */
export function powershellScript(commands: readonly CompletedCommand[]): string {
  const list = (words: readonly string[]): string => `@(${words.map(quoted).join(', ')})`;
  const options = commands.map(
    ({ name, options: all }) => `    ${quoted(name)} = ${list(all.map((option) => option.name))}`,
  );
  const words = commands.map(
    ({ name, commands: below, words: others }) =>
      `    ${quoted(name)} = ${list([...below.map((command) => command.name), ...others])}`,
  );
  const values = commands.flatMap(({ name, options: all }) =>
    all
      .filter((option) => option.values.length > 0)
      .map((option) => `    ${quoted(`${name} ${option.name}`)} = ${list(option.values)}`),
  );
  return filled(TEMPLATE, {
    OPTIONS: options.join('\n'),
    WORDS: words.join('\n'),
    VALUES: values.join('\n'),
  });
}

const TEMPLATE = `# PowerShell completion for auditlint: auditlint completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName auditlint -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $options = @{
@OPTIONS@
  }
  $words = @{
@WORDS@
  }
  $values = @{
@VALUES@
  }
  $given = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
  $command = ''
  if ($given.Count -gt 1 -and $words.ContainsKey($given[1])) { $command = $given[1] }
  if ($given.Count -gt 2 -and $words.ContainsKey("$command $($given[2])")) { $command = "$command $($given[2])" }
  $before = ''
  $key = "$command $($given[-1])"
  if ($values.ContainsKey($key)) {
    $found = $values[$key]
    if ($wordToComplete.Contains(',')) { $before = $wordToComplete.Substring(0, $wordToComplete.LastIndexOf(',') + 1) }
  } elseif ($wordToComplete.StartsWith('-')) { $found = $options[$command] } else { $found = $words[$command] }
  $found | Where-Object { "$before$_".StartsWith($wordToComplete) } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new("$before$_", $_, 'ParameterValue', $_)
  }
}
`;

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
