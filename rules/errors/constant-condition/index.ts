import {
  type Call,
  type Compare,
  type Expression,
  holds,
  type If,
  isCapWords,
  lastName,
  type Node,
  type Stmt,
  shortText,
} from '#ast';
import { defineSourceRule, NOT_PRODUCTION, providedThat, type SourceContext } from '#kit';
import type { Question } from '#project';
import { definitionCalled } from '#semantics/effects/definition-called';
import { failedAnswer } from './failed-answer.ts';

export default defineSourceRule({
  docs: {
    summary: 'condition that always holds, or never',
    why: 'It reads like a check and decides nothing: what it is to keep out comes in, and the other branch never runs.',
    remedy: 'Write out what is compared (`x in ("a", "b")`), or take the condition out.',
    harm: 'lies',
    severity: 'P2',
    precision: 'medium',
    since: '0.1.0',
    cwe: [570, 571],
    origin: [{ document: 'Field report 1', finding: 'F: what pylint and ruff tell (SIM222, SIM223, F631, F632)' }],
    bad: 'def is_open(order):\n    return order.state == "new" or "paid"\n',
    good: 'def is_open(order):\n    return order.state in ("new", "paid")\n',
  },
  skips: [...NOT_PRODUCTION, 'notebook'],
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
            message: `\`${shortText(choice, ctx.text)}\` is always \`${shortText(choice.values[0] ?? choice, ctx.text)}\`: the others are compared with nothing`,
          });
      } else if (
        /^Is/.test(op) &&
        sides.some((side) => side?.kind === 'Constant' && /^(?:str|int|float)$/.test(side.value.kind))
      )
        ctx.report({
          at: compare,
          message: `\`${shortText(compare, ctx.text)}\` asks whether both are one object, which equal values mostly are not`,
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
  const message = `\`${shortText(test, ctx.text)}\` is a method and is not called: it always counts as true`;
  ctx.report({ at: test, message, when: providedThat({ kind: 'is-plain-method', path, from: ctx.path }, 'drop') });
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
  const message = `\`${shortText(test, ctx.text)}\` always counts as true: \`${lastName(given.func)}\` ${why.says}`;
  const related = given === test ? [] : [{ at: given, message: 'it is called here' }];
  const questions = why.classes.map((path): Question => ({ kind: 'counts-as-true', path, from: ctx.path }));
  ctx.report({ at: test, message, related, when: providedThat({ kind: 'all', of: questions }, 'drop') });
}

interface Always {
  readonly says: string;
  /** The ways to the classes whose objects are given. */
  readonly classes: readonly string[];
}

function whyAlwaysTrue(call: Call, ctx: SourceContext): Always | undefined {
  const { func, args } = call;
  const isShortcut = ctx.names.qualifiedName(func) === 'django.shortcuts.get_object_or_404';
  const [from] = isShortcut ? args : func.kind === 'Attribute' && GETS_ROW.test(func.attr) ? [func.value] : [];
  const row = from && (ofManager(from) ?? (isShortcut ? from : undefined));
  const model = row && ctx.types.pathOf(row);
  if (row !== undefined)
    return model === undefined ? undefined : { says: 'raises where there is no row', classes: [model] };
  const fn = definitionCalled(ctx, call);
  if (fn?.kind !== 'FunctionDef' || fn.decorator_list.length > 0 || fn.parent?.kind !== 'Module') return undefined;
  const given = ctx.flow.returnValues(fn);
  // One constant for all is a switch, or stands for what is still to be written.
  if (given.length < 2 || holds(fn, ({ kind }) => /^Yield/.test(kind))) return undefined;
  const others = given.filter((value) => truthOf(value, ctx) !== true);
  const classes = others.flatMap((value) => classMade(value, ctx) ?? []);
  return classes.length < others.length ? undefined : { says: 'gives nothing else on any path', classes };
}

const GETS_ROW = /^(?:get|latest|earliest)$/;

/** `Order` of `Order.objects.filter(…)`. */
function ofManager(from: Expression): Expression | undefined {
  if (from.kind === 'Call') return ofManager(from.func);
  if (from.kind !== 'Attribute') return undefined;
  return from.attr === 'objects' ? from.value : ofManager(from.value);
}

/** The way to the class that a value is made of. */
function classMade(value: Expression | undefined, ctx: SourceContext): string | undefined {
  const [only, other] = value?.kind === 'Name' ? ctx.flow.reachingDefinitions(value) : [];
  const made = only?.kind === 'assignment' && other === undefined ? only.value : value;
  return made?.kind === 'Call' && isCapWords(lastName(made.func) ?? '') ? ctx.types.pathOf(made.func) : undefined;
}

/** `order.side == "buy"`, `row.state == State.DONE`, `self.value in (self.DONE, self.LOST)`: a member of a plain enumeration equals no text. */
function checkMember(compare: Compare, ctx: SourceContext): void {
  const [left, right] = [compare.left, compare.comparators[0]];
  const [, not, how] = /^(Not)?(Eq|In)$/.exec(compare.ops[0] ?? '') ?? [];
  if (right === undefined || how === undefined || compare.ops.length > 1) return;
  const among = how === 'In' && 'elts' in right ? right.elts : how === 'Eq' ? [right] : [];
  const asked = among.map((each) => [...memberAsked(left, each, ctx), ...memberAsked(each, left, ctx)]);
  if (asked.length === 0 || asked.some(({ length }) => length === 0)) return;
  const question = { kind: 'all', of: asked.map((of) => ({ kind: 'any', of }) as const) } as const;
  const parts =
    how === 'In' ? 'some are members of an enumeration, and some' : 'one is a member of an enumeration, and the other';
  ctx.report({
    at: compare,
    message: `\`${shortText(compare, ctx.text)}\` ${not === undefined ? 'never' : 'always'} holds: ${parts} a text`,
    when: { question, yes: 'keep', no: 'drop', unknown: { doubt: 'type-from-annotation' } },
  });
}

function memberAsked(one: Expression, text: Expression, { types, path: from }: SourceContext): readonly Question[] {
  const path = one.kind === 'Attribute' ? types.pathOf(one) : undefined;
  const isText = text.kind === 'Constant' && text.value.kind === 'str';
  const other = text.kind === 'Attribute' ? types.pathOf(text) : undefined;
  if (path === undefined || !(isText || other !== undefined)) return [];
  return [{ kind: 'are-enum-and-text', path, from, ...(other !== undefined && { other }) }];
}

/** A test that stands above in the same chain: whatever holds there goes into that branch. */
function checkBranches(first: If, ctx: SourceContext): void {
  if (first.parent?.kind === 'If' && isElif(first, first.parent)) return;
  const asked = new Map<string, Expression>();
  for (let branch: Stmt | undefined = first; branch?.kind === 'If'; ) {
    const { test, orelse }: If = branch;
    const text = ctx.text.slice(test);
    const above = asked.get(text);
    if (above !== undefined && !holds(test, mayChange))
      ctx.report({
        at: test,
        message: `\`${shortText(test, ctx.text)}\` is asked above: this branch never runs`,
        related: [{ at: above, message: 'this one does' }],
      });
    asked.set(text, above ?? test);
    const [next]: readonly Stmt[] = orelse;
    branch = next?.kind === 'If' && isElif(next, branch) ? next : undefined;
  }
}

const isElif = (branch: If, { orelse }: If): boolean => orelse.length === 1 && orelse[0] === branch;

/** What is asked again may answer otherwise. */
const mayChange = (node: Node): boolean =>
  node.kind === 'Await' || node.kind === 'NamedExpr' || (node.kind === 'Call' && lastName(node.func) !== 'isinstance');

function report(condition: Node | undefined, isTrue: boolean, ctx: SourceContext): void {
  if (condition === undefined) return;
  ctx.report({
    at: condition,
    message: `\`${shortText(condition, ctx.text)}\` ${isTrue ? 'always holds' : 'never holds'}, whatever is asked in it`,
  });
}

/** Whether a constant counts as true. */
function truthOf(value: Expression | undefined, { values }: SourceContext): boolean | undefined {
  if (value?.kind !== 'Constant') return undefined;
  const folded = values.fold(value);
  if (folded === undefined) return undefined;
  return folded.kind === 'none' ? false : 'value' in folded && Boolean(folded.value);
}

/** What decides something, or is an answer of yes or no because it begins with a comparison. */
function isTest(condition: Node | undefined): boolean {
  const around = condition?.parent;
  if (condition?.kind !== 'BoolOp' || around === undefined) return false;
  if (condition.values[0]?.kind === 'Compare' || around.kind === 'BoolOp' || around.kind === 'UnaryOp') return true;
  return 'test' in around && around.test === condition;
}

function isComparison(value: Expression, op: Compare['ops'][number]): value is Compare {
  return (
    value.kind === 'Compare' &&
    value.ops.length === 1 &&
    value.ops[0] === op &&
    value.comparators[0]?.kind === 'Constant'
  );
}

/** `x != 1 or x != 2`. */
function isOtherConstant(one: Compare, other: Compare, { text }: SourceContext): boolean {
  const [mine, its] = [one, other].map(({ comparators }) => comparators[0]);
  const isOther = mine !== undefined && its !== undefined && text.slice(mine) !== text.slice(its);
  return isOther && one.left.kind !== 'Call' && text.slice(one.left) === text.slice(other.left);
}
