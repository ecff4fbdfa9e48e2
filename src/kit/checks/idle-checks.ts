/** Checks that are in the code and decide nothing. */
import {
  ancestors,
  blockAround,
  type Call,
  type Constant,
  type Def,
  type Expr,
  type Expression,
  holds,
  isWithin,
  lastName,
  type Node,
  nodesOf,
  parametersOf,
  stringConstant,
  withoutAwait,
  wordsOfName,
} from '../../ast/index.ts';
import type { DoubtId } from '../../findings/doubts.ts';
import { BOT_ANSWERS } from '../../knowledge/taint.ts';
import { holdsInOwnCode } from '../../semantics/effects/calls-within.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import { importsModule } from '../../semantics/names/imports-module.ts';
import { botsImported } from '../../semantics/taint/bots.ts';
import { isProtecting } from '../web/route-protections.ts';
import { isSecurityCheck } from './security-check.ts';

export interface IdleCheck {
  readonly at: Node;
  /** What is wrong with it, for a message. */
  readonly said: string;
  readonly remedy: string;
  readonly doubt?: DoubtId;
}

/** Those of a file. */
export const idleChecks = (model: SemanticModel): readonly IdleCheck[] => [
  ...alwaysTrue(model),
  ...validityDropped(model),
  ...assertedRights(model),
  ...comparedOnly(model),
  ...answeredRefusal(model),
];

/** `if not (total > 0, "no total"):` and `assert (total > 0, "no total")`: a tuple that holds something is true. */
function alwaysTrue({ source: { module } }: SemanticModel): readonly IdleCheck[] {
  const tests = [
    ...nodesOf(module, 'If'),
    ...nodesOf(module, 'While'),
    ...nodesOf(module, 'Assert'),
    ...nodesOf(module, 'IfExp'),
  ];
  return tests.flatMap(({ test }): IdleCheck[] => {
    const tested = test.kind === 'UnaryOp' && test.op === 'Not' ? test.operand : test;
    if (tested.kind !== 'Tuple' || !tested.elts.some(({ kind }) => kind !== 'Starred')) return [];
    return [
      {
        at: tested,
        said: 'a non-empty tuple is always true, so this check never fails',
        remedy: 'Test only the first element',
      },
    ];
  });
}

/** `order.owner == request.user` as a statement; in a `with` or a `try` that it does not fail may be the question. */
function comparedOnly({ source: { module }, context }: SemanticModel): readonly IdleCheck[] {
  return nodesOf(module, 'Expr').flatMap(({ value }): IdleCheck[] => {
    const fn = context.defAround(value);
    if (value.kind !== 'Compare' || fn === undefined) return [];
    const isTested = [...ancestors(value)].some(
      (each) => isWithin(each, fn) && /^(?:Try|With|AsyncWith)$/.test(each.kind),
    );
    if (isTested) return [];
    const said = 'this comparison is a statement of its own and its result is ignored';
    return [{ at: value, said, remedy: 'Test it, and refuse when it is false' }];
  });
}

/** `if message.from_user.id not in ADMINS: await message.answer("no")`, and what only they may do is done all the same. */
function answeredRefusal(model: SemanticModel): readonly IdleCheck[] {
  const isOfBot = botsImported(model);
  return nodesOf(model.source.module, 'If').flatMap((branch): IdleCheck[] => {
    const fn = model.context.defAround(branch);
    const behind = blockAround(branch).slice(blockAround(branch).indexOf(branch) + 1);
    if (fn === undefined || branch.orelse.length > 0 || behind.length === 0 || !refusesByTest(branch.test)) return [];
    const statements = branch.body.map((each) => (each.kind === 'Expr' ? withoutAwait(each.value) : each));
    const isReporting = (each: Node): boolean =>
      each.kind === 'Call' &&
      (model.effects.of(each) === 'log' || (isOfBot && BOT_ANSWERS.has(lastName(each.func) ?? '')));
    if (!statements.every(isReporting) || !behind.some((each) => holds(each, ({ kind }) => kind === 'Call'))) return [];
    const isLogged = statements.every((each) => each.kind === 'Call' && model.effects.of(each) === 'log');
    const isServed = isOfBot || model.context.routeOf(fn) !== undefined || parametersOf(fn)[0]?.name === 'request';
    if (isLogged && !isServed) return [];
    return [
      {
        at: branch.test,
        said: 'unauthorized users get a refusal, but the code below it runs anyway',
        remedy: 'Return or raise when the check fails',
        ...(isLogged && { doubt: 'advisory-check' as const }),
      },
    ];
  });
}

/** It asks whether someone is none of those who may: `not in ADMINS`, `!= OWNER`, `not user.is_admin`, `signature != expected`. */
const refusesByTest = (test: Expression): boolean =>
  (test.kind === 'Compare' && /^(?:NotIn|NotEq)$/.test(test.ops[0] ?? '')) ||
  (test.kind === 'UnaryOp' && test.op === 'Not')
    ? holds(
        test,
        (node) =>
          (node.kind === 'Attribute' || node.kind === 'Name' || node.kind === 'Constant') &&
          wordsOfName(
            (node.kind === 'Constant' ? stringConstant(node)?.replaceAll('-', '_') : lastName(node)) ?? '',
          ).some((word) => /^(?:admin|owner|moderator|signature|permission)s?$/i.test(word)),
      )
    : false;

/** `serializer.is_valid()` of Django and its REST framework as a statement: it only says whether what came is valid. */
function validityDropped(model: SemanticModel): readonly IdleCheck[] {
  const { source, names, context } = model;
  return nodesOf(source.module, 'Expr').flatMap(({ value }): IdleCheck[] => {
    if (value.kind !== 'Call' || value.func.kind !== 'Attribute' || value.func.attr !== 'is_valid') return [];
    if (value.keywords.some(({ arg }) => arg === 'raise_exception' || arg === undefined)) return [];
    const of = value.func.value;
    const fn = context.defAround(value);
    if (of.kind !== 'Name' || fn === undefined || !isFormOf(value, model)) return [];
    // Anyone who reads what is wrong with it has asked.
    const isTested = (names.resolve(of)?.references ?? []).some(
      ({ parent }) =>
        parent?.kind === 'Attribute' &&
        (/^(?:_?errors|has_error|add_error)$/.test(parent.attr) ||
          (parent.attr === 'is_valid' && parent !== value.func)),
    );
    if (isTested) return [];
    return [
      {
        at: value,
        said: `\`${of.id}.is_valid()\` only reports whether the input is valid, and the result is ignored`,
        remedy: 'Pass `raise_exception=True`, or reject the request when it returns false',
      },
    ];
  });
}

const isFormOf = (call: Call, { names }: SemanticModel): boolean =>
  call.args.length === 0 && importsModule(/^(?:django|rest_framework)\b/, names);

/** `assert order.owner == request.user` where a request is served, or in what decides who may: `python -O` leaves it out. */
function assertedRights(model: SemanticModel): readonly IdleCheck[] {
  return nodesOf(model.source.module, 'Assert').flatMap(({ test }): IdleCheck[] => {
    const fn = model.context.defAround(test);
    if (fn === undefined || !testsPermission(test)) return [];
    const isServed = model.context.routeOf(fn) !== undefined || isSecurityCheck(fn, model.context.classOfMethod(fn));
    if (!isServed) return [];
    return [
      {
        at: test,
        said: 'authorization is checked by an `assert`, which `python -O` removes',
        remedy: 'Raise an exception when the check fails',
      },
    ];
  });
}

/** It asks who someone is or what they may; that something is there at all narrows a type. */
function testsPermission(test: Expression): boolean {
  if (test.kind === 'BoolOp') return test.values.some(testsPermission);
  if (test.kind === 'Compare' && test.ops.some((op) => op === 'Is' || op === 'IsNot')) return false;
  if (test.kind === 'Name' || (test.kind === 'Call' && lastName(test.func) === 'isinstance')) return false;
  return holds(
    test,
    (node) => (node.kind === 'Attribute' || node.kind === 'Name') && isProtecting(lastName(node) ?? ''),
  );
}

/** Nothing in it is done for its effect, but to show where it refuses: it asks, perhaps a database, and answers. */
export function onlyQueries(fn: Def, { effects }: SemanticModel): boolean {
  return !holdsInOwnCode(fn.body, (node) => {
    if (node.kind === 'Raise' || node.kind === 'AugAssign' || node.kind === 'Delete') return true;
    if (node.kind === 'Assign') return node.targets.some(({ kind }) => kind === 'Attribute' || kind === 'Subscript');
    if (node.kind !== 'Expr' || refusesBehind(node)) return false;
    const done = withoutAwait(node.value);
    const effect = done.kind === 'Call' ? effects.of(done) : undefined;
    return done.kind === 'Call' && effect !== 'database' && effect !== 'log';
  });
}

/** `await message.answer("not yours")` in front of `return False`. */
function refusesBehind(statements: Expr): boolean {
  const last = blockAround(statements).at(-1);
  return last?.kind === 'Return' && last.value?.kind === 'Constant' && isFalse(last.value);
}

const isFalse = ({ value }: Constant): boolean => value.kind === 'bool' && !value.value;

/** `verify_password(given, DUMMY_HASH)`: done for the time that it takes, where nobody of the name is known. */
export const isForTime = ({ args }: Call): boolean =>
  args.some((each) => /dummy|fake|decoy/i.test(lastName(each) ?? ''));
