/** Paths on which a name is unbound because what would have bound it failed. */
import {
  ancestors,
  type Call,
  type ExceptHandler,
  type Expression,
  holds,
  isNone,
  isWithin,
  type Name,
  type Node,
  type Stmt,
  statementsBehind,
} from '#ast';
import type { DoubtId } from '#findings';
import { NEVER_FAILING } from '#knowledge/never-failing';
import { STANDARD_LIBRARY_MODULES } from '#knowledge/standard-library';
import type { Binding, Definition, SemanticModel } from '#semantics';
import { isTruthy } from '#semantics/values/folded';

type Attempt = Node & { readonly kind: 'Try' | 'TryStar' };

/**
 * The definition in the body of a `try` whose failure leads to the read: from a handler of any error or the `finally` of that `try`,
 * or from behind it where a handler goes on. Reads under a test of their own may look first, and are left out.
 */
export function failurePathTo(name: Name, { definitions }: Binding, model: SemanticModel): FailurePath | undefined {
  const valued = definitions.filter(({ kind }) => kind !== 'delete' && kind !== 'annotation');
  const [first] = valued;
  const attempts: readonly Attempt[] = first === undefined ? [] : model.context.triesAround(first.node);
  const leading = attempts.find((attempt) => isLeading(attempt, name, valued, model));
  if (first === undefined || leading === undefined) return undefined;
  return { by: first, doubt: isTakenAgain(name, leading, model) ? 'infeasible-path' : undefined };
}

export interface FailurePath {
  readonly by: Definition;
  readonly doubt: DoubtId | undefined;
}

/** What runs before the name is bound and in binding it: statements, and what `with` statements around it enter. */
function upTo(first: Definition, block: readonly Stmt[]): readonly (Stmt | Expression)[] {
  const at = block.findIndex((statement) => isWithin(first.node, statement));
  const before = block.slice(0, at);
  const last = block[at];
  if (last === undefined) return before;
  // What a loop runs comes after its name is bound.
  if (last.kind === 'For' && isWithin(first.node, last.target)) return [...before, last.iter];
  if (last.kind !== 'With' && last.kind !== 'AsyncWith') return [...before, last];
  const entered = last.items.filter(({ start }) => start <= first.node.start);
  return [...before, ...entered.map((item) => item.context_expr), ...upTo(first, last.body)];
}

/** It is bound whenever the block is run to its end: by a statement of its own, or in `with` statements alone. */
function isBoundByAll(statement: Node, block: readonly Stmt[]): boolean {
  return block.some((each) => {
    if (each.start === statement.start) return true;
    return (each.kind === 'With' || each.kind === 'AsyncWith') && isBoundByAll(statement, each.body);
  });
}

/** A `try` in the handler holds the read, and its own handler takes whatever happens there. */
const isTakenAgain = (name: Name, leading: Attempt, { context, handlers }: SemanticModel): boolean =>
  context
    .triesAround(name)
    .some(
      (each) =>
        each !== leading && isWithin(each, leading) && each.handlers.some((one) => handlers.describe(one).isBroad),
    );

function isLeading(attempt: Attempt, name: Name, valued: readonly Definition[], model: SemanticModel): boolean {
  const { body, handlers, finalbody } = attempt;
  const isIn = (block: readonly Node[], node: Node): boolean => block.some((statement) => isWithin(node, statement));
  // Bound in an inner block, the name may depend on what that block depends on.
  const [first] = valued;
  if (first === undefined || !isBoundByAll(first.statement, body) || isIn(body, name)) return false;
  if (!valued.every(({ node }) => isIn(body, node))) {
    // What no handler takes runs the `finally` and nothing of the handlers.
    const isTaken = handlers.some((each) => model.handlers.describe(each).isBroad);
    const isOfThis = valued.every(({ node }) => isIn(body, node) || isIn(handlers, node));
    if (!isOfThis || isTaken || !isIn(finalbody, name)) return false;
  }
  if (isUnderTest(name, attempt, model) || !upTo(first, body).some((node) => mayFail(node, model))) return false;
  const handler = handlers.find((each) => isWithin(name, each));
  if (handler !== undefined) return model.handlers.describe(handler).isBroad;
  return (
    isIn(finalbody, name) ||
    handlers.some((each) => goesOn(each.body, model) && !isLeftByFlag(each, attempt, name, model))
  );
}

/** Importing what Python brings along or the file itself, telling the time and logging do not fail; nor does what calls nothing. */
function mayFail(statement: Node, model: SemanticModel): boolean {
  const { names, effects } = model;
  if (statement.kind === 'Import')
    return statement.names.some(({ name }) => !isStandard(name) && name !== names.moduleName.split('.').at(-1));
  if (statement.kind === 'ImportFrom') return statement.level > 0 || !isStandard(statement.module ?? '');
  return holds(statement, (node) => {
    if (node.kind === 'Raise' || node.kind === 'Await' || node.kind === 'Subscript') return true;
    if (node.kind !== 'Call' || effects.of(node) === 'log') return false;
    return !NEVER_FAILING.has(names.qualifiedName(node.func) ?? '') && !startsTask(node, model);
  });
}

const isStandard = (module: string): boolean => STANDARD_LIBRARY_MODULES.has(module.split('.', 1)[0] ?? '');

/** Making a coroutine runs nothing of it, and in an `async def` there is a loop to put it on. */
function startsTask(call: Call, { context, types }: SemanticModel): boolean {
  const start = call.parent?.kind === 'Call' ? call.parent : call;
  const made = start.args[0];
  return (
    STARTERS.has(types.calleeName(start.func) ?? '') &&
    made?.kind === 'Call' &&
    (call === start || call === made) &&
    context.functionRun(made.func)?.kind === 'AsyncFunctionDef' &&
    context.defAround(start)?.kind === 'AsyncFunctionDef'
  );
}

const STARTERS: ReadonlySet<string> = new Set(['asyncio.create_task', 'asyncio.ensure_future']);

/** Control comes to the end of a handler. */
function goesOn(body: readonly Stmt[], model: SemanticModel): boolean {
  return model.flow.exits(body).falls && !mayNotComeBack(body, model);
}

/** The handler binds a name by which an `if` between the `try` and the read leaves: `if failure is not None: return 1`. */
function isLeftByFlag(handler: ExceptHandler, attempt: Attempt, name: Name, model: SemanticModel): boolean {
  const between = statementsBehind(attempt, attempt.parent).filter(({ end }) => end <= name.start);
  return between.some((choice, index) => {
    const flag = choice.kind === 'If' && leaves(choice.body, model) ? flagTested(choice.test) : undefined;
    const set = flag && handler.body.find((each) => each.kind === 'Assign' && isName(each.targets, flag.flag));
    if (flag === undefined || set?.kind !== 'Assign') return false;
    const rest = handler.body.slice(handler.body.indexOf(set) + 1);
    const later = [...rest, ...attempt.finalbody, ...between.slice(0, index)];
    const binds = ({ node }: Definition): boolean => later.some((each) => isWithin(node, each));
    if (model.names.resolve(flag.flag)?.definitions.some(binds) !== false) return false;
    return flag.states.includes(stateOf(set.value, handler, model));
  });
}

const isName = ([target, ...others]: readonly Expression[], { id }: Name): boolean =>
  target?.kind === 'Name' && target.id === id && others.length === 0;

/** Nothing behind the block comes next, not even behind a loop around it. */
function leaves(block: readonly Stmt[], { flow }: SemanticModel): boolean {
  const { falls, breaks, continues } = flow.exits(block);
  return !(falls || breaks || continues);
}

type State = 'true' | 'false' | 'none' | 'some' | undefined;

/** The name that a test asks, and what it has to be for the branch to run. */
function flagTested(test: Expression): { readonly flag: Name; readonly states: readonly State[] } | undefined {
  if (test.kind === 'Name') return { flag: test, states: ['true'] };
  if (test.kind === 'UnaryOp' && test.op === 'Not' && test.operand.kind === 'Name')
    return { flag: test.operand, states: ['false', 'none'] };
  if (test.kind !== 'Compare' || test.left.kind !== 'Name' || !isNone(test.comparators[0])) return undefined;
  const [op] = test.ops;
  return op === 'IsNot'
    ? { flag: test.left, states: ['true', 'false', 'some'] }
    : op === 'Is'
      ? { flag: test.left, states: ['none'] }
      : undefined;
}

function stateOf(value: Expression, handler: ExceptHandler, { values, names }: SemanticModel): State {
  if (value.kind === 'Name' && value.id === handler.name) return 'true';
  if (value.kind === 'Dict' && value.keys.some((key) => key !== undefined)) return 'true';
  const isMade = value.kind === 'Dict' || value.kind === 'JoinedStr';
  if (isMade || (value.kind === 'Call' && names.qualifiedName(value.func) === 'builtins.str')) return 'some';
  const folded = values.fold(value);
  return folded && (folded.kind === 'none' ? 'none' : isTruthy(folded) ? 'true' : 'false');
}

/** A block that ends in a call may not come back from it; logging does. */
export function mayNotComeBack(block: readonly Stmt[], model: SemanticModel): boolean {
  const last = block.at(-1);
  if (last?.kind === 'If') return mayNotComeBack(last.body, model) || mayNotComeBack(last.orelse, model);
  return last?.kind === 'Expr' && last.value.kind === 'Call' && model.effects.of(last.value) !== 'log';
}

/**
 * A branch that holds the read and not the whole `try`, by a test that may tell whether it failed; or a loop that holds the `try`, and may
 * go on until it succeeds, and not the read.
 */
function isUnderTest(name: Name, attempt: Node, model: SemanticModel): boolean {
  for (const at of ancestors(attempt)) {
    if (isWithin(name, at)) break;
    if (at.kind === 'For' || at.kind === 'AsyncFor' || at.kind === 'While') return true;
  }
  let child: Node = name;
  for (const at of ancestors(name)) {
    if (isWithin(attempt, at)) return at.kind === 'If' && child === at.test;
    if (at.kind === 'Match') return true;
    const isBranch = at.kind === 'If' || at.kind === 'While' || at.kind === 'IfExp';
    if (isBranch && child !== at.test && mayDiffer(at.test, attempt, model)) return true;
    if (at.kind === 'BoolOp' && at.values.some((each) => each.start < child.start && mayDiffer(each, attempt, model)))
      return true;
    child = at;
  }
  return false;
}

/** Plain names that nothing in the `try` binds are the same whether it failed or not. */
const mayDiffer = (test: Node, attempt: Node, { names }: SemanticModel): boolean =>
  holds(test, (node) => {
    if (node.kind !== 'Name') return node.kind === 'Attribute' || node.kind === 'Call' || node.kind === 'Subscript';
    return names.resolve(node)?.definitions.some((each) => isWithin(each.node, attempt)) !== false;
  });
