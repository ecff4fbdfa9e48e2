/** Code that shows why a name that nothing binds does no harm: it is not evaluated, or someone waits for the NameError. */
import {
  ancestors,
  type Expression,
  holds,
  type If,
  isWithin,
  type Module,
  type Name,
  type Node,
  namesIn,
  nodesOf,
  type Try,
  type With,
  walk,
} from '../../ast/index.ts';
import { memoize } from '../../collections/index.ts';
import { PYTHON2_BUILTINS } from '../../knowledge/given-names.ts';
import { memoizeByFile, memoizeInFile } from '../by-file.ts';
import type { SemanticModel } from '../model.ts';

const keepsAnnotationsAsText = memoizeByFile(({ names }: SemanticModel): boolean =>
  names.imports.some(({ module, name }) => module === '__future__' && name === 'annotations'),
);

/** Annotations that Python keeps as text or throws away, values of `type` statements, code for type checkers and branches that are off. */
export function isNeverEvaluated(node: Node, model: SemanticModel): boolean {
  if (model.context.isTypeCheckingOnly(node) || model.names.scopeAt(node).kind === 'annotation') return true;
  const isText = keepsAnnotationsAsText(model);
  let child: Node = node;
  for (const at of ancestors(node)) {
    if (isAnnotation(at, child)) return isText || (at.kind === 'AnnAssign' && isOfLocal(at, model));
    if (at.kind === 'If' && model.values.fold(at.test)?.kind === 'bool') {
      const value = model.values.fold(at.test);
      if (value?.kind === 'bool' && isIn(value.value ? at.orelse : at.body, child)) return true;
    }
    if (at.kind === 'IfExp' && child !== at.test) {
      const value = model.values.fold(at.test);
      if (value?.kind === 'bool' && child === (value.value ? at.orelse : at.body)) return true;
    }
    if (at.kind === 'TypeAlias') return true;
    child = at;
  }
  return false;
}

/** Python evaluates it where the function or class is made, up to version 3.13. */
export function isInAnnotation(name: Name): boolean {
  let child: Node = name;
  for (const at of ancestors(name)) {
    if (isAnnotation(at, child)) return true;
    child = at;
  }
  return false;
}

function isAnnotation(parent: Node, child: Node): boolean {
  switch (parent.kind) {
    case 'arg':
    case 'AnnAssign':
      return parent.annotation === child;
    case 'FunctionDef':
    case 'AsyncFunctionDef':
      return parent.returns === child;
    default:
      return false;
  }
}

/** In functions no annotation of a variable is evaluated. */
const isOfLocal = (at: Node, { context }: SemanticModel): boolean => {
  const fn = context.functionAround(at);
  const owner = context.classAround(at);
  return fn !== undefined && (owner === undefined || isWithin(fn, owner));
};

const isIn = (block: readonly Node[], child: Node): boolean => block.some((each) => each === child);

const NAME_ERRORS: readonly string[] = ['builtins.NameError', 'builtins.UnboundLocalError'];

/** A handler or `suppress` of just this error, one of any that binds the name, a test that asks whether the name is there, a test of Python's version. */
export function expectsUnbound(name: Name, model: SemanticModel): boolean {
  const { context, handlers } = model;
  const around = context.triesAround(name).flatMap((statement) => statement.handlers);
  if (around.some((handler) => handlers.describe(handler).catches.some((each) => NAME_ERRORS.includes(each))))
    return true;
  if (context.managersAround(name).some((manager) => namesNameError(manager, model))) return true;
  if (isBoundByHandler(name, model)) return true;
  return testsBefore(name, model).some((test) => textsIn(test).has(name.id) || isForPython2(test, model));
}

/** `try: seed`, `except: seed = 1`: all that is tried is whether it is there, and where it is not it is bound. */
function isBoundByHandler(name: Name, { names, handlers, flow }: SemanticModel): boolean {
  if (name.parent?.kind !== 'Expr') return false;
  let at: Node = name.parent;
  // What is around it lets each failure out.
  const isPassed = (outer: Node | undefined): outer is If | With | Try =>
    outer?.kind === 'If' ||
    outer?.kind === 'With' ||
    (outer?.kind === 'Try' && outer.handlers.every(({ body }) => flow.alwaysRaises(body)));
  while (isPassed(at.parent) && at.parent.body.length === 1) at = at.parent;
  const tried = at.parent;
  if (tried?.kind !== 'Try' || tried.body.length > 1 || tried.body[0] !== at) return false;
  const bound = names.resolve(name)?.definitions ?? [];
  return tried.handlers.some(
    (each) => handlers.describe(each).isBroad && bound.some(({ node }) => isWithin(node, each)),
  );
}

const namesNameError = (manager: Expression, { names }: SemanticModel): boolean =>
  manager.kind === 'Call' && manager.args.some((each) => NAME_ERRORS.includes(names.qualifiedName(each) ?? ''));

/** Tests of branches around a read, and what is before it in an `and` or `or`. */
function testsBefore(name: Name, { context }: SemanticModel): readonly Expression[] {
  const tests = [...context.testsAround(name)];
  let child: Node = name;
  for (const at of ancestors(name)) {
    if (at.kind === 'BoolOp') tests.push(...operandsBefore(at.values, child));
    child = at;
  }
  return tests;
}

/** Those that are evaluated last before one of them; a list of thousands is no test of a name. */
function operandsBefore<Value extends Node>(values: readonly Value[], operand: Node): readonly Value[] {
  const end = (values as readonly Node[]).indexOf(operand);
  return values.slice(Math.max(0, end - MAX_OPERANDS), Math.max(0, end));
}

const MAX_OPERANDS = 50;

/** `"name" in globals()`. All that is behind a test asks for it, as of the one below. */
const textsIn = memoize((test: Expression): ReadonlySet<string> => {
  const texts = new Set<string>();
  walk(test, (node) => {
    if (node.kind === 'Constant' && node.value.kind === 'str') texts.add(node.value.value);
  });
  return texts;
});

const isForPython2 = memoizeInFile((test: Expression, model: SemanticModel): boolean => testsForPython2(test, model));

/** `sys.version_info[0] < 3`, `six.PY2`, a name that was bound to such a test. */
function testsForPython2(test: Expression, model: SemanticModel, isValue = false): boolean {
  return holds(test, (node) => {
    if (node.kind === 'Attribute') return VERSIONS.has(model.names.qualifiedName(node) ?? '');
    if (node.kind !== 'Name' || isValue) return false;
    if (VERSIONS.has(model.names.qualifiedName(node) ?? '')) return true;
    const [only, other] = model.names.resolve(node)?.definitions ?? [];
    return only?.value !== undefined && other === undefined && testsForPython2(only.value, model, true);
  });
}

const VERSIONS: ReadonlySet<string> = new Set([
  'sys.version_info',
  'sys.version',
  'sys.hexversion',
  'platform.python_version',
  'platform.python_version_tuple',
  'six.PY2',
  'six.PY3',
  'future.utils.PY2',
  'future.utils.PY3',
]);

/** In Python 2 `[x for x in …]` leaves `x` behind, and `except KeyError, error:` binds the error for the rest of the function. */
export function isBoundInPython2(name: Name, model: SemanticModel): boolean {
  return (
    nodesOf(model.source.module, 'comprehension').some(({ target }) => namesIn(target).has(name.id)) ||
    isCaughtInPython2(name, model)
  );
}

function isCaughtInPython2(name: Name, { source: { module }, names }: SemanticModel): boolean {
  const scope = names.scopeAt(name);
  return nodesOf(module, 'ExceptHandler').some((handler) => {
    const bound = handler.type?.kind === 'Tuple' ? handler.type.elts[1] : undefined;
    return bound?.kind === 'Name' && bound.id === name.id && [scope, names.moduleScope].includes(names.scopeAt(bound));
  });
}

/** A builtin of Python 2, in a file that Python 2 may read. */
export const mayBePython2 = (name: Name, { source }: SemanticModel): boolean =>
  PYTHON2_BUILTINS.has(name.id) && isReadByPython2(source.module);

/** Whether a file shows nothing that Python 2 could not read. */
export const isReadByPython2 = (module: Module): boolean =>
  ONLY_PYTHON3.every((kind) => nodesOf(module, kind).length === 0) &&
  nodesOf(module, 'arg').every(({ annotation }) => annotation === undefined);

const ONLY_PYTHON3 = [
  'JoinedStr',
  'AsyncFunctionDef',
  'Nonlocal',
  'AnnAssign',
  'NamedExpr',
  'YieldFrom',
  'Match',
] as const;
