import { type Compare, type Expression, lastName, type Node, shortText } from '#ast';
import { defineSourceRule, NOT_PRODUCTION, providedThat, type SourceContext } from '#kit';
import { areEnumAndText, countsAsTrue, isPlainMethod } from './decided-tests.ts';
import { failedAnswer } from './failed-answer.ts';
import { checkBranches } from './repeated-tests.ts';
import { isComparison, isOtherConstant, isTest, memberQuestions, truthOf, whyAlwaysTrue } from './test-values.ts';

export default defineSourceRule({
  docs: {
    summary: 'condition that is always true or always false',
    why: 'The condition looks like a check, but it always has the same result. Input that it should reject gets through, or one branch never runs.',
    remedy: 'Correct the condition, or remove it',
    harm: 'misleads',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [570, 571],
    origin: [{ document: 'Field report 1', finding: 'F: what pylint and ruff report (SIM222, SIM223, F631, F632)' }],
    bad: 'def is_open(order):\n    return order.state == "new" or "paid"\n',
    good: 'def is_open(order):\n    return order.state in ("new", "paid")\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
  questions: [areEnumAndText, countsAsTrue, isPlainMethod],
  visit: {
    BoolOp({ op, values }, ctx) {
      const isOr = op === 'Or';
      for (const [index, value] of values.entries()) {
        // `name or "none"` gives a value; `count > 3 or "none"` and `ready or True` were to decide something.
        const isMeantAsTest =
          value.kind === 'Constant' && (index === 0 || value.value.kind === 'bool' || values[0]?.kind === 'Compare');
        if (isMeantAsTest && truthOf(value, ctx) === isOr && isTest(value.parent))
          return report(value.parent, isOr, ctx);
      }
      const compared = values.filter((each) => isComparison(each, isOr ? 'NotEq' : 'Eq'));
      const twin = compared.find((each, index) =>
        compared.slice(0, index).some((other) => isOtherConstant(each, other, ctx)),
      );
      if (twin !== undefined) report(twin.parent, isOr, ctx);
    },
    Compare(compare, ctx) {
      const { left, ops, comparators } = compare;
      const [op = ''] = ops;
      const sides = [left, comparators[0]];
      checkMember(compare, ctx);
      if (/^(?:Not)?(?:In|Eq)$/.test(op)) {
        const choice = sides.find(
          (side) => side?.kind === 'BoolOp' && truthOf(side.values[0], ctx) === (side.op === 'Or'),
        );
        if (choice?.kind === 'BoolOp')
          ctx.report({
            at: compare,
            remedy: WRITE_OUT,
            message: `\`${shortText(choice, ctx.text)}\` always evaluates to \`${shortText(choice.values[0] ?? choice, ctx.text)}\`: the other operands are never compared`,
          });
      } else if (
        /^Is/.test(op) &&
        sides.some((side) => side?.kind === 'Constant' && /^(?:str|int|float)$/.test(side.value.kind))
      )
        ctx.report({
          at: compare,
          remedy: 'Compare with `==` or `!=`',
          message: `\`${shortText(compare, ctx.text)}\` compares identity, not value: equal values can be different objects`,
        });
    },
    If(choice, ctx) {
      checkBranches(choice, ctx);
      checkTest(choice.test, ctx);
    },
    While: ({ test }, ctx) => checkTest(test, ctx),
    IfExp: ({ test }, ctx) => checkTest(test, ctx),
    comprehension({ ifs }, ctx) {
      for (const test of ifs) checkTest(test, ctx);
    },
    Assert({ test }, ctx) {
      checkTest(test, ctx);
      if (test.kind === 'Tuple' && test.elts.length > 0) report(test, true, ctx);
    },
  },
});

/** `if breaker.is_open:`, where `is_open` is a method: it is never called, and there it always is. So is what a call always gives. */
function checkTest(test: Expression, ctx: SourceContext): void {
  if (test.kind === 'BoolOp') for (const each of test.values) checkTest(each, ctx);
  else if (test.kind === 'UnaryOp' && test.op === 'Not') checkTest(test.operand, ctx);
  else if (test.kind === 'Name' || test.kind === 'Call') checkResult(test, ctx);
  const failed = failedAnswer(test, ctx);
  if (failed !== undefined) ctx.report({ at: test, ...failed });
  const path = test.kind === 'Attribute' ? ctx.types.pathOf(test) : undefined;
  if (path === undefined) return;
  const message = `\`${shortText(test, ctx.text)}\` is a method that is not called, so the condition is always true`;
  const remedy = `Call the method: \`${shortText(test, ctx.text)}()\``;
  ctx.report({ at: test, message, remedy, when: providedThat(isPlainMethod.ask({ path, from: ctx.path }), 'drop') });
}

/** `if not row:` after `row = Order.objects.get(…)`, `if connected():` where each `return` gives something that counts as true. */
function checkResult(test: Expression, ctx: SourceContext): void {
  const { flow, names } = ctx;
  const local = test.kind === 'Name' ? flow.reachingDefinitions(test) : [];
  const all = test.kind === 'Name' && local.length === 0 ? (names.resolve(test)?.definitions ?? []) : local;
  const [only, ...others] = all;
  const given = test.kind === 'Name' ? (only?.kind === 'assignment' ? only.value : undefined) : test;
  if (given?.kind !== 'Call' || others.length > 0) return;
  const why = whyAlwaysTrue(given, ctx);
  if (why === undefined) return;
  const message = `\`${shortText(test, ctx.text)}\` is always true: \`${lastName(given.func)}\` ${why.says}`;
  const related = given === test ? [] : [{ at: given, message: 'it is called here' }];
  const { remedy } = why;
  const questions = why.classes.map((path) => countsAsTrue.ask({ path, from: ctx.path }));
  ctx.report({ at: test, message, remedy, related, when: providedThat({ kind: 'all', of: questions }, 'drop') });
}

/** `order.side == "buy"`, `row.state == State.DONE`, `self.value in (self.DONE, self.LOST)`: a member of a plain enumeration equals no text. */
function checkMember(compare: Compare, ctx: SourceContext): void {
  const [left, right] = [compare.left, compare.comparators[0]];
  const [, not, how] = /^(Not)?(Eq|In)$/.exec(compare.ops[0] ?? '') ?? [];
  if (right === undefined || how === undefined || compare.ops.length > 1) return;
  const among = how === 'In' && 'elts' in right ? right.elts : how === 'Eq' ? [right] : [];
  const questions = among.map((each) => [...memberQuestions(left, each, ctx), ...memberQuestions(each, left, ctx)]);
  if (questions.length === 0 || questions.some(({ length }) => length === 0)) return;
  const question = { kind: 'all', of: questions.map((of) => ({ kind: 'any', of }) as const) } as const;
  const parts = how === 'In' ? 'it compares enum members with strings' : 'it compares an enum member with a string';
  ctx.report({
    at: compare,
    remedy: 'Compare enum members with enum members, or their `.value` with strings',
    message: `\`${shortText(compare, ctx.text)}\` is always ${not === undefined ? 'false' : 'true'}: ${parts}`,
    when: { question, yes: 'keep', no: 'drop', unknown: { doubt: 'type-from-annotation' } },
  });
}

function report(condition: Node | undefined, isTrue: boolean, ctx: SourceContext): void {
  if (condition === undefined) return;
  ctx.report({
    at: condition,
    message: `\`${shortText(condition, ctx.text)}\` is always ${isTrue ? 'true' : 'false'}`,
  });
}

const WRITE_OUT = 'Write out every comparison (`x in ("a", "b")`)';
