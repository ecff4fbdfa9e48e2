import type { Notice } from '../findings/index.ts';
import type { ProjectLimit } from '../project/index.ts';
import type { ProjectRuleResults } from './run-project-rules.ts';

/** What is to be told of rules about the project that took too long. */
export function lateRules({ late, leftOut }: Pick<ProjectRuleResults, 'late' | 'leftOut'>, most: number): Notice[] {
  const seconds = most / 1000;
  const stopped = late.map(
    (rule): Notice => ({
      kind: 'too-slow',
      rule,
      message: `project rule \`${rule}\` took longer than ${seconds} s and was skipped`,
    }),
  );
  if (leftOut.length === 0) return stopped;
  const message = `${late.length} project rules took longer than ${seconds} s each: all others were skipped (${leftOut.join(', ')})`;
  return [...stopped, { kind: 'too-slow', message }];
}

/** That findings were graded without what the project would have said of them. */
export function unanswered(most: number): Notice {
  const message = `checking findings against the project took longer than ${most / 1000} s: they are reported without that check`;
  return { kind: 'too-slow', message };
}

/** That rules about the project did not see all of it. */
export const cutShort = ({ at: { path, line }, says }: ProjectLimit): Notice => ({
  kind: 'cut-short',
  path,
  line,
  message: says,
});
