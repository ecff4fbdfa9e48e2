import { headerSpan, type If, isSameCode, type Stmt, shortText } from '#ast';
import { defineSourceRule, NOT_PRODUCTION } from '#kit';

export default defineSourceRule({
  docs: {
    summary: 'identical branches: the condition changes nothing',
    why: 'Whatever the condition says, the same code runs. One of the branches was probably meant to do something else.',
    remedy: 'Write what the other case needs, or remove the condition',
    harm: 'misleads',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [1164],
    origin: [{ document: 'Field report 2', finding: '3: identical branches of if and else' }],
    bad: 'def price(order, member):\n    if member:\n        total = order.amount * 0.9\n    else:\n        total = order.amount * 0.9\n    return total\n',
    good: 'def price(order, member):\n    if member:\n        total = order.amount * 0.9\n    else:\n        total = order.amount\n    return total\n',
  },
  skips: NOT_PRODUCTION,
  visit: {
    If(statement, ctx) {
      // Of a chain only the first `if` is reported.
      if (isElif(statement)) return;
      const branches = branchesOf(statement);
      const [first, ...others] = branches ?? [];
      if (first === undefined || isIdle(first) || !others.every((each) => isSameCode(first, each))) return;
      ctx.report({
        at: headerSpan(statement, ctx.text),
        message: `identical branches: ${others.length === 1 ? 'both branches' : `all ${others.length + 1} branches`} of \`if ${shortText(statement.test, ctx.text)}\` do the same`,
      });
    },
    IfExp(expression, ctx) {
      if (!isSameCode([expression.body], [expression.orelse])) return;
      ctx.report({
        at: expression,
        message: `identical branches: \`${shortText(expression.body, ctx.text)}\` is the value whether \`${shortText(expression.test, ctx.text)}\` holds or not`,
      });
    },
  },
});

const isElif = ({ parent, start }: If): boolean =>
  parent?.kind === 'If' && parent.orelse.length === 1 && parent.orelse[0]?.start === start;

/** Bodies of a chain that ends in an `else`. */
function branchesOf({ body, orelse }: If): readonly (readonly Stmt[])[] | undefined {
  if (orelse.length === 0) return undefined;
  const [only, second] = orelse;
  if (only?.kind === 'If' && second === undefined) {
    const others = branchesOf(only);
    return others === undefined ? undefined : [body, ...others];
  }
  return [body, orelse];
}

/** `pass` on both sides is a place that someone will fill. */
const isIdle = (body: readonly Stmt[]): boolean => body.every(({ kind }) => kind === 'Pass');
