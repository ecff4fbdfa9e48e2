/** The grammar lets `^` bind closer than `&`, Python the other way round: chains that mix them are nested anew. */
import { Field, Kind, Token } from '../../syntax/index.ts';
import type { Expression, Operator } from '../nodes.generated.ts';
import type { Lowering } from './lowering.ts';
import { makeBinOp } from './make.generated.ts';
import { behindStar, starOutside } from './stars.ts';

interface Operand {
  /** Of the concrete node, parentheses included. */
  readonly start: number;
  readonly end: number;
  readonly value: Expression;
}

/** True for the outermost `&` of a chain that also holds `^`. `outer` is the operation that `node` is the left side of. */
export function mixesBitwise(lowering: Lowering, node: number, outer: number | undefined): boolean {
  if (operatorOf(lowering, node) !== Token['&']) return false;
  if (outer !== undefined && operatorOf(lowering, outer) === Token['&']) return false;
  return flatten(lowering, node).operators.includes(Token['^']);
}

/** A chain of `&` and `^` as Python nests it. */
export function lowerBitwise(lowering: Lowering, node: number): Expression {
  const { operands, operators } = flatten(lowering, node);
  const terms = operands.map((operand): Operand => {
    const { tree } = lowering;
    return { start: tree.start(operand), end: tree.end(operand), value: lowering.expression(operand) };
  });
  const [first, ...rest] = terms;
  if (first === undefined) return lowering.unparsed(node);
  const star = first.value;
  if (star.kind !== 'Starred') return nest(first, rest, operators);
  const inner = { start: behindStar(lowering.content, star), end: first.end, value: star.value };
  return starOutside(lowering.content, star, nest(inner, rest, operators));
}

function nest(first: Operand, rest: readonly Operand[], operators: readonly number[]): Expression {
  let outer: Operand | undefined;
  let inner = first;
  rest.forEach((term, i) => {
    if (operators[i] === Token['&']) inner = combine(inner, 'BitAnd', term);
    else {
      outer = outer === undefined ? inner : combine(outer, 'BitXor', inner);
      inner = term;
    }
  });
  return (outer === undefined ? inner : combine(outer, 'BitXor', inner)).value;
}

function combine(left: Operand, operator: Operator, right: Operand): Operand {
  const value = makeBinOp(left.start, right.end, left.value, operator, right.value);
  return { start: left.start, end: right.end, value };
}

interface Chain {
  readonly operands: readonly number[];
  readonly operators: readonly number[];
}

/** Operands and operators in source order, of what no parentheses hold together. */
function flatten(lowering: Lowering, root: number): Chain {
  const { tree } = lowering;
  const operands: number[] = [];
  const operators: number[] = [];
  const pending: number[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const operator = operatorOf(lowering, node);
    if ((operator === Token['&'] || operator === Token['^']) && !lowering.isBroken(node)) {
      const token = lowering.child(node, Field.operator);
      pending.push(lowering.child(node, Field.right), token, tree.firstChild(node));
    } else if (tree.isNamed(node)) operands.push(node);
    else operators.push(tree.kind(node));
  }
  return { operands, operators };
}

/** The kind of the operator of a binary operation, 0 for anything else. */
function operatorOf(lowering: Lowering, node: number): number {
  if (lowering.tree.kind(node) !== Kind.binary_operator) return 0;
  return lowering.tree.kind(lowering.child(node, Field.operator));
}
