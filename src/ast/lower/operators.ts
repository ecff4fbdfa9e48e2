/** Operators: binary, unary, boolean, comparisons, conditional expressions, walrus, await. */
import { Field, Kind, Token } from '../../syntax/index.ts';
import type { Cmpop, Expression, Operator, Unaryop } from '../nodes.generated.ts';
import { lowerBitwise } from './bitwise.ts';
import { withContext } from './contexts.ts';
import type { ExtendExpression, LowerExpression, Lowering } from './lowering.ts';
import {
  type Mutable,
  makeAwait,
  makeBinOp,
  makeBoolOp,
  makeCompare,
  makeIfExp,
  makeNamedExpr,
  makeStarred,
  makeUnaryOp,
} from './make.generated.ts';
import { starOutside } from './stars.ts';

export const operatorExpressions: Readonly<Record<number, LowerExpression>> = {
  [Kind.binary_operator]: lowerBitwise,
  [Kind.unary_operator]: lowerUnary,
  [Kind.not_operator]: lowerNot,
  [Kind.boolean_operator]: lowerBoolean,
  [Kind.comparison_operator]: lowerComparison,
  [Kind.conditional_expression]: lowerConditional,
  [Kind.named_expression]: lowerNamed,
  [Kind.await]: lowerAwait,
};

export const operatorExtensions: Readonly<Record<number, ExtendExpression>> = {
  [Kind.binary_operator]: extendBinary,
};

const BINARY_OPERATORS: Readonly<Record<number, Operator>> = {
  [Token['+']]: 'Add',
  [Token['-']]: 'Sub',
  [Token['*']]: 'Mult',
  [Token['@']]: 'MatMult',
  [Token['/']]: 'Div',
  [Token['%']]: 'Mod',
  [Token['**']]: 'Pow',
  [Token['<<']]: 'LShift',
  [Token['>>']]: 'RShift',
  [Token['|']]: 'BitOr',
  [Token['^']]: 'BitXor',
  [Token['&']]: 'BitAnd',
  [Token['//']]: 'FloorDiv',
};

const UNARY_OPERATORS: Readonly<Record<number, Unaryop>> = {
  [Token['+']]: 'UAdd',
  [Token['-']]: 'USub',
  [Token['~']]: 'Invert',
};

const COMPARISONS: Readonly<Record<number, Cmpop>> = {
  [Token['==']]: 'Eq',
  [Token['!=']]: 'NotEq',
  [Token['<']]: 'Lt',
  [Token['<=']]: 'LtE',
  [Token['>']]: 'Gt',
  [Token['>=']]: 'GtE',
  [Token.is]: 'Is',
  [Token['is not']]: 'IsNot',
  [Token.in]: 'In',
  [Token['not in']]: 'NotIn',
};

function extendBinary(lowering: Lowering, node: number, left: Expression): Expression {
  const { tree } = lowering;
  const operator = BINARY_OPERATORS[tree.kind(lowering.child(node, Field.operator))];
  const right = lowering.child(node, Field.right);
  if (operator === undefined || right === 0) return lowering.unparsed(node);
  return makeBinOp(tree.start(node), tree.end(node), left, operator, lowering.expression(right));
}

function lowerUnary(lowering: Lowering, node: number): Expression {
  const { tree } = lowering;
  const operator = UNARY_OPERATORS[tree.kind(tree.firstChild(node))];
  const operand = lowering.child(node, Field.argument);
  if (operator === undefined || operand === 0) return lowering.unparsed(node);
  // The parser was shown a plus (`withoutLeadingStars`).
  if (lowering.content[tree.start(node)] === '*')
    return makeStarred(tree.start(node), tree.end(node), lowering.expression(operand), 'Load');
  return makeUnaryOp(tree.start(node), tree.end(node), operator, lowering.expression(operand));
}

function lowerNot(lowering: Lowering, node: number): Expression {
  const operand = lowering.child(node, Field.argument);
  if (operand === 0) return lowering.unparsed(node);
  return makeUnaryOp(lowering.tree.start(node), lowering.tree.end(node), 'Not', lowering.expression(operand));
}

/** The grammar nests `a and b and c` to the left, one node per operator; Python has one BoolOp. */
function lowerBoolean(lowering: Lowering, node: number): Expression {
  const { tree } = lowering;
  const operator = tree.kind(lowering.child(node, Field.operator));
  const operands: number[] = [];
  let at = node;
  while (
    tree.kind(at) === Kind.boolean_operator &&
    tree.kind(lowering.child(at, Field.operator)) === operator &&
    !lowering.isBroken(at)
  ) {
    operands.push(lowering.child(at, Field.right));
    at = tree.firstChild(at);
  }
  operands.push(at);
  const [first, ...rest] = operands.reverse().map((operand) => lowering.expression(operand));
  if (first === undefined) return lowering.unparsed(node);
  const op = operator === Token.and ? 'And' : 'Or';
  return starred(lowering, first, (left) => makeBoolOp(tree.start(node), tree.end(node), op, [left, ...rest]));
}

function lowerComparison(lowering: Lowering, node: number): Expression {
  const { tree } = lowering;
  const left = tree.firstChild(node);
  const ops: Cmpop[] = [];
  const comparators: Expression[] = [];
  for (let child = tree.nextSibling(left); child !== 0; child = tree.nextSibling(child)) {
    if (tree.field(child) !== Field.operators) {
      comparators.push(lowering.expression(child));
      continue;
    }
    const operator = COMPARISONS[tree.kind(child)];
    if (operator === undefined) return lowering.unparsed(node);
    ops.push(operator);
  }
  return starred(lowering, lowering.expression(left), (first) =>
    makeCompare(tree.start(node), tree.end(node), first, ops, comparators),
  );
}

function lowerConditional(lowering: Lowering, node: number): Expression {
  const { tree } = lowering;
  const body = lowering.firstNamed(node);
  const test = lowering.nextNamed(body);
  const orelse = lowering.nextNamed(test);
  const condition = lowering.expression(test);
  const otherwise = lowering.expression(orelse);
  const make = (value: Expression): Expression =>
    makeIfExp(tree.start(node), tree.end(node), condition, value, otherwise);
  return tree.kind(body) === Kind.named_expression
    ? walrusOutside(lowering, body, tree.end(node), make)
    : starred(lowering, lowering.expression(body), make);
}

/** The grammar reads `x := a if b else c` as `(x := a) if b else c`, Python as `x := (a if b else c)`. */
function walrusOutside(
  lowering: Lowering,
  named: number,
  end: number,
  make: (value: Expression) => Mutable<Expression>,
): Expression {
  const { tree } = lowering;
  const name = lowering.child(named, Field.name);
  const value = lowering.child(named, Field.value);
  const whole = make(lowering.expression(value));
  whole.start = tree.start(value);
  return makeNamedExpr(tree.start(named), end, withContext(lowering.expression(name), 'Store'), whole);
}

/** The grammar binds the star of `*a or b` to `a`, Python to all of it. */
function starred(lowering: Lowering, first: Expression, make: (first: Expression) => Expression): Expression {
  return first.kind === 'Starred' ? starOutside(lowering.content, first, make(first.value)) : make(first);
}

function lowerNamed(lowering: Lowering, node: number): Expression {
  const { tree } = lowering;
  const target = withContext(lowering.expression(lowering.child(node, Field.name)), 'Store');
  const value = lowering.expression(lowering.child(node, Field.value));
  return makeNamedExpr(tree.start(node), tree.end(node), target, value);
}

/** The grammar reads `await x ** 2` as `await (x ** 2)`; Python binds `await` closer. */
function lowerAwait(lowering: Lowering, node: number): Expression {
  const { tree } = lowering;
  const start = tree.start(node);
  const operand = lowering.firstNamed(node);
  const operator = tree.kind(operand) === Kind.binary_operator ? lowering.child(operand, Field.operator) : 0;
  if (tree.kind(operator) !== Token['**'] || operator === 0 || lowering.isBroken(operand)) {
    return makeAwait(start, tree.end(node), lowering.expression(operand));
  }
  const base = tree.firstChild(operand);
  const awaited = makeAwait(start, tree.end(base), lowering.expression(base));
  return makeBinOp(start, tree.end(node), awaited, 'Pow', lowering.expression(lowering.child(operand, Field.right)));
}
