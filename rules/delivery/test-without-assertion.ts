import {
  type AsyncFunctionDef,
  bodyWithoutDocstring,
  type Call,
  type ClassDef,
  docstringOf,
  type FunctionDef,
  holds,
  isEllipsis,
  isNone,
  lastName,
  nameSpan,
  nodesOf,
  type Return,
  shortText,
} from '#ast';
import { defineSourceRule, type SourceContext } from '#kit';
import { callsWithin, nodesWithin } from '#semantics/effects/calls-within';

type Def = FunctionDef | AsyncFunctionDef;

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
  visit: {
    Module(module, ctx) {
      if (!/(?:^|\/)(?:test_[^/]*|[^/]*_test|tests)\.py$/.test(ctx.path)) return;
      for (const fn of [...nodesOf(module, 'FunctionDef'), ...nodesOf(module, 'AsyncFunctionDef')])
        if (isCollected(fn, ctx)) checkTest(fn, ctx);
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
  // Skipped, expected to fail, a fixture or a property: what decorates it decides.
  const isPlain = fn.decorator_list.every((each) =>
    /^(?:asyncio|anyio|parametrize|django_db|integration|unit|slow|patch|object|dict|timeout)$/.test(
      lastName(each.kind === 'Call' ? each.func : each) ?? '',
    ),
  );
  return isTaken && isPlain;
}

/** Of a plain class with a constructor pytest makes no object. */
const isTakenClass = ({ bases, body }: ClassDef): boolean =>
  bases.length > 0 || !body.some((each) => each.kind === 'FunctionDef' && each.name === '__init__');

function checkTest(fn: Def, ctx: SourceContext): void {
  const body = bodyWithoutDocstring(fn);
  const isEmpty = body.every(
    ({ kind, ...each }) =>
      kind === 'Pass' || ('value' in each && each.value !== undefined && isEllipsis(each.value as never)),
  );
  const verdict = nodesWithin([fn], 'Return').find(isVerdict);
  if (isEmpty || (verdict === undefined && saysWhatItIs(fn)) || checks(fn, ctx, new Set()) || checksByFixture(fn))
    return;
  const calls = callsWithin([fn]);
  if (calls.length === 0) return;
  ctx.report({
    at: verdict ?? nameSpan(fn),
    kind: verdict === undefined ? 'nothing is checked' : 'verdict is returned instead of asserted',
    message:
      verdict === undefined
        ? `test without an assertion: \`${fn.name}\` passes whatever \`${shortText(subjectOf(calls).func, ctx.text)}\` returns`
        : `test without an assertion: \`${fn.name}\` returns \`${shortText(verdict.value ?? verdict, ctx.text)}\`, which pytest ignores`,
    cause: ctx.path,
  });
}

/** The last call that is not of a builtin: what the test is about. */
const subjectOf = (calls: readonly Call[]): Call =>
  calls.findLast(
    ({ func }) => func.kind !== 'Name' || !/^(?:print|len|str|int|list|dict|set|open|type)$/.test(func.id),
  ) ?? (calls[0] as Call);

/** Something is handed back; `return` by itself ends the test. */
const isVerdict = ({ value }: Return): boolean => value !== undefined && !isNone(value);

/** Its purpose is that nothing fails. */
const saysWhatItIs = (fn: Def): boolean =>
  /import|smoke|(?:no|not|without|never|nt)_?(?:\w+_)?(?:rais|crash|fail|error|exception|hang|block|break|throw)|runs?$|works$|benchmark|perf|safe|silent|ignored|noop|no_op|idempotent|does_nothing|graceful|(?:can|accepts|allows|is_valid|valid)_/i.test(
    `${fn.name} ${docstringOf(fn) ?? ''}`,
  );

/** `assert`, a `raise`, a context or a call that checks, or a function of this file that does. */
function checks(fn: Def, ctx: SourceContext, seen: Set<Def>): boolean {
  seen.add(fn);
  if (holds(fn, ({ kind }) => kind === 'Assert' || kind === 'Raise')) return true;
  return callsWithin([fn]).some((call) => isCheck(call, ctx, seen));
}

const CHECK =
  /^_*(?:assert|check|verify|expect|ensure|validate|compare|raises|warns|fail|should|must|approve|match|deprecated_call|exit|raise_for_status|skip|xfail|importorskip|snapshot|golden|confirm|require|testmod|main|run_?(?:test|check|case|until)|wait_for|wait_until)/i;

function isCheck(call: Call, ctx: SourceContext, seen: Set<Def>): boolean {
  const name = lastName(call.func) ?? '';
  const made = ctx.names.definitionOf(call.func) ?? methodOf(call, ctx);
  if (made !== undefined)
    return made.kind === 'ClassDef'
      ? holds(made, ({ kind }) => kind === 'Assert')
      : !seen.has(made) && checks(made, ctx, seen);
  return CHECK.test(name) || CHECKING_END.test(name) || isForeignHelper(call, ctx);
}

const CHECKING_END = /_(?:assert|check|test|doctest|equal|raises|verify|match|snapshot)$|Equal$|^(?:called|has_calls)/;

function methodOf(call: Call, ctx: SourceContext): Def | undefined {
  const owner = ctx.context.classAround(call);
  if (owner === undefined || call.func.kind !== 'Attribute' || call.func.value.kind !== 'Name') return undefined;
  return call.func.value.id === 'self' ? ctx.state.methodsOf(owner).get(call.func.attr) : undefined;
}

/** A helper of other tests may check; so may what a base class brings. */
function isForeignHelper(call: Call, ctx: SourceContext): boolean {
  if (call.func.kind === 'Attribute' && call.func.value.kind === 'Name' && call.func.value.id === 'self') {
    const owner = ctx.context.classAround(call);
    return owner !== undefined && owner.bases.length > 0 && !/^(?:setUp|client)/.test(call.func.attr);
  }
  const name = ctx.names.qualifiedName(call.func) ?? '';
  return (
    /(?:^|\.)(?:tests?|testing|conftest|helpers?|test_\w+|\w*_?utils_test)\./.test(name) || /^hypothesis\./.test(name)
  );
}

/** Fixtures that check what is given to them. */
const checksByFixture = ({ args }: Def): boolean =>
  args.args.some(({ arg }) =>
    /^(?:benchmark|snapshot|approve|golden|data_regression|image_regression|file_regression|num_regression|check|mypy_\w+|testdir|pytester)$/.test(
      arg,
    ),
  );
