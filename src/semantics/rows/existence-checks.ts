/** Look-ups, and what they decide: `if session.query(User).filter(User.name == name).first(): raise …`. */

import {
  type Call,
  type Def,
  type ExceptHandler,
  type Expression,
  holds,
  lastName,
  type Name,
  type Node,
  type PresenceTest,
  type Try,
  walk,
  withoutAwait,
} from '../../ast/index.ts';
import { Branch, type Condition, isImplicit } from '../../flow/index.ts';
import { NO_ROW_ERROR, RAISES_WITHOUT_ROW } from '../../knowledge/missing-rows.ts';
import { memoizeInFile } from '../by-file.ts';
import { callsWithin } from '../effects/calls-within.ts';
import { definitionCalled } from '../effects/definition-called.ts';
import { bound, branchOf, existenceTested, testsIn } from '../flow/existence-tests.ts';
import { heldTests } from '../flow/held-tests.ts';
import { isSpent } from '../limits.ts';
import type { SemanticModel } from '../model.ts';
import { rowsAskedFor } from './row-queries.ts';

/** What a test says of rows: that there are some, or that there are as many as may be. */
export interface RowTest extends PresenceTest {
  readonly isCount?: true;
  /** `seat in taken`: what is asked for is the column that was read. */
  readonly isMember?: true;
}

/** A question whether something is there, and what runs because it is not. */
export interface LookUp extends Omit<RowTest, 'isPresent'> {
  /** The test, or the call that raises. */
  readonly check: Expression;
  readonly absent: Branch;
}

/** The tests of a function that ask for rows, the calls that raise where there are none, and functions of the file that raise where there are some. */
export const lookUpsIn = memoizeInFile((fn: Def, model: SemanticModel): readonly LookUp[] => [
  ...lookUpsTested(fn, model),
  ...model.context.nodesOfFunction(fn, 'Try').flatMap((tried) => lookUpsTried(tried, fn, model)),
  ...callsWithin([fn]).flatMap((call) => lookUpBehind(call, fn, model) ?? []),
]);

interface TestedLookUp extends LookUp {
  readonly present: Branch;
}

const lookUpsTested = memoizeInFile((fn: Def, model: SemanticModel): readonly TestedLookUp[] => [
  ...[...testsIn(fn, model), ...model.context.nodesOfFunction(fn, 'While')].flatMap(({ test }) => {
    const tested = rowsTested(test, model);
    return tested === undefined ? [] : lookUpOf(tested, test, test, model);
  }),
  ...model.context.nodesOfFunction(fn, 'Match').flatMap(({ subject, cases }) => {
    const none = cases.find(({ pattern }) => pattern.kind === 'MatchSingleton' && pattern.value.kind === 'none');
    return none === undefined ? [] : lookUpOf({ subject: bound(subject), isPresent: false }, subject, none, model);
  }),
]);

function lookUpOf(tested: RowTest, check: Expression, test: Condition['test'], model: SemanticModel): TestedLookUp {
  const whereIt = (isTrue: boolean): Branch => branchOf({ test, isTrue }, model);
  return { ...tested, check, absent: whereIt(!tested.isPresent), present: whereIt(tested.isPresent) };
}

/** `self._check_is_free(name)`, which raises where there is one. */
function lookUpBehind(call: Call, fn: Def, model: SemanticModel): LookUp | undefined {
  const called =
    call.parent?.kind === 'Expr' || call.parent?.kind === 'Await' ? definitionCalled(model, call) : undefined;
  if (called === undefined || called === fn || called.kind === 'ClassDef') return undefined;
  const asked = lookUpsTested(called, model).find(({ present }) => present.alwaysRaises());
  const graph = model.flow.graphOf(fn);
  const edges = graph.at(call).flatMap(({ successors }) => successors);
  return (
    asked && {
      ...asked,
      check: call,
      absent: new Branch(
        graph,
        edges.filter((edge) => !isImplicit(edge)),
        [],
      ),
    }
  );
}

/** `try: accounts.one_by_mail(mail) except NotFound: pass else: raise Taken()`, `except Order.DoesNotExist:` */
function lookUpsTried({ body, handlers }: Try, fn: Def, model: SemanticModel): readonly LookUp[] {
  if (handlers.some((each) => model.handlers.describe(each).isBroad)) return [];
  const graph = model.flow.graphOf(fn);
  return callsWithin(body).flatMap((call): LookUp[] => {
    const answering = handlers.filter((each) => answersAbsence(each, call, model));
    const edges = graph.at(call).flatMap(({ successors }) => successors);
    const failing = edges.filter(({ to: { node } }) => node?.kind === 'ExceptHandler' && answering.includes(node));
    if (failing.length === 0) return [];
    const absent = new Branch(
      graph,
      failing,
      edges.filter((edge) => !isImplicit(edge)),
    );
    return [{ check: call, subject: call, absent }];
  });
}

/** Of a query, whether it raises where there is no row, and the handler takes that; a function of the project may raise anything. */
function answersAbsence(handler: ExceptHandler, call: Call, model: SemanticModel): boolean {
  if (rowsAskedFor([call], model).length === 0) return model.effects.projectPath(call) !== undefined;
  const { catches } = model.handlers.describe(handler);
  return RAISES_WITHOUT_ROW.has(lastName(call.func) ?? '') && catches.some((name) => NO_ROW_ERROR.test(name));
}

/** What a test says of rows that were read before: besides whether there are any, whether this is among them, or whether they are too many. */
function rowsTested(test: Expression, model: SemanticModel, isFollowed = true): RowTest | undefined {
  const conjuncts = test.kind === 'BoolOp' && test.op === 'And' ? test.values : [];
  const tested = conjuncts.flatMap((each) => rowsTested(each, model, isFollowed) ?? []);
  // `if accepted and not solved:` inserts only where none was found.
  const absent = tested.find((each) => !each.isPresent) ?? tested.find((each) => each.isMember || each.isCount);
  if (absent !== undefined) return absent;
  const plain = existenceTested(test);
  if (plain !== undefined)
    return (isFollowed ? testedBefore(plain, model) : undefined) ?? { ...plain, subject: counted(plain.subject) };
  const [op, ...others] = test.kind === 'Compare' ? test.ops : [];
  const [than] = test.kind === 'Compare' ? test.comparators : [];
  if (test.kind !== 'Compare' || op === undefined || than === undefined || others.length > 0) return undefined;
  if (op === 'In' || op === 'NotIn') return { subject: than, isPresent: op === 'In', isMember: true };
  const isFull = op === 'GtE' || op === 'Gt' ? true : op === 'Lt' || op === 'LtE' ? false : undefined;
  if (isFull === undefined || test.left.kind === 'Attribute') return undefined;
  const isNumber = expressionsBehind(test.left, model).some((each) => holds(each, isCounting));
  return isNumber ? { subject: counted(bound(test.left)), isPresent: isFull, isCount: true } : undefined;
}

/** `solved = session.query(…).first() is not None` in a line of its own, and `if not solved:` later; perhaps `solved = False` before. */
function testedBefore({ subject, isPresent }: PresenceTest, model: SemanticModel): RowTest | undefined {
  const held = heldTests({ test: subject, isTrue: isPresent }, model, ({ value }) => value?.kind === 'Constant');
  return held.flatMap(({ test, isTrue }): RowTest[] => {
    const tested = test.kind === 'Name' || test.kind === 'match_case' ? undefined : rowsTested(test, model, false);
    return tested === undefined ? [] : [{ ...tested, isPresent: tested.isPresent === isTrue }];
  })[0];
}

const isCounting = (node: Node): boolean =>
  node.kind === 'Call' && /^(?:a?count|len|count_documents|\w*_count|count_\w+)$/.test(lastName(node.func) ?? '');

/** `rows` of `len(rows)`. */
const counted = (subject: Expression): Expression =>
  subject.kind === 'Call' && lastName(subject.func) === 'len' ? (subject.args[0] ?? subject) : subject;

/** The expression, the calls that its names come from, and what functions of this file return that it calls. */
export function expressionsBehind(tested: Expression, model: SemanticModel): readonly Expression[] {
  const found = new Set<Expression>([tested]);
  for (const expression of found) {
    if (isSpent('lookUps', found.size, tested, model)) break;
    const names: Name[] = [];
    const calls: Call[] = [];
    walk(expression, (node: Node) => {
      if (node.kind === 'Name' && node.ctx === 'Load') names.push(node);
      if (node.kind === 'Call') calls.push(node);
    });
    for (const name of names)
      for (const origin of model.flow.origins(name)) if (withoutAwait(origin).kind === 'Call') found.add(origin);
    for (const call of calls) {
      const called = definitionCalled(model, call);
      if (called === undefined || called.kind === 'ClassDef') continue;
      for (const value of model.flow.returnValues(called)) if (value !== undefined) found.add(value);
    }
  }
  return [...found];
}
