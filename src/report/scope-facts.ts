import type { AuditReport } from './audit-report.ts';
import { counted } from './words.ts';

/** What the reader must know before they rely on the report, as sentences with code in backticks. */
export function scopeFacts({ scope, tool, commit }: AuditReport): string[] {
  const { skipped, notParsed, partlyParsed, ruleFailures, unshown, excluded } = scope;
  const gaps = [
    ...(skipped > 0 ? [`${counted(skipped, 'path')} skipped`] : []),
    ...(notParsed > 0 ? [`${counted(notParsed, 'file')} that could not be parsed`] : []),
    ...(partlyParsed > 0 ? [`${counted(partlyParsed, 'file')} parsed in part`] : []),
    ...(ruleFailures > 0 ? [`${counted(ruleFailures, 'failure')} of a rule`] : []),
  ];
  return [
    `\`${tool.name}\` ${tool.version} read \`${scope.root}\` with ${counted(scope.rulesRun, 'rule')} of the ${scope.profile} profile: ${counted(scope.files, 'file')}, ${counted(scope.lines, 'line')} of Python.`,
    ...(commit === undefined ? ['The folder is not under version control, so there is no commit to name.'] : []),
    ...(commit !== undefined && commit.changedFiles > 0
      ? [
          `${counted(commit.changedFiles, 'scanned file differs', 'scanned files differ')} from commit \`${commit.id.slice(0, 12)}\`, or ${commit.changedFiles === 1 ? 'is' : 'are'} not in it.`,
        ]
      : []),
    gaps.length === 0 ? 'Every file in scope was read.' : `Gaps: ${gaps.join(', ')}; see the notices below.`,
    ...(excluded.length === 0
      ? []
      : [`The configuration excludes ${excluded.map((path) => `\`${path}\``).join(', ')}.`]),
    ...(unshown > 0
      ? [
          `${counted(unshown, 'finding is', 'findings are')} hidden: low confidence, or in tests and examples. \`--profile strict\` shows them.`,
        ]
      : []),
    'The analysis is static: no code was run. Baselines are not applied.',
    'Out of scope: data, model weights, the running infrastructure, the code of dependencies, and code in languages other than Python.',
  ];
}
