/** What is shared is asked, and changed on the strength of the answer: `if name in rooms: raise …`, `rooms[name] = await open(…)`. */
import {
  ancestors,
  type Call,
  type Compare,
  type Def,
  type Expression,
  type If,
  isSuspension,
  type Node,
  parametersOf,
} from '#ast';
import type { SemanticModel } from '#semantics';
import { walkOwnCode } from '#semantics/effects/calls-within';
import { definitionCalled } from '#semantics/effects/definition-called';
import { branchOf, existenceTested, testsIn } from '#semantics/flow/existence-tests';
import { FOLLOWED } from '#semantics/limits';

export interface CheckedChange {
  /** What is asked and changed, of the module or of an object. */
  readonly kept: Expression;
  readonly check: Expression;
  readonly change: Node;
  /** Where others come between the two; of threads that may be anywhere. */
  readonly wait?: Node;
}

/** What a test asks of something shared. */
interface StateTest {
  readonly kept: Expression;
  /** The key that is looked up; absent where a number or a size is compared. */
  readonly key?: string;
  readonly isPresent?: boolean;
  /** The name that a look-up was bound to. */
  readonly found?: string;
}

/** The first of a function that changes what it asked without having reserved it. */
export function checkedChange(fn: Def, model: SemanticModel): CheckedChange | undefined {
  const tests = testsIn(fn, model).flatMap((test) => stateTestsIn(test.test, model).map((check) => ({ test, check })));
  if (tests.length === 0 || model.state.runsInCreation(fn)) return undefined;
  const own: Node[] = [];
  walkOwnCode(fn.body, (node) => {
    own.push(node);
  });
  const waits = fn.kind === 'AsyncFunctionDef' ? own.filter(isSuspension) : [];
  for (const { test, check } of tests) {
    if (isGivenBack(test, check, own, model)) continue;
    const change = own
      .filter(
        (node) => node.start >= test.test.end && changes(node, check, model) && isDecidedBy(test, node, check, model),
      )
      .sort((a, b) => a.start - b.start)[0];
    if (change === undefined) continue;
    const between = waits.filter(
      ({ start, end }) =>
        start >= test.test.end &&
        start < change.end &&
        (change.start < test.end || start >= test.end || end > test.end),
    );
    const wait = between.at(-1);
    if (fn.kind === 'AsyncFunctionDef' && wait === undefined) continue;
    const isTestedAgain = tests.some(
      (other) =>
        other.test.test.start > (wait ?? test.test).start &&
        other.test.test.end <= change.start &&
        isSame(other.check.kept, check.kept, model) &&
        isDecidedBy(other.test, change, other.check, model),
    );
    if (!isTestedAgain) return { kept: check.kept, check: test.test, change, ...(wait !== undefined && { wait }) };
  }
  return undefined;
}

function stateTestsIn(test: Expression, model: SemanticModel, calls: number = FOLLOWED.calls): StateTest[] {
  if (test.kind === 'BoolOp') return test.values.flatMap((each) => stateTestsIn(each, model, calls));
  if (test.kind === 'Call' && calls > 0) {
    const asked = testsBehind(test, model, calls - 1);
    if (asked.length > 0) return asked;
  }
  const isNegated = test.kind === 'UnaryOp' && test.op === 'Not';
  if (isNegated && (test.operand.kind === 'Compare' || test.operand.kind === 'Call'))
    return stateTestsIn(test.operand, model, calls).map((each) =>
      each.isPresent === undefined ? each : { ...each, isPresent: !each.isPresent },
    );
  const stateTest = (test.kind === 'Compare' ? stateComparedIn(test, model) : undefined) ?? lookedUp(test, model);
  return stateTest !== undefined && isShared(stateTest.kept, model) ? [stateTest] : [];
}

/** `if self._is_taken(name):`, of a function of the file that gives back what such a test says. */
function testsBehind(call: Call, model: SemanticModel, calls: number): StateTest[] {
  const called = definitionCalled(model, call);
  if (called === undefined || called.kind === 'ClassDef') return [];
  const [answer, ...others] = model.flow.returnValues(called);
  if (answer === undefined || others.length > 0) return [];
  const names = parametersOf(called).map(({ name }) => name);
  const first = names[0] === 'self' || names[0] === 'cls' ? 1 : 0;
  return stateTestsIn(answer, model, calls).flatMap((asked): StateTest[] => {
    if (asked.key === undefined) return [asked];
    const given = names.includes(asked.key)
      ? model.values.givenArgument(call, asked.key, names.indexOf(asked.key) - first)
      : undefined;
    return given === undefined ? [] : [{ ...asked, key: textOf(given, model) }];
  });
}

function stateComparedIn(
  { left, ops: [op], comparators: [right] }: Compare,
  model: SemanticModel,
): StateTest | undefined {
  if (right === undefined) return undefined;
  if (op === 'In' || op === 'NotIn') return { kept: right, key: textOf(left, model), isPresent: op === 'In' };
  if (op !== 'Gt' && op !== 'GtE' && op !== 'Lt' && op !== 'LtE') return undefined;
  const sides = [left, right].map((side) =>
    side.kind === 'Call' && side.func.kind === 'Name' && side.func.id === 'len' ? (side.args[0] ?? side) : side,
  );
  const kept = sides.find((side) => PLACES.has(side.kind) && isShared(side, model));
  return kept && { kept };
}

/** `if rooms.get(name):`, `room = rooms.get(name)` and `if room is not None:`. */
function lookedUp(test: Expression, model: SemanticModel): StateTest | undefined {
  const tested = existenceTested(test);
  if (tested === undefined) return undefined;
  const { subject, isPresent } = tested;
  const call = [subject, ...model.flow.origins(subject)].find((each): each is Call => each.kind === 'Call');
  if (call?.func.kind !== 'Attribute' || call.func.attr !== 'get' || call.args[0] === undefined) return undefined;
  const found = subject.kind === 'Name' ? { found: subject.id } : {};
  return { kept: call.func.value, key: textOf(call.args[0], model), isPresent, ...found };
}

const PLACES: ReadonlySet<Node['kind']> = new Set(['Name', 'Attribute', 'Subscript']);

/** Of the module, or an attribute of an object, or an entry of such a thing. */
function isShared(kept: Expression, model: SemanticModel): boolean {
  const root = kept.kind === 'Subscript' ? kept.value : kept;
  const life = PLACES.has(root.kind) ? model.state.lifeOf(root) : undefined;
  return life?.uses.some(({ kind }) => CHANGING.has(kind)) === true;
}

const CHANGING: ReadonlySet<string> = new Set(['grow', 'update', 'rebind']);

function changes(node: Node, { kept, key }: StateTest, model: SemanticModel): boolean {
  if (node.kind === 'Call') {
    const { func, args } = node;
    if (func.kind !== 'Attribute' || !FILLS.has(func.attr) || !isSame(func.value, kept, model)) return false;
    return key === undefined || (args[0] !== undefined && textOf(args[0], model) === key);
  }
  const targets = node.kind === 'Assign' ? node.targets : node.kind === 'AugAssign' ? [node.target] : [];
  return targets.some((target) => {
    if (key === undefined && isSame(target, kept, model)) return true;
    if (target.kind !== 'Subscript' || !isSame(target.value, kept, model)) return false;
    return key === undefined || textOf(target.slice, model) === key;
  });
}

const FILLS: ReadonlySet<string> = new Set(['add', 'append', 'appendleft', 'insert', 'setdefault', 'put_nowait']);

const textOf = (node: Node, model: SemanticModel): string => model.source.text.slice(node);
const isSame = (one: Node, other: Node, model: SemanticModel): boolean => textOf(one, model) === textOf(other, model);

/** It is where the test found nothing; of a number or a size, on either side of the test. */
const isDecidedBy = (test: If, change: Node, { isPresent }: StateTest, model: SemanticModel): boolean =>
  (isPresent === undefined ? [true, false] : [!isPresent]).some(
    (outcome) => branchOf({ test: test.test, isTrue: outcome }, model).leadsTo(change) === 'always',
  );

/** What is there is given to anyone who asks: an entry that is made twice is as good as one. */
function isGivenBack(
  test: If,
  { kept, key, isPresent, found }: StateTest,
  own: readonly Node[],
  model: SemanticModel,
): boolean {
  if (key === undefined) return false;
  const isThere = ({ start, end }: Node): boolean =>
    isPresent === true ? start >= test.test.end && end <= (test.body.at(-1)?.end ?? 0) : start >= test.end;
  return own.some((node) => {
    if (!isThere(node)) return false;
    if (node.kind === 'Name') return node.id === found && node.ctx === 'Load' && isAnswered(node);
    if (node.kind === 'Subscript') return node.ctx === 'Load' && isSame(node.value, kept, model);
    return (
      node.kind === 'Call' &&
      node.func.kind === 'Attribute' &&
      node.func.attr === 'get' &&
      isSame(node.func.value, kept, model)
    );
  });
}

const isAnswered = (name: Node): boolean => [...ancestors(name)].some(({ kind }) => kind === 'Return');
