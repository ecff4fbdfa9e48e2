/** What is asked of a value before it is used: tests around the use, and refusals before it. */

import {
  type AsyncFunctionDef,
  ancestors,
  blockAround,
  type Call,
  type Compare,
  type Expression,
  type FunctionDef,
  holds,
  type If,
  isStaticMethod,
  lastName,
  type MatchCase,
  type Node,
  parametersOf,
  type Stmt,
  withoutAwait,
} from '../../ast/index.ts';
import { memoizeInFile } from '../by-file.ts';
import { definitionCalled } from '../effects/definition-called.ts';
import { swallowingOf } from '../flow/swallowing.ts';
import { FOLLOWED } from '../limits.ts';
import type { SemanticModel } from '../model.ts';
import {
  type Decided,
  decidedAt,
  decidedBehind,
  decidedOnPath,
  elifOf,
  endsChecks,
  leaves,
  testsBefore,
  testsByEnd,
} from './decided.ts';
import type { Sink } from './flows.ts';
import { isLookedUpInTable } from './look-ups.ts';
import { provesOf, takenOnPath } from './matched.ts';
import { patternProves } from './patterns.ts';
import { testsPlain } from './plain-characters.ts';
import { Subject } from './subject.ts';

type Def = FunctionDef | AsyncFunctionDef;
/** A node is where something is asked that proves nothing: in a function of this file there. */
type Answer = 'proved' | Node | undefined;

/**
 * `proved` where a test that holds at one of the places of a flow leaves only what the author allows; the place where
 * something asks that cannot be judged; undefined where nothing does.
 */
export function answerOfChecks(
  path: readonly Expression[],
  leaf: Expression,
  model: SemanticModel,
  sink: Sink,
): Answer {
  const subject = Subject.of(path, leaf, model, sink.isHostOnly === true);
  let tested: Node | undefined;
  // Most places of a flow are behind the same tests and calls.
  const met = new Set<Node>();
  const isNew = (node: Node): boolean => !met.has(node) && met.add(node).size > 0;
  for (const place of path) {
    for (const decided of decidedOnPath(place, path, model)) {
      if (!isNew(decided.test)) continue;
      const answer = answerOf(decided, subject, model, sink);
      if (answer === 'proved') return answer;
      tested ??= answer;
    }
    for (const taken of takenOnPath(place, path, model))
      if (taken.length > 0 && taken.every((each) => isProvedBy(each, subject, model, sink))) return 'proved';
    const calls = callsBefore(place, model).filter(isNew);
    const stated = answerOfStatements(calls, subject, sink, model);
    if (stated === 'proved') return stated;
    tested ??= stated;
  }
  return tested;
}

/** `case "png" | "jpg":`, `case kind if kind in KINDS:`. */
function isProvedBy({ parent, pattern, guard }: MatchCase, subject: Subject, model: SemanticModel, sink: Sink) {
  if (parent?.kind === 'Match' && provesOf(pattern, parent.subject, subject)) return true;
  return guard !== undefined && answerOf({ test: guard, isTrue: true }, subject, model, sink) === 'proved';
}

function answerOf({ test, isTrue }: Decided, subject: Subject, model: SemanticModel, sink: Sink): Answer {
  if (test.kind === 'UnaryOp' && test.op === 'Not')
    return answerOf({ test: test.operand, isTrue: !isTrue }, subject, model, sink);
  if (test.kind === 'BoolOp') {
    // Of `a and b` that holds both hold; of `a or b` that fails both fail.
    const isSplit = (test.op === 'And') === isTrue;
    const answers = test.values.map((each) => answerOf({ test: each, isTrue }, subject, model, sink));
    if (isSplit && answers.includes('proved')) return 'proved';
    if (!isSplit) {
      // `path == folder or folder in path.parents`: the folder itself, or what is proved to be below it.
      const proved = test.values.filter((_, index) => answers[index] === 'proved');
      if (test.values.every((each) => proved.includes(each) || isNamedIn(each, isTrue, proved, subject, model)))
        return proved.length > 0 ? 'proved' : answers.find((answer) => answer !== undefined);
    }
    return answers.every((answer) => answer === 'proved') ? 'proved' : answers.find((answer) => answer !== 'proved');
  }
  if (!subject.isIn(test)) return undefined;
  if (sink.proves?.(test, isTrue, model) === true) return 'proved';
  if (test.kind === 'Compare') return answerOfCompare(test, isTrue, subject, model, sink);
  if (test.kind === 'Await') return answerOf({ test: test.value, isTrue }, subject, model, sink);
  if (test.kind === 'Name' || test.kind === 'NamedExpr') {
    // What is empty holds nothing of anybody.
    if (!isTrue) return test.kind === 'Name' && subject.isWhole(test) ? 'proved' : undefined;
    return isMatch(test, subject, model, sink) || isLookedUpInTable(test, subject, model) ? 'proved' : undefined;
  }
  return test.kind === 'Call' ? answerOfCall(test, isTrue, subject, model, sink) : undefined;
}

/** That it is the same as something that a test beside it, which proves, asks of. */
function isNamedIn(
  test: Expression,
  isTrue: boolean,
  proved: readonly Expression[],
  subject: Subject,
  model: SemanticModel,
): boolean {
  const { source } = model;
  if (test.kind === 'UnaryOp' && test.op === 'Not') return isNamedIn(test.operand, !isTrue, proved, subject, model);
  if (test.kind !== 'Compare' || test.ops[0] !== (isTrue ? 'Eq' : 'NotEq')) return false;
  const [right] = test.comparators;
  const other = right !== undefined && subject.isWhole(test.left) ? right : test.left;
  if (right === undefined || (other === test.left && !subject.isWhole(right)) || subject.isIn(other)) return false;
  const text = source.text.slice(other);
  return proved.some((each) => holds(each, (node) => node.kind === other.kind && source.text.slice(node) === text));
}

function answerOfCall(test: Call, isTrue: boolean, subject: Subject, model: SemanticModel, sink: Sink): Answer {
  const name = lastName(test.func) ?? '';
  const object = test.func.kind === 'Attribute' ? test.func.value : undefined;
  if (isTrue && name === 'all' && checksEach(test, subject, model, sink)) return 'proved';
  if (isTrue && name === 'issubset' && object !== undefined && subject.isIn(object)) return 'proved';
  if (/^is(?:identifier|digit|alnum|alpha|numeric|decimal)$/.test(name))
    return isTrue && sink.isSize !== true && object !== undefined && subject.isWhole(object) ? 'proved' : undefined;
  if (/^(?:full)?match$/.test(name))
    return isTrue && sink.isSize !== true ? answerOfMatch(test, subject, model, sink) : undefined;
  if (/^(?:isinstance|hasattr|bool|len|exists|is_file|is_dir|isfile|isdir|endswith)$/.test(name)) return undefined;
  if (checksScheme(test, subject, model) || ((name === 'any' || name === 'all') && checksPresence(test, model)))
    return undefined;
  if (isProvedWithin(test, isTrue, subject, model, sink)) return 'proved';
  const made = definitionCalled(model, test);
  const said = made === undefined || made.kind === 'ClassDef' ? [] : model.flow.returnValues(made);
  return said.find((value) => value !== undefined && value.kind !== 'Constant') ?? test;
}

/** `url.startswith(("http://", "data:"))`, also within a function of this file: that says nothing of a host, nor of a folder. */
function checksScheme(test: Expression | undefined, subject: Subject, model: SemanticModel): boolean {
  if (test?.kind !== 'Call') return false;
  const { func, args } = test;
  if (func.kind === 'Attribute' && func.attr === 'startswith' && args[0] !== undefined && subject.isWhole(func.value)) {
    const texts = model.values
      .possible(args[0])
      ?.flatMap((each) => (each.kind === 'tuple' || each.kind === 'list' ? each.elements : [each]));
    return texts?.every((each) => each.kind === 'str' && /^[a-z][\w+.-]*:(?:\/\/)?$/i.test(each.value)) === true;
  }
  const inner = subjectWithin(test, subject, model);
  return (
    inner !== undefined && model.flow.returnValues(inner.fn).every((each) => checksScheme(each, inner.subject, model))
  );
}

/** `any(x == "" for x in (name, city))`, `all([name, city])`: nothing is missing. */
function checksPresence({ args: [given] }: Call, { values }: SemanticModel): boolean {
  const tests = given?.kind === 'GeneratorExp' || given?.kind === 'ListComp' ? [given.elt] : elementsOf(given);
  if (tests === undefined) return false;
  return tests.every((test) => {
    const tested = test.kind === 'UnaryOp' && test.op === 'Not' ? test.operand : test;
    if (tested.kind !== 'Compare') return tested.kind === 'Name' || tested.kind === 'Subscript' || isGet(tested);
    const [right] = tested.comparators;
    return right?.kind === 'Constant' && (right.value.kind === 'none' || values.string(right) === '');
  });
}

const elementsOf = (list: Expression | undefined): readonly Expression[] | undefined =>
  list?.kind === 'List' || list?.kind === 'Tuple' ? list.elts : undefined;

const isGet = (test: Expression): boolean => test.kind === 'Call' && lastName(test.func) === 'get';

/** A function of this file that says yes or no says so of nothing but what is proved. */
function isProvedWithin(call: Call, isTrue: boolean, subject: Subject, model: SemanticModel, sink: Sink): boolean {
  const inner = subjectWithin(call, subject, model);
  const said = inner && model.flow.returnValues(inner.fn).filter((value) => mayBe(value, isTrue));
  if (inner === undefined || said === undefined || said.length === 0) return false;
  return said.every(
    (value) =>
      value !== undefined &&
      [...decidedAt(value, model), { test: value, isTrue }].some(
        (decided) => answerOf(decided, inner.subject, model, sink) === 'proved',
      ),
  );
}

/** Whether a result may be true, or false: what is no constant may be either. */
function mayBe(value: Expression | undefined, isTrue: boolean): boolean {
  if (value === undefined) return !isTrue;
  if (value.kind !== 'Constant') return true;
  const { value: constant } = value;
  if (constant.kind === 'bool') return constant.value === isTrue;
  return constant.kind === 'none' ? !isTrue : true;
}

/** The parameters of a function of this file that a call fills with it. */
function subjectWithin(
  call: Call,
  subject: Subject,
  model: SemanticModel,
): { readonly fn: Def; readonly subject: Subject } | undefined {
  const fn = subject.calls < FOLLOWED.calls ? definitionCalled(model, call) : undefined;
  const [first] = fn?.body ?? [];
  if (fn === undefined || fn.kind === 'ClassDef' || first === undefined) return undefined;
  const own = model.context.classOfMethod(fn) !== undefined && !isStaticMethod(fn) ? 1 : 0;
  const bindings = parametersOf(fn).flatMap(({ name }, index) => {
    const given = model.values.givenArgument(call, name, index - own);
    const binding = given !== undefined && subject.isWhole(given) ? model.names.lookup(name, first) : undefined;
    return binding ?? [];
  });
  return bindings.length === 0 ? undefined : { fn, subject: subject.heldBy(bindings) };
}

/** `if not re.fullmatch(PATTERN, name): return`. */
function answerOfMatch(match: Call, subject: Subject, model: SemanticModel, sink: Sink): Answer {
  // `PATTERN.match(name)` or `re.match(PATTERN, name)`.
  if (!match.args.some((each) => subject.isWhole(each))) return undefined;
  return patternProves(match, model, sink) ? 'proved' : undefined;
}

/** `all(c.isalnum() or c in "-_" for c in name)`: letters, digits, and some that part words, but no folders; `all(tag in TAGS for tag in tags)`. */
function checksEach({ args: [given] }: Call, subject: Subject, model: SemanticModel, sink: Sink): boolean {
  if (given?.kind !== 'GeneratorExp' && given?.kind !== 'ListComp') return false;
  const [each, ...others] = given.generators;
  if (each?.target.kind !== 'Name' || each.ifs.length > 0 || others.length > 0 || !subject.isIn(each.iter))
    return false;
  if (testsPlain(given.elt, each.target.id, model, sink.harmful)) return true;
  const binding = model.names.resolve(each.target);
  if (binding === undefined) return false;
  return answerOf({ test: given.elt, isTrue: true }, subject.heldBy([binding]), model, sink) === 'proved';
}

function answerOfCompare(
  { left, ops, comparators }: Compare,
  isTrue: boolean,
  subject: Subject,
  model: SemanticModel,
  sink: Sink,
): Answer {
  const [op] = ops;
  const [right] = comparators;
  if (right === undefined) return undefined;
  if (op === 'In' || op === 'NotIn') {
    const isText = model.values.string(right) !== undefined || model.types.classOf(right) === 'builtins.str';
    if (subject.isWhole(left) && !subject.isIn(right) && !isText && (op === 'In') === isTrue) return 'proved';
    // That an address names a scheme says nothing of its host.
    const isScheme = /^[a-z]*:?\/*$/i.test(model.values.string(left) ?? '-');
    return subject.isIn(right) && !isScheme ? (left.parent ?? left) : undefined;
  }
  const isSame = (op === 'Eq' && isTrue) || (op === 'NotEq' && !isTrue);
  if (isSame && (subject.isWhole(left) || subject.isWhole(right))) {
    const isConstant = model.values.fold(right) !== undefined || model.values.fold(left) !== undefined;
    if (isConstant) return isEmpty(right, model) ? undefined : 'proved';
    // `os.path.basename(name) == name`
    if ([left, right].some((side) => isCleanedBy(side, sink, model) && subject.isIn(side))) return 'proved';
    return left.parent ?? left;
  }
  if ((op !== 'Is' && op !== 'IsNot') || (op === 'IsNot') !== isTrue) return undefined;
  return isMatch(left, subject, model, sink) || isLookedUpInTable(left, subject, model) ? 'proved' : undefined;
}

const isCleanedBy = (side: Expression, sink: Sink, { types }: SemanticModel): boolean =>
  side.kind === 'Call'
    ? sink.sanitizers.has(types.calleeName(side.func) ?? '')
    : side.kind === 'Attribute' && sink.attributes?.has(side.attr) === true;

const isEmpty = (side: Expression, model: SemanticModel): boolean => model.values.string(side) === '';

/** `re.fullmatch(PATTERN, name)`, or a name that is bound to it. */
function isMatch(tested: Expression, subject: Subject, model: SemanticModel, sink: Sink): boolean {
  const value =
    tested.kind === 'NamedExpr'
      ? tested.value
      : tested.kind === 'Name'
        ? (model.names.resolve(tested)?.definitions ?? []).find((each) => each.value !== undefined)?.value
        : tested;
  if (value?.kind !== 'Call' || !/^(?:full)?match$/.test(lastName(value.func) ?? '')) return false;
  return answerOfMatch(value, subject, model, sink) === 'proved';
}

/** `target.relative_to(base)` before it proves as a test does; `check_url(url)` asks something. */
function answerOfStatements(calls: readonly Call[], subject: Subject, sink: Sink, model: SemanticModel): Answer {
  let tested: Node | undefined;
  for (const call of calls) {
    if (!subject.isIn(call)) continue;
    if (sink.proves?.(call, true, model) === true) return 'proved';
    if (refusesWithin(call, subject, model, sink)) return 'proved';
    if (CHECKING.test(lastName(call.func) ?? '') && mayRefuse(call, model)) tested ??= call;
  }
  return tested;
}

const callsOfBlock = memoizeInFile((block: readonly Stmt[], model: SemanticModel) =>
  testsByEnd(block, (each) => callsOf(each, model)),
);

/** Calls that always run before a place, within its function: many flows pass the same places. */
const callsBefore = memoizeInFile((place: Node, model: SemanticModel): readonly Call[] => {
  const found: Call[] = [];
  let child: Node = place;
  for (const outer of ancestors(place)) {
    for (const call of testsBefore(child, callsOfBlock(blockAround(child), model), model)) found.push(call);
    if (endsChecks(outer)) break;
    child = outer;
  }
  return found;
});

/** A function of this file that goes on only with what is proved: `def check(name): if name not in ALLOWED: raise …`. */
function refusesWithin(call: Call, subject: Subject, model: SemanticModel, sink: Sink): boolean {
  const inner = subjectWithin(call, subject, model);
  if (inner === undefined) return false;
  return inner.fn.body
    .flatMap((statement) => decidedBehind(statement, model))
    .some((decided) => answerOf(decided, inner.subject, model, sink) === 'proved');
}

/** What neither raises nor calls what is not seen here refuses nothing: `def ensure_folder(path): os.makedirs(path, exist_ok=True)`. */
function mayRefuse(call: Call, model: SemanticModel): boolean {
  const made = definitionCalled(model, call);
  if (made === undefined || made.kind === 'ClassDef') return true;
  const refuses = (node: Node): boolean =>
    node.kind === 'Raise' ||
    node.kind === 'Assert' ||
    (node.kind === 'Call' &&
      (CHECKING.test(lastName(node.func) ?? '') || model.effects.projectPath(node) !== undefined));
  return call.parent?.kind === 'Assign' || holds(made.body, refuses);
}

const CHECKING = /valid|check|verify|ensure|assert|sanitiz|allow|guard|forbid|deny|refuse|safe/i;

/** The block of each condition of a chain, and that of its `else`, empty where it has none. */
function branchesOf(chain: If): readonly (readonly Stmt[])[] {
  const branches: (readonly Stmt[])[] = [];
  let at = chain;
  for (let next = elifOf(at); next !== undefined; next = elifOf(at)) {
    branches.push(at.body);
    at = next;
  }
  return [...branches, at.body, at.orelse];
}

/** The call that a statement is, or binds; those of the body of a `try` or `with` that lets failures out, and of both sides of a condition, as well. */
function callsOf(statement: Stmt, model: SemanticModel): readonly Call[] {
  const callsIn = (block: readonly Stmt[]) => block.flatMap((each) => callsOf(each, model));
  if (statement.kind === 'Try') {
    // Behind a handler that goes on, a refusal has refused nothing.
    return statement.handlers.every(({ body }) => leaves(body, model)) ? callsIn(statement.body) : [];
  }
  if (statement.kind === 'With' || statement.kind === 'AsyncWith') {
    const mayPassOver = statement.items.some(({ context_expr: item }) => swallowingOf(item, model) !== 'nothing');
    return mayPassOver ? [] : callsIn(statement.body);
  }
  if (statement.kind === 'If') {
    const [first, ...others] = branchesOf(statement);
    // Most chains end without an `else`, and then some path calls nothing.
    if (first === undefined || others.at(-1)?.length === 0) return [];
    const textOf = (call: Call) => model.source.text.slice(call);
    const otherwise = others.map((branch) => new Set(callsIn(branch).map(textOf)));
    return callsIn(first).filter((call) => otherwise.every((texts) => texts.has(textOf(call))));
  }
  const value = statement.kind === 'Expr' || statement.kind === 'Assign' ? withoutAwait(statement.value) : undefined;
  return value?.kind === 'Call' ? [value] : [];
}
