import type { AuditReport } from './audit-report.ts';
import { counted } from './words.ts';

/** What the reader must know before they rely on the report, as sentences with code in backticks. */
export function scopeFacts({ scope, tool, commit }: AuditReport): string[] {
  const { skipped, notParsed, partlyParsed, ruleFailures, unshown, excluded } = scope;
  const gaps = [
    ...(skipped > 0 ? [`${counted(skipped, 'path')} left out`] : []),
    ...(notParsed > 0 ? [`${counted(notParsed, 'file')} that could not be parsed`] : []),
    ...(partlyParsed > 0 ? [`${counted(partlyParsed, 'file')} parsed in part`] : []),
    ...(ruleFailures > 0 ? [`${counted(ruleFailures, 'failure')} of a rule`] : []),
  ];
  return [
    `\`${tool.name}\` ${tool.version} read \`${scope.root}\` with ${counted(scope.rulesRun, 'rule')} of the ${scope.profile} profile: ${counted(scope.files, 'file')}, ${counted(scope.lines, 'line')} of Python.`,
    ...(commit === undefined ? ['It is not under version control, so that no commit can be named.'] : []),
    ...(commit !== undefined && commit.changedFiles > 0
      ? [
          `${counted(commit.changedFiles, 'file is', 'files are')} read that commit \`${commit.id.slice(0, 12)}\` has otherwise, or not at all.`,
        ]
      : []),
    gaps.length === 0
      ? 'Nothing that was to be read was left out.'
      : `Not read, or not whole: ${gaps.join(', ')}; the notices below say which.`,
    ...(excluded.length === 0
      ? []
      : [`The configuration excludes ${excluded.map((path) => `\`${path}\``).join(', ')}.`]),
    ...(unshown > 0
      ? [
          `${counted(unshown, 'finding is', 'findings are')} not shown: of low confidence, or in tests and examples; \`--profile strict\` shows them.`,
        ]
      : []),
    'Nothing was run: the report says what the code shows, not what was seen in use. A baseline is not applied.',
    'Not looked at: the data, the models, the infrastructure as it stands, dependencies’ own code, and files of languages other than Python.',
  ];
}
