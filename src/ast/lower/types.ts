/** What the grammar reads differently inside annotations: the same expressions under other names. */
import { Kind, Token } from '../../syntax/index.ts';
import type { Expression, TypeParam } from '../nodes.generated.ts';
import type { LowerExpression, Lowering } from './lowering.ts';
import {
  makeAttribute,
  makeBinOp,
  makeName,
  makeParamSpec,
  makeSlice,
  makeStarred,
  makeSubscript,
  makeTuple,
  makeTypeVar,
  makeTypeVarTuple,
} from './make.generated.ts';
import { starOutside } from './stars.ts';

export const typeExpressions: Readonly<Record<number, LowerExpression>> = {
  [Kind.type]: (lowering, node) => lowering.expression(lowering.firstNamed(node)),
  [Kind.generic_type]: lowerGeneric,
  [Kind.union_type]: lowerUnion,
  [Kind.member_type]: lowerMember,
  [Kind.splat_type]: lowerSplat,
  [Kind.constrained_type]: lowerConstrained,
};

/** The type parameters between the brackets of a definition; 0 for none. */
export function lowerTypeParameters(lowering: Lowering, list: number): TypeParam[] {
  const parameters: TypeParam[] = [];
  // A list that could be read in part would give wrong names.
  if (list === 0 || lowering.isBroken(list)) return parameters;
  for (let child = lowering.firstNamed(list); child !== 0; child = lowering.nextNamed(child)) {
    const fallback = defaultBehind(lowering, child);
    const parameter = lowerTypeParameter(lowering, lowering.firstNamed(child), fallback);
    if (parameter !== undefined) parameters.push(parameter);
    if (fallback !== 0) child = fallback;
  }
  return parameters;
}

/** The parser was shown a comma for the `=` of a default (`withoutTypeParameterDefaults`); 0 for none. */
function defaultBehind(lowering: Lowering, parameter: number): number {
  const next = lowering.nextNamed(parameter);
  if (next === 0) return 0;
  const comma = lowering.tree.nextSibling(parameter);
  return lowering.content[lowering.tree.start(comma)] === '=' ? next : 0;
}

function lowerTypeParameter(lowering: Lowering, node: number, fallback: number): TypeParam | undefined {
  const { tree } = lowering;
  const start = tree.start(node);
  const value = fallback === 0 ? undefined : lowering.expression(fallback);
  const end = value === undefined ? tree.end(node) : tree.end(fallback);
  switch (tree.kind(node)) {
    case Kind.identifier:
      return makeTypeVar(start, end, lowering.nameOf(node), undefined, value);
    case Kind.constrained_type: {
      const name = lowering.firstNamed(node);
      return makeTypeVar(start, end, lowering.nameOf(name), lowering.expression(lowering.nextNamed(name)), value);
    }
    case Kind.splat_type: {
      const name = lowering.nameOf(lowering.firstNamed(node));
      const isTuple = tree.kind(tree.firstChild(node)) === Token['*'];
      return isTuple ? makeTypeVarTuple(start, end, name, value) : makeParamSpec(start, end, name, value);
    }
    default:
      lowering.gaps.push({ start, end });
      return undefined;
  }
}

function lowerGeneric(lowering: Lowering, node: number): Expression {
  const { tree } = lowering;
  const name = lowering.firstNamed(node);
  const value = makeName(tree.start(name), tree.end(name), lowering.nameOf(name), 'Load');
  const list = lowering.nextNamed(name);
  const first = lowering.firstNamed(list);
  let isTuple = false;
  let end = 0;
  const elements: Expression[] = [];
  for (let child = first; child !== 0; child = tree.nextSibling(child)) {
    if (tree.kind(child) === Token[']']) break;
    end = tree.end(child);
    if (tree.kind(child) === Token[',']) isTuple = true;
    else elements.push(lowering.expression(child));
  }
  const [single] = elements;
  if (single === undefined) return lowering.unparsed(node);
  const isStarred = isTuple || single.kind === 'Starred';
  const index = isStarred ? makeTuple(tree.start(first), end, elements, 'Load') : single;
  return makeSubscript(tree.start(node), tree.end(node), value, index, 'Load');
}

/** The grammar nests `List[int] | A | B` to the right or not at all; Python to the left. */
function lowerUnion(lowering: Lowering, node: number): Expression {
  const { tree } = lowering;
  const operands = unionOperands(lowering, node);
  if (operands.some((operand) => BINDS_LOOSER.has(tree.kind(operand)))) return lowering.unparsed(node);
  const [first = node, ...rest] = operands;
  const start = tree.start(first);
  return rest.reduce<Expression>(
    (left, operand) => makeBinOp(start, tree.end(operand), left, 'BitOr', lowering.expression(operand)),
    lowering.expression(first),
  );
}

/** `List[int] | a or b`, which no one writes: `|` binds closer than the grammar thinks. */
const BINDS_LOOSER: ReadonlySet<number> = new Set([
  Kind.comparison_operator,
  Kind.boolean_operator,
  Kind.not_operator,
  Kind.conditional_expression,
  Kind.named_expression,
  Kind.lambda,
]);

function unionOperands(lowering: Lowering, root: number): number[] {
  const { tree } = lowering;
  const operands: number[] = [];
  const pending: number[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const kind = tree.kind(node);
    const isUnion = kind === Kind.union_type && !lowering.isBroken(node);
    if (kind === Kind.type) pending.push(lowering.firstNamed(node));
    else if (isUnion || (kind === Kind.binary_operator && isOr(lowering, node))) {
      const left = lowering.firstNamed(node);
      pending.push(lowering.nextNamed(left), left);
    } else operands.push(node);
  }
  return operands;
}

function isOr(lowering: Lowering, node: number): boolean {
  const { tree } = lowering;
  return tree.kind(tree.nextSibling(tree.firstChild(node))) === Token['|'] && !lowering.isBroken(node);
}

function lowerMember(lowering: Lowering, node: number): Expression {
  const { tree } = lowering;
  const first = lowering.firstNamed(node);
  const name = lowering.nameOf(lowering.nextNamed(first));
  const value = lowering.expression(first);
  if (value.kind !== 'Starred') return makeAttribute(tree.start(node), tree.end(node), value, name, 'Load');
  return starOutside(
    lowering.content,
    value,
    makeAttribute(tree.start(node), tree.end(node), value.value, name, 'Load'),
  );
}

function lowerSplat(lowering: Lowering, node: number): Expression {
  const { tree } = lowering;
  if (tree.kind(tree.firstChild(node)) !== Token['*']) return lowering.unparsed(node);
  return makeStarred(tree.start(node), tree.end(node), lowering.expression(lowering.firstNamed(node)), 'Load');
}

/** Outside type parameters `a: b` can only be a slice: `x: Grid[0:10]`. */
function lowerConstrained(lowering: Lowering, node: number): Expression {
  const lower = lowering.firstNamed(node);
  const upper = lowering.expression(lowering.nextNamed(lower));
  return makeSlice(lowering.tree.start(node), lowering.tree.end(node), lowering.expression(lower), upper, undefined);
}
