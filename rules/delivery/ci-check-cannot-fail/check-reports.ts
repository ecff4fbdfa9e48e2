import type { CiCommand } from '#project';
import type { CheckRun } from '../_shared/check-commands.ts';

/** What the tool wrote is judged by an action that fails or shows it. */
export function isReportedOtherwise({ step }: CiCommand, { kind }: CheckRun): boolean {
  const judging =
    kind === 'tests' || kind === 'package' ? /test-report|test-result|junit/i : /sarif|reviewdog|annotat/i;
  return step.job.steps.some(({ uses }) => judging.test(uses?.value ?? ''));
}

/** A later command of the job makes something of the report, and does not only print it. */
export function isReadLater(run: CiCommand, check: CheckRun, commands: readonly CiCommand[]): boolean {
  const reports = reportsOf(run, check);
  return (
    reports.length > 0 &&
    commands.some(
      ({ command, step }) =>
        step.job === run.step.job &&
        command !== run.command &&
        !PRINTING.test(command.words[0]?.text ?? '') &&
        command.words.some(({ text }) => reports.some((report) => text.includes(report))),
    )
  );
}

/** The files that it writes. */
function reportsOf({ command }: CiCommand, { words }: CheckRun): readonly string[] {
  const targets = command.redirections.flatMap(({ operator, target }) =>
    operator.includes('>') && target?.isDynamic === false ? [target.text] : [],
  );
  return [...words.filter((word) => REPORT.test(word)), ...targets.filter((target) => WRITTEN.test(target))];
}

const WRITTEN = /^(?!\/dev\/)[\w./-]+\.\w+$/;
const REPORT = /^[\w./-]+\.(?:json|xml|sarif|csv)$/;
const PRINTING = /^(?:cat|echo|printf|ls|head|tail|cp|mv|test|\[)$/;

/** The job looks at the files afterwards: it commits or proposes them, or fails where they changed. */
export function usesWhatChanged({ steps }: CiCommand['step']['job']): boolean {
  return steps.some(
    ({ uses, run }) =>
      /commit|pull-request|push|autofix|auto-fix|suggest|reviewdog|pre-commit-ci|lite-action/i.test(
        uses?.value ?? '',
      ) ||
      /\bgit (?:-\S{1,80} ){0,5}(?:add|commit|push|stash|diff .{0,200}--(?:exit-code|quiet)|diff-index|status)\b|\bgh pr (?:create|edit)\b/.test(
        run?.template.text.content ?? '',
      ),
  );
}

/** A tool that may fix what it finds, in a job that goes on with the fixed files. */
export const fixesFindings = ({ tool, kind, args }: CheckRun): boolean =>
  tool === 'pre-commit' || kind === 'format' || kind === 'imports' || args.some(({ text }) => text.startsWith('--fix'));

/** Targets, environments and sessions that people run to have files rewritten. */
const REWRITING = /(?:^|[-_.:])(?:auto-?)?(?:fix|fixup|format|fmt|reformat|pretty|update)(?:$|[-_.:])/i;

/** By its name what runs it is there to rewrite files. */
export const isThereToRewrite = ({ within }: CiCommand): boolean => REWRITING.test(within ?? '');
