import type { CiCommand } from '#project';
import { offsetInFile } from '#text';

/** Whether the name of the step or the job, or a comment beside the command, tells everybody that it may fail. */
export function isDeclaredAdvisory(run: CiCommand): boolean {
  const { step, job } = run.step;
  const names = [step.name, job.name].flatMap((name) => name?.value ?? []);
  const comments = [...step.comments.map(({ value }) => value), ...commentsInScript(run)];
  return (
    names.some((name) => ADVISORY.test(name)) ||
    comments.some((comment) => ADVISORY.test(comment) || SAID.test(comment))
  );
}

const ADVISORY =
  /\b(?:advisory|informational|non-?blocking|best[- ]effort|report[- ]only|(?:may|can|allowed? to) fail|optional)\b/i;
/** Longer ways to say it, for which a comment has the room. */
const SAID =
  /\b(?:(?:do(?:es)? not|don't|doesn't|never|won't|without|not) (?:block|fail|break)(?:s|ing)?|(?:warnings?|information|informative|for now) only|only (?:warn|inform|report)s?|treats? all errors as warnings)\b/i;

/** The comment at the end of the command's first line, and the lines of comment right above it. */
function commentsInScript({ command, calls, step: { step } }: CiCommand): string[] {
  if (step.run === undefined || calls.length > 0) return [];
  const { text } = step.run.template;
  const lines = text.content.split('\n');
  let start = 0;
  let at = -1;
  for (const [index, line] of lines.entries()) {
    if (offsetInFile(text, start) > command.span.start) break;
    at = index;
    start += line.length + 1;
  }
  const line = lines[at] ?? '';
  const comment = line.search(/\s#/);
  const above: string[] = [];
  for (let index = at - 1; /^\s*#/.test(lines[index] ?? ''); index--) above.push(lines[index] ?? '');
  return [...(comment < 0 ? [] : [line.slice(comment)]), ...above];
}
