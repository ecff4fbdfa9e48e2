import { type Expression, holds, type If, type Stmt, shortText } from '#ast';
import type { SourceContext } from '#kit';
import { isElif, mayChange } from './test-values.ts';

/** A test that stands above in the same chain: whatever holds there goes into that branch. */
export function checkBranches(first: If, ctx: SourceContext): void {
  if (first.parent?.kind === 'If' && isElif(first, first.parent)) return;
  const tested = new Map<string, Expression>();
  for (let branch: Stmt | undefined = first; branch?.kind === 'If'; ) {
    const { test, orelse }: If = branch;
    const text = ctx.text.slice(test);
    const above = tested.get(text);
    if (above !== undefined && !holds(test, mayChange))
      ctx.report({
        at: test,
        remedy: 'Correct the condition, or remove the branch',
        message: `the condition \`${shortText(test, ctx.text)}\` is already tested above: this branch never runs`,
        related: [{ at: above, message: 'this branch runs instead' }],
      });
    tested.set(text, above ?? test);
    const [next]: readonly Stmt[] = orelse;
    branch = next?.kind === 'If' && isElif(next, branch) ? next : undefined;
  }
}
