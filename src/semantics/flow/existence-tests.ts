/** Tests that ask whether something is there, and what runs because it is or is not. */
import {
  type Def,
  type Expression,
  type If,
  lastName,
  numberConstant,
  type PresenceTest,
  presenceTested,
} from '../../ast/index.ts';
import { Branch, type Condition } from '../../flow/index.ts';
import { memoizeInFile } from '../by-file.ts';
import { isSpent, WORK } from '../limits.ts';
import type { SemanticModel } from '../model.ts';

/** The tests of a function. */
export function testsIn(fn: Def, model: SemanticModel): readonly If[] {
  const tests = model.context.nodesOfFunction(fn, 'If');
  return isSpent('tests', tests.length, fn, model) ? tests.slice(0, WORK.tests.most) : tests;
}

/** What a test asks to be there: a name, the query itself, or how many of them there are. */
export function existenceTested(test: Expression): PresenceTest | undefined {
  if (test.kind === 'Call' && test.args[0] !== undefined && lastName(test.func) === 'bool')
    return existenceTested(test.args[0]);
  const tested = presenceTested(test);
  if (tested !== undefined) return { ...tested, subject: bound(tested.subject) };
  // `if alias and await links.exists(alias):` asks where there is an alias.
  if (test.kind === 'BoolOp' && test.op === 'And')
    return ['Await', 'Call'].flatMap((kind) =>
      test.values.map(existenceTested).filter((each) => each?.subject.kind === kind),
    )[0];
  if (test.kind === 'Compare') {
    const isPresent =
      test.ops.length === 1 ? COUNTED.get(`${test.ops[0]} ${numberConstant(test.comparators[0])}`) : undefined;
    return isPresent === undefined ? undefined : { subject: bound(test.left), isPresent };
  }
  const isAbsent = test.kind === 'UnaryOp' && test.op === 'Not';
  const subject = bound(isAbsent ? test.operand : test);
  return subject.kind === 'Call' || subject.kind === 'Await' ? { subject, isPresent: !isAbsent } : undefined;
}

/** What `(found := query())` binds. */
export const bound = (expression: Expression): Expression =>
  expression.kind === 'NamedExpr' ? expression.value : expression;

/** Whether there is one where a count is compared so. */
const COUNTED: ReadonlyMap<string, boolean> = new Map([
  ['Eq 0', false],
  ['Lt 1', false],
  ['Gt 0', true],
  ['NotEq 0', true],
  ['GtE 1', true],
]);

/** What runs where a test has an outcome: that of an `if` or a `while`, a case of a `match`. */
export const branchOf = ({ test, isTrue }: Condition, model: SemanticModel): Branch =>
  branchesOf(test, model)[isTrue ? 'true' : 'false'];

const branchesOf = memoizeInFile((test: Condition['test'], model: SemanticModel) => {
  const graph = model.flow.graphOf(model.context.defAround(test) ?? model.source.module);
  const edges = graph.at(test).flatMap(({ successors }) => successors);
  const [taken, passed] = [edges.filter(({ kind }) => kind === 'true'), edges.filter(({ kind }) => kind === 'false')];
  return { true: new Branch(graph, taken, passed), false: new Branch(graph, passed, taken) };
});
