/** What is asked of a value before it is used: tests around the use, and refusals before it. */
import {
  ancestors,
  type Call,
  type Compare,
  type Expression,
  holds,
  lastName,
  type Name,
  type Node,
  type Stmt,
  statementsBefore,
  withoutAwait,
} from '../../ast/index.ts';
import { swallowingOf } from '../flow/swallowing.ts';
import type { SemanticModel } from '../model.ts';
import type { Binding } from '../names.ts';
import { asksForPlain } from './plain-characters.ts';
import type { Cleaning } from './ways.ts';

/** A test, and how it came out where the value is used. */
interface Decided {
  readonly test: Expression;
  readonly isTrue: boolean;
}

/**
 * `proved` where a test that holds at one of the places of a way leaves only what the author allows; the guess that speaks
 * against it where something that cannot be judged asks it; undefined where nothing does.
 */
export function answerOfChecks(
  path: readonly Expression[],
  leaf: Expression,
  model: SemanticModel,
  cleaning: Cleaning,
): 'proved' | string | undefined {
  const subject = new Subject(path, leaf, model);
  let guess: string | undefined;
  for (const place of path) {
    for (const decided of decidedAt(place, model)) {
      const answer = answerOf(decided, subject, model, cleaning);
      if (answer === 'proved') return answer;
      guess ??= answer;
    }
    const stated = answerOfStatements(place, subject, cleaning, model);
    if (stated === 'proved') return stated;
    guess ??= stated;
  }
  return guess;
}

/** The value: names that held it on its way, and the text of where it is read. */
class Subject {
  readonly #bindings = new Set<Binding>();
  readonly #text: string;

  constructor(
    path: readonly Expression[],
    leaf: Expression,
    private readonly model: SemanticModel,
  ) {
    this.#text = leaf.kind === 'Name' ? '' : model.source.text.slice(leaf);
    for (const each of path) {
      const binding = each.kind === 'Name' ? model.names.resolve(each) : undefined;
      if (binding !== undefined) this.#bindings.add(binding);
    }
  }

  /** Somewhere in the expression stands the value, or what was made of it. */
  isIn(expression: Node): boolean {
    return holds(expression, (node) => {
      if (node.kind === 'Name') return this.#isName(node);
      if (this.#text === '' || (node.kind !== 'Attribute' && node.kind !== 'Subscript' && node.kind !== 'Call'))
        return false;
      return this.model.source.text.slice(node) === this.#text;
    });
  }

  #isName(name: Name): boolean {
    const binding = this.model.names.resolve(name);
    if (binding === undefined) return false;
    if (this.#bindings.has(binding)) return true;
    // `host = urlparse(url).hostname`: a part of the value that is asked in its place.
    return binding.definitions.some(
      ({ value }) =>
        value !== undefined &&
        binding.definitions.length === 1 &&
        holds(value, (node) => {
          const part = node.kind === 'Name' ? this.model.names.resolve(node) : undefined;
          return part !== undefined && part !== binding && this.#bindings.has(part);
        }),
    );
  }
}

/** Tests that are decided where a node runs, within its function. */
function decidedAt(node: Node, model: SemanticModel): readonly Decided[] {
  const decided: Decided[] = [];
  let child: Node = node;
  for (const outer of ancestors(node)) {
    decided.push(...refusalsBefore(child, model));
    if (outer.kind === 'FunctionDef' || outer.kind === 'AsyncFunctionDef' || outer.kind === 'Module') break;
    if (outer.kind === 'If' || outer.kind === 'While') {
      if (outer.body.some((statement) => statement === child)) decided.push({ test: outer.test, isTrue: true });
      if (outer.orelse.some((statement) => statement === child)) decided.push({ test: outer.test, isTrue: false });
    }
    if (outer.kind === 'IfExp' && outer.test !== child)
      decided.push({ test: outer.test, isTrue: outer.body === child });
    if (outer.kind === 'BoolOp' && outer.op === 'And')
      for (const before of outer.values.slice(0, outer.values.indexOf(child as Expression)))
        decided.push({ test: before, isTrue: true });
    child = outer;
  }
  return decided;
}

/** `if name not in ALLOWED: raise …` and `assert` before a statement. */
function refusalsBefore(statement: Node, model: SemanticModel): readonly Decided[] {
  return statementsBefore(statement).flatMap((before) => {
    return decidedBehind(before, model);
  });
}

/** What is known behind a statement that went on: also where the refusal stands in what always runs. */
function decidedBehind(statement: Stmt, model: SemanticModel): readonly Decided[] {
  const behind = (block: readonly Stmt[]) => block.flatMap((each) => decidedBehind(each, model));
  switch (statement.kind) {
    case 'Assert':
      return [{ test: statement.test, isTrue: true }];
    case 'If': {
      if (statement.orelse.length === 0)
        return leaves(statement.body, model) ? [{ test: statement.test, isTrue: false }] : [];
      // Whatever was asked, both sides ask the same.
      const textOf = ({ test, isTrue }: Decided) => `${isTrue} ${model.source.text.slice(test)}`;
      const otherwise = new Set(behind(statement.orelse).map(textOf));
      return behind(statement.body).filter((each) => otherwise.has(textOf(each)));
    }
    case 'Try':
      // Behind a handler that goes on, a refusal has refused nothing.
      return statement.handlers.every(({ body }) => leaves(body, model)) ? behind(statement.body) : [];
    case 'With':
    case 'AsyncWith':
      return statement.items.some(({ context_expr: item }) => swallowingOf(item, model) !== 'nothing')
        ? []
        : behind(statement.body);
    default:
      return [];
  }
}

const leaves = (body: readonly Stmt[], { flow }: SemanticModel): boolean => !flow.exits(body).falls || isLeaving(body);
const isLeaving = (body: readonly Stmt[]): boolean => {
  const last = body.at(-1);
  return (
    last?.kind === 'Expr' &&
    last.value.kind === 'Call' &&
    /^(?:abort|fail|error)$/.test(lastName(last.value.func) ?? '')
  );
};

function answerOf(
  { test, isTrue }: Decided,
  subject: Subject,
  model: SemanticModel,
  cleaning: Cleaning,
): 'proved' | string | undefined {
  if (test.kind === 'UnaryOp' && test.op === 'Not')
    return answerOf({ test: test.operand, isTrue: !isTrue }, subject, model, cleaning);
  if (test.kind === 'BoolOp') {
    // Of `a and b` that holds both hold; of `a or b` that fails both fail.
    const isSplit = (test.op === 'And') === isTrue;
    const answers = test.values.map((each) => answerOf({ test: each, isTrue }, subject, model, cleaning));
    if (isSplit && answers.includes('proved')) return 'proved';
    return answers.every((answer) => answer === 'proved') ? 'proved' : answers.find((answer) => answer !== 'proved');
  }
  if (!subject.isIn(test)) return undefined;
  if (cleaning.proves?.(test, isTrue, model) === true) return 'proved';
  if (test.kind === 'Compare') return answerOfCompare(test, isTrue, subject, model);
  if (test.kind === 'Name' || test.kind === 'NamedExpr') return isTrue && isMatch(test, model) ? 'proved' : undefined;
  if (test.kind !== 'Call') return undefined;
  const name = lastName(test.func) ?? '';
  if (isTrue && name === 'all' && asksEachCharacter(test, subject, model)) return 'proved';
  if (isTrue && /^is(?:identifier|digit|alnum|alpha|numeric|decimal)$/.test(name)) return 'proved';
  if (isTrue && /^(?:full)?match$/.test(name)) return 'proved';
  if (/^(?:isinstance|hasattr|bool|len|exists|is_file|is_dir|isfile|isdir)$/.test(name)) return undefined;
  return `\`${model.source.text.slice(test.func)}\` asks something of it before`;
}

/** `all(c.isalnum() or c in "-_" for c in name)`: letters, digits, and some that part words, but no folders. */
function asksEachCharacter({ args: [given] }: Call, subject: Subject, model: SemanticModel): boolean {
  if (given?.kind !== 'GeneratorExp' && given?.kind !== 'ListComp') return false;
  const [each, ...others] = given.generators;
  if (each?.target.kind !== 'Name' || each.ifs.length > 0 || others.length > 0 || !subject.isIn(each.iter))
    return false;
  return asksForPlain(given.elt, each.target.id, model);
}

function answerOfCompare(
  { left, ops, comparators }: Compare,
  isTrue: boolean,
  subject: Subject,
  model: SemanticModel,
): 'proved' | string | undefined {
  const [op] = ops;
  const [right] = comparators;
  if (right === undefined) return undefined;
  if (op === 'In' || op === 'NotIn') {
    const isAsked = subject.isIn(left) && !subject.isIn(right);
    const isText = model.values.string(right) !== undefined || model.types.classOf(right) === 'builtins.str';
    if (isAsked && !isText && (op === 'In') === isTrue) return 'proved';
    return subject.isIn(right) ? 'a test before it looks for a part of it' : undefined;
  }
  const isConstant = model.values.fold(right) !== undefined || model.values.fold(left) !== undefined;
  const isSame = (op === 'Eq' && isTrue) || (op === 'NotEq' && !isTrue);
  if (isSame && isConstant && !isEmpty(right, model)) return 'proved';
  if (isSame && !isConstant) return 'a test before it compares it with something';
  if (isMatch(left, model) && (op === 'IsNot') === isTrue) return 'proved';
  return undefined;
}

const isEmpty = (side: Expression, model: SemanticModel): boolean => model.values.string(side) === '';

/** `re.fullmatch(PATTERN, name)`, or a name that is bound to it. */
function isMatch(asked: Expression, model: SemanticModel): boolean {
  const value =
    asked.kind === 'NamedExpr'
      ? asked.value
      : asked.kind === 'Name'
        ? (model.names.resolve(asked)?.definitions ?? []).find((each) => each.value !== undefined)?.value
        : asked;
  return value?.kind === 'Call' && /^(?:full)?match$/.test(lastName(value.func) ?? '');
}

/** `target.relative_to(base)` before it proves as a test does; `check_url(url)` is a guess. */
function answerOfStatements(
  place: Node,
  subject: Subject,
  cleaning: Cleaning,
  model: SemanticModel,
): 'proved' | string | undefined {
  let guess: string | undefined;
  let child: Node = place;
  for (const outer of ancestors(place)) {
    for (const call of statementsBefore(child).flatMap((statement) => callsOf(statement, model))) {
      if (!subject.isIn(call)) continue;
      if (cleaning.proves?.(call, true, model) === true) return 'proved';
      if (CHECKING.test(lastName(call.func) ?? ''))
        guess ??= `\`${model.source.text.slice(call.func)}\` is given it before`;
    }
    if (outer.kind === 'FunctionDef' || outer.kind === 'AsyncFunctionDef') break;
    child = outer;
  }
  return guess;
}

const CHECKING = /valid|check|verify|ensure|assert|sanitiz|allow|guard|forbid|deny|refuse|safe/i;

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
    const textOf = (call: Call) => model.source.text.slice(call);
    const otherwise = new Set(callsIn(statement.orelse).map(textOf));
    return callsIn(statement.body).filter((call) => otherwise.has(textOf(call)));
  }
  const value = statement.kind === 'Expr' || statement.kind === 'Assign' ? withoutAwait(statement.value) : undefined;
  return value?.kind === 'Call' ? [value] : [];
}
