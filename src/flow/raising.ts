import { forEachChild, type Name, type Node } from '../ast/index.ts';
import { evaluatedIn } from './evaluated.ts';

/** Nodes that do nothing but name or hold values. */
const QUIET: ReadonlySet<Node['kind']> = new Set<Node['kind']>([
  'Break',
  'Constant',
  'Continue',
  'Global',
  'Lambda',
  'Nonlocal',
  'Pass',
]);

/** Nodes that raise only where what they hold does. */
const CARRIERS: ReadonlySet<Node['kind']> = new Set<Node['kind']>([
  'AnnAssign',
  'BoolOp',
  'Expr',
  'IfExp',
  'List',
  'NamedExpr',
  'Return',
  'keyword',
  'Tuple',
]);

/** Whether evaluating a point may raise: any call, attribute, operator or import may fail, and the names that `isMissing` says. */
export function mayRaise(node: Node, isMissing: (name: Name) => boolean): boolean {
  const mayFail = (child: Node): boolean => mayRaise(child, isMissing);
  switch (node.kind) {
    case 'Name':
      return node.ctx === 'Load' && isMissing(node);
    case 'UnaryOp':
      return node.op !== 'Not' || mayFail(node.operand);
    case 'Compare':
      return node.ops.some((op) => op !== 'Is' && op !== 'IsNot') || [node.left, ...node.comparators].some(mayFail);
    case 'FunctionDef':
    case 'AsyncFunctionDef':
    case 'ExceptHandler':
      return evaluatedIn(node).some(mayFail);
    case 'Raise': {
      // Making an exception is taken to succeed.
      const made = node.exc?.kind === 'Call' ? [...node.exc.args, ...node.exc.keywords] : [node.exc];
      return [...made, node.cause].some((each) => each !== undefined && mayFail(each));
    }
    case 'Assign':
      return node.targets.some(({ kind }) => kind !== 'Name') || mayFail(node.value);
    default:
      return !QUIET.has(node.kind) && (!CARRIERS.has(node.kind) || someChild(node, mayFail));
  }
}

/** Whether the code waits there, or hands control to whoever drives it: an exception may arrive from outside. */
export function suspends(node: Node): boolean {
  switch (node.kind) {
    case 'Await':
    case 'Yield':
    case 'YieldFrom':
      return true;
    case 'FunctionDef':
    case 'AsyncFunctionDef':
    case 'ClassDef':
    case 'ExceptHandler':
    case 'Lambda':
    case 'match_case':
      return evaluatedIn(node).some(suspends);
    default:
      return someChild(node, suspends);
  }
}

function someChild(node: Node, test: (child: Node) => boolean): boolean {
  let is = false;
  forEachChild(node, (child) => {
    is ||= test(child);
  });
  return is;
}
