/** Values that a function binds the first time it is asked: what is shared, the test for absence, and the function. */
import {
  type Assign,
  type AsyncFunctionDef,
  ancestors,
  blocksOf,
  type ClassDef,
  type Expression,
  type FunctionDef,
  isWithin,
  type Name,
  type Node,
  type Stmt,
} from '../../ast/index.ts';
import { callsOfFunction } from '../../semantics/context/function-mentions.ts';
import type { SemanticModel } from '../../semantics/index.ts';
import type { Span } from '../../text/index.ts';
import { ambientOf } from '../state/cache-inputs.ts';

export interface FirstUse {
  /** `_bus`, `cls._instance`, `_by_name[name]`. */
  readonly target: Expression;
  readonly assignment: Assign;
  /** The test that finds it absent; `x = x or …` is its own. */
  readonly test: Expression;
  readonly fn: FunctionDef | AsyncFunctionDef;
  /** The class whose object has it, where it is one for all only if the object is. */
  readonly owner?: ClassDef;
}

/** The first use that an assignment is, when its target is one for all callers: of the module, or of a class. */
export function findFirstUse(assignment: Assign, model: SemanticModel): FirstUse | undefined {
  const use = findAnyFirstUse(assignment, model);
  return use?.owner === undefined ? use : undefined;
}

/** `findFirstUse`, or what an object binds in an attribute of its own, or in a table that it keeps. */
export function findAnyFirstUse(assignment: Assign, model: SemanticModel): FirstUse | undefined {
  const [target, second] = assignment.targets;
  const fn = model.context.defAround(assignment);
  if (target === undefined || second !== undefined || fn === undefined) return undefined;
  const owner = isShared(target, fn, model) ? undefined : ownerOf(target, fn, model);
  if (owner === undefined && !isShared(target, fn, model)) return undefined;
  const test = findAbsenceTest(target, assignment, fn, model) ?? testOfCallers(target, fn, model);
  return test === undefined ? undefined : { target, assignment, test, fn, ...(owner && { owner }) };
}

/** The class of `self.pool` and `self._pipes[name]` in a method that does not make the object. */
function ownerOf(target: Expression, fn: FunctionDef | AsyncFunctionDef, model: SemanticModel): ClassDef | undefined {
  const kept = target.kind === 'Subscript' ? target.value : target;
  if (kept.kind !== 'Attribute' || kept.value.kind !== 'Name' || model.state.runsInCreation(fn)) return undefined;
  const first = fn.args.posonlyargs[0] ?? fn.args.args[0];
  return first !== undefined && model.names.parameterOf(kept.value) === first
    ? model.context.classOfMethod(fn)
    : undefined;
}

/** The code that runs only while the value is absent. */
export function makingSpan({ test, assignment, fn }: FirstUse): Span {
  const branch = test.parent;
  if (branch?.kind !== 'If' || branch.test !== test) return assignment;
  const block = blocksOf(branch).find((statements) => statements.some((each) => isWithin(assignment, each)));
  const first = block?.at(0);
  const last = block?.at(-1);
  // `if x is not None: return x` leaves all that follows to the making.
  if (first === undefined || last === undefined) return { start: branch.end, end: fn.end };
  return { start: first.start, end: last.end };
}

/** The function gives the value back; one that returns nothing is meant to run once. */
export function returnsValue({ fn, target }: FirstUse, { flow, source }: SemanticModel): boolean {
  const kept = source.text.slice(target);
  return flow.returnValues(fn).some((value) => value !== undefined && source.text.slice(value) === kept);
}

/** The class that `cls` or `Class` means. */
export function classNamed(
  owner: Expression,
  fn: FunctionDef | AsyncFunctionDef,
  model: SemanticModel,
): ClassDef | undefined {
  if (owner.kind !== 'Name') return undefined;
  const named = model.names.definitionOf(owner);
  if (named?.kind === 'ClassDef') return named;
  const isFirst = model.names.parameterOf(owner) === (fn.args.posonlyargs[0] ?? fn.args.args[0]);
  const takesClass = fn.name === '__new__' || model.names.decoratorNames(fn).includes('builtins.classmethod');
  return isFirst && takesClass ? model.context.classOfMethod(fn) : undefined;
}

/** A name of the module, a key of its table, or an attribute of a class or function: one for all threads. */
function isShared(target: Expression, fn: FunctionDef | AsyncFunctionDef, model: SemanticModel): boolean {
  const { names } = model;
  if (target.kind === 'Name') return names.resolve(target)?.scope === names.moduleScope;
  if (target.kind === 'Subscript') return target.value.kind === 'Name' && isOfModule(target.value, model);
  if (target.kind !== 'Attribute') return false;
  return classNamed(target.value, fn, model) !== undefined || isFunctionOfModule(target.value, model);
}

/** A name of the module, or a local for what hangs on one: `state = current_app.extensions["bus"]`, though not on the request. */
function isOfModule(name: Name, model: SemanticModel): boolean {
  if (model.names.resolve(name)?.scope === model.names.moduleScope) return true;
  let at = model.flow.whole(name);
  while (at.kind === 'Attribute' || at.kind === 'Subscript') {
    if (ambientOf(at, model) !== undefined) return false;
    at = at.value;
  }
  if (at.kind !== 'Name' || ambientOf(at, model) !== undefined) return false;
  return model.names.resolve(at)?.scope === model.names.moduleScope;
}

function isFunctionOfModule(owner: Expression, { names }: SemanticModel): boolean {
  const kind = owner.kind === 'Name' ? names.definitionOf(owner)?.kind : undefined;
  if (owner.kind !== 'Name' || (kind !== 'FunctionDef' && kind !== 'AsyncFunctionDef')) return false;
  return names.resolve(owner)?.scope === names.moduleScope;
}

/** `if x is None:` around the binding, `if x is not None: return x` before it, or `x = x or …`. */
function findAbsenceTest(
  target: Expression,
  assignment: Assign,
  fn: FunctionDef | AsyncFunctionDef,
  model: SemanticModel,
): Expression | undefined {
  const { value } = assignment;
  const subject = model.source.text.slice(target);
  if (value.kind === 'BoolOp' && value.op === 'Or' && isText(value.values[0], subject, model)) return value;
  if (value.kind === 'IfExp' && absence(value.test, subject, model) !== undefined) return value.test;
  for (const node of ancestors(assignment)) {
    if (node === fn) break;
    if (node.kind !== 'If') continue;
    const isInBody = node.body.some((statement) => isWithin(assignment, statement));
    const subjects = isInBody ? [subject, ...flagsBeside(target, node.body, model)] : [subject];
    if (subjects.some((each) => absence(node.test, each, model) === (isInBody ? 'absent' : 'present')))
      return node.test;
  }
  return readBefore(assignment, fn, subject, model);
}

/** `if x is not None: return x` before it, or `try: return table[key]` that it is the `except KeyError` of. */
function readBefore(at: Node, fn: FunctionDef | AsyncFunctionDef, subject: string, model: SemanticModel) {
  const before = fn.body.find(
    (statement) =>
      statement.kind === 'If' &&
      statement.end <= at.start &&
      absence(statement.test, subject, model) === 'present' &&
      statement.body.at(-1)?.kind === 'Return',
  );
  if (before?.kind === 'If') return before.test;
  const handler = [...ancestors(at)].find(({ kind }) => kind === 'ExceptHandler');
  const tried = handler?.parent?.kind === 'Try' ? handler.parent.body : [];
  const [read] = tried.flatMap((statement) =>
    (statement.kind === 'Return' || statement.kind === 'Assign') && statement.value !== undefined
      ? statement.value
      : [],
  );
  return read !== undefined && model.source.text.slice(read) === subject ? read : undefined;
}

/** `if x is None: load()` wherever the function is called. */
function testOfCallers(
  target: Expression,
  fn: FunctionDef | AsyncFunctionDef,
  model: SemanticModel,
): Expression | undefined {
  const subject = model.source.text.slice(target);
  const tests = callsOfFunction(model, fn).map((call) => {
    for (const node of ancestors(call)) {
      if (node.kind !== 'If' || !node.body.some((statement) => isWithin(call, statement))) continue;
      if (absence(node.test, subject, model) === 'absent') return node.test;
    }
    const caller = model.context.defAround(call);
    return caller && readBefore(call, caller, subject, model);
  });
  return tests.every((each) => each !== undefined) ? tests[0] : undefined;
}

/** `cls._ready = True` beside `cls.producer = …`: what else of the same object the block binds. */
function flagsBeside(target: Expression, block: readonly Stmt[], model: SemanticModel): readonly string[] {
  const text = (node: Node): string => model.source.text.slice(node);
  if (target.kind !== 'Attribute') return [];
  return block.flatMap((statement) => {
    const [bound] = statement.kind === 'Assign' ? statement.targets : [];
    return bound?.kind === 'Attribute' && text(bound.value) === text(target.value) ? [text(bound)] : [];
  });
}

/** What a test says of `subject` where it holds. */
function absence(test: Expression, subject: string, model: SemanticModel): 'absent' | 'present' | undefined {
  const found = <S extends 'absent' | 'present'>(parts: readonly Expression[], says: S): S | undefined =>
    parts.some((each) => absence(each, subject, model) === says) ? says : undefined;
  if (isText(test, subject, model)) return 'present';
  // `if pool is None and URL:` runs only while it is absent, `if token and not expired:` only while it is there.
  if (test.kind === 'BoolOp' && test.op === 'And') return found(test.values, 'absent') ?? found(test.values, 'present');
  // `if pool is None or pool.closed:` runs when it is absent, or no use any more.
  if (test.kind === 'BoolOp' && test.op === 'Or')
    return test.values[0] && absence(test.values[0], subject, model) === 'absent' ? 'absent' : undefined;
  if (test.kind === 'UnaryOp' && test.op === 'Not') {
    const inner = absence(test.operand, subject, model);
    return inner === undefined ? undefined : inner === 'absent' ? 'present' : 'absent';
  }
  const text = (node: Node): string => model.source.text.slice(node);
  if (test.kind === 'Call' && model.names.qualifiedName(test.func) === 'builtins.hasattr') {
    const [object, attribute] = test.args;
    const name = attribute === undefined ? undefined : model.values.string(attribute);
    return object !== undefined && `${text(object)}.${name}` === subject ? 'present' : undefined;
  }
  const [right] = test.kind === 'Compare' ? test.comparators : [];
  if (test.kind !== 'Compare' || right === undefined || test.ops.length !== 1) return undefined;
  const [op] = test.ops;
  if (op === 'In' || op === 'NotIn') {
    const isKept = `${text(right)}[${text(test.left)}]` === subject;
    return isKept ? (op === 'In' ? 'present' : 'absent') : undefined;
  }
  if (!isText(test.left, subject, model) || right.kind !== 'Constant' || right.value.kind !== 'none') return undefined;
  return op === 'Is' || op === 'Eq' ? 'absent' : op === 'IsNot' || op === 'NotEq' ? 'present' : undefined;
}

/** Itself, or a local that was read from it: `pipe = self._pipes.get(name)`. */
function isText(expression: Expression | undefined, subject: string, model: SemanticModel): boolean {
  if (expression === undefined) return false;
  if (model.source.text.slice(expression) === subject) return true;
  if (expression.kind !== 'Name') return false;
  const [definition, other] = model.flow.reachingDefinitions(expression);
  const value = other === undefined ? definition?.value : undefined;
  if (value === undefined) return false;
  const text = (node: Node): string => model.source.text.slice(node);
  if (value.kind !== 'Call' || value.func.kind !== 'Attribute' || value.func.attr !== 'get')
    return text(value) === subject;
  const [key] = value.args;
  return key !== undefined && `${text(value.func.value)}[${text(key)}]` === subject;
}
