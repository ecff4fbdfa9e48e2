import {
  bodyWithoutDocstring,
  type Call,
  type ClassDef,
  type Def,
  defsOf,
  holds,
  isEllipsis,
  isNone,
  lastName,
  type Node,
  nameSpan,
  type Return,
  shortText,
  wordsOfName,
} from '#ast';
import { defineQuestion, defineSourceRule, providedThat, type SourceContext } from '#kit';
import { NO, YES } from '#project';
import { isInTestFolder } from '#semantics/context/file-role';
import { mentionsOfFunction } from '#semantics/context/function-mentions';
import { callsWithin, nodesWithin } from '#semantics/effects/calls-within';
import { definitionCalled } from '#semantics/effects/definition-called';

/** Access paths (`ObjectTypes.pathOf`) of what a test calls in other modules. */
interface CalledByTest {
  readonly from: string;
  /** What is named like a check: `validate_order`. */
  readonly checks: readonly string[];
  readonly others: readonly string[];
}

/** What is named like a check is the code under test only if a module of production has it; a helper in a module of tests may check. */
const testsProduction = defineQuestion<CalledByTest>(
  'tests-production',
  () => 'the test calls code of production, and no helper that may check',
  ({ from, checks, others }, project) => {
    const importer = project.moduleByPath(from);
    const isTest = (path: string): boolean | undefined => {
      const target = importer && project.follow(path, importer);
      return target === undefined || target.kind === 'unknown' ? undefined : target.module.roles.includes('test');
    };
    return checks.every((path) => isTest(path) === false) && !others.some(isTest) ? YES : NO;
  },
);

export default defineSourceRule({
  docs: {
    summary: 'test without an assertion',
    why: 'The test passes whatever the code returns. It only notices exceptions, and the report counts it as a check.',
    remedy: 'Assert what the code must return or change',
    harm: 'misleads',
    severity: { 'nothing is checked': 'P3', 'verdict is returned instead of asserted': 'P2' },
    precision: 'low',
    since: '0.1.0',
    cwe: [],
    origin: [{ document: 'Field report 2', finding: '3: test without an assertion' }],
    bad: '# path: tests/test_prices.py\nfrom shop.prices import total\n\n\ndef test_total():\n    result = total([1, 2])\n    print(result)\n',
    good: '# path: tests/test_prices.py\nfrom shop.prices import total\n\n\ndef test_total():\n    assert total([1, 2]) == 3\n',
  },
  skips: ['generated', 'vendored', 'stub', 'documentation', 'example', 'benchmark', 'notebook'],
  questions: [testsProduction],
  visit: {
    Module(module, ctx) {
      if (!/(?:^|\/)(?:test_[^/]*|[^/]*_test|tests)\.py$/.test(ctx.path)) return;
      for (const fn of defsOf(module)) if (isCollected(fn, ctx)) checkTest(fn, ctx);
    },
  },
});

/** `test…` of the module, or of a class that pytest or unittest takes. */
function isCollected(fn: Def, ctx: SourceContext): boolean {
  if (!/^test(?:_|[A-Z]|$)/.test(fn.name)) return false;
  const owner = ctx.context.classOfMethod(fn);
  const isTaken =
    fn.parent?.kind === 'Module' ||
    (owner !== undefined && /^Test|Tests?(?:Case)?$/.test(owner.name) && isTakenClass(owner));
  // A step of a script that is named after what it tries.
  const isStep = !isInTestFolder(ctx.path) && mentionsOfFunction(ctx, fn).length > 0;
  return (
    isTaken &&
    !isStep &&
    fn.decorator_list.every((each) =>
      PLAIN.test(ctx.names.qualifiedName(each.kind === 'Call' ? each.func : each) ?? ''),
    )
  );
}

/** Skipped, expected to fail, compared with a picture, a fixture or a property: any other decorator decides. */
const PLAIN =
  /^(?:pytest\.mark\.(?!(?:skip|skipif|xfail|\w+_compare)$)|(?:unittest\.)?mock\.patch\b|django\.test\.(?:tag|override_settings)$)/;

/** Of a plain class with a constructor pytest makes no object. */
const isTakenClass = ({ bases, body }: ClassDef): boolean =>
  bases.length > 0 || !body.some((each) => each.kind === 'FunctionDef' && each.name === '__init__');

function checkTest(fn: Def, ctx: SourceContext): void {
  const isEmpty = bodyWithoutDocstring(fn).every(
    (each) => each.kind === 'Pass' || (each.kind === 'Expr' && isEllipsis(each.value)),
  );
  const verdict = nodesWithin([fn], 'Return').find(isVerdict);
  const calls = callsWithin([fn]);
  const called = { from: ctx.path, checks: [], others: [] };
  if (isEmpty || calls.length === 0 || checksByFixture(fn) || checks(fn, called, ctx, new Set())) return;
  ctx.report({
    at: verdict ?? nameSpan(fn),
    kind: verdict === undefined ? 'nothing is checked' : 'verdict is returned instead of asserted',
    message:
      verdict === undefined
        ? `test without an assertion: \`${fn.name}\` passes whatever \`${shortText(subjectOf(calls).func, ctx.text)}\` returns`
        : `test without an assertion: \`${fn.name}\` returns \`${shortText(verdict.value ?? verdict, ctx.text)}\`, which pytest ignores`,
    doubt: verdict === undefined && wordsOfName(fn.name).some((word) => SMOKE.has(word)) ? 'advisory-check' : undefined,
    when: providedThat(testsProduction.ask(called), 'drop'),
    cause: ctx.path,
  });
}

/** Its purpose is that nothing fails. */
const SMOKE: ReadonlySet<string> = new Set(
  'accepts allows import imports smoke runs works raise raises crash crashes hang hangs throw throws noop idempotent'.split(
    ' ',
  ),
);

/** The last call that is not of a builtin: what the test is about. */
const subjectOf = (calls: readonly Call[]): Call =>
  calls.findLast(
    ({ func }) => func.kind !== 'Name' || !/^(?:print|len|str|int|list|dict|set|open|type)$/.test(func.id),
  ) ?? (calls[0] as Call);

/** Something is handed back; `return` by itself ends the test. */
const isVerdict = ({ value }: Return): boolean => value !== undefined && !isNone(value);

/** What it calls, as far as that is in other modules. */
interface Called {
  readonly checks: string[];
  readonly others: string[];
}

/** `assert`, a `raise`, a context or a call that checks, also in what it defines, or in what it calls of this file. */
function checks(node: Def | ClassDef, called: Called, ctx: SourceContext, seen: Set<Node>): boolean {
  seen.add(node);
  return holds(
    node,
    (each) =>
      each.kind === 'Assert' ||
      (each.kind === 'Raise' && node.kind !== 'ClassDef') ||
      (each.kind === 'Call' && isCheck(each, called, ctx, seen)),
  );
}

function isCheck(call: Call, called: Called, ctx: SourceContext, seen: Set<Node>): boolean {
  const made = definitionCalled(ctx, call);
  if (made !== undefined) return !seen.has(made) && checks(made, called, ctx, seen);
  if (isForeignHelper(call, ctx)) return true;
  const words = wordsOfName(lastName(call.func) ?? '');
  const isNamed = CHECKING.has(words[0] ?? '') || CHECKS.has(words.at(-1) ?? '');
  const path = ctx.effects.projectPath(call);
  if (path === undefined) return isNamed;
  (isNamed ? called.checks : called.others).push(path);
  return false;
}

/** `assert_called`, `raise_for_status`. */
const CHECKING: ReadonlySet<string> = new Set(
  'assert check verify expect ensure validate compare raise raises warns fail should must golden skip xfail importorskip exit wait require testmod'.split(
    ' ',
  ),
);

/** `run_doctest`, `soft_check`. */
const CHECKS: ReadonlySet<string> = new Set(
  'assert check test doctest equal raises verify match snapshot called calls'.split(' '),
);

/** A helper of a library's tests may check; so may what a base class brings. */
function isForeignHelper(call: Call, ctx: SourceContext): boolean {
  if (call.func.kind === 'Attribute' && call.func.value.kind === 'Name' && call.func.value.id === 'self') {
    const owner = ctx.context.classAround(call);
    return owner !== undefined && owner.bases.length > 0 && !/^(?:setUp|client)/.test(call.func.attr);
  }
  return /(?:^|\.)(?:tests?|testing|conftest|test_\w+)\.|^hypothesis\./.test(ctx.names.qualifiedName(call.func) ?? '');
}

/** Fixtures that check what is given to them. */
const checksByFixture = ({ args }: Def): boolean =>
  args.args.some(({ arg }) =>
    /^(?:benchmark|snapshot|approve|golden|data_regression|image_regression|file_regression|num_regression|check|mypy_\w+|testdir|pytester)$/.test(
      arg,
    ),
  );
