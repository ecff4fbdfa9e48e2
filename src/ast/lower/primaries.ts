/** Names, attributes, calls, subscripts, slices, starred, yield, lambda and the constants that are keywords. */
import { Field, Kind, Token } from '../../syntax/index.ts';
import type { Expression, Keyword } from '../nodes.generated.ts';
import type { ExtendExpression, LowerExpression, Lowering } from './lowering.ts';
import {
  makeAttribute,
  makeCall,
  makeConstant,
  makeKeyword,
  makeLambda,
  makeName,
  makeSlice,
  makeStarred,
  makeSubscript,
  makeTuple,
  makeYield,
  makeYieldFrom,
} from './make.generated.ts';
import { lowerParameters } from './parameters.ts';

export const primaryExpressions: Readonly<Record<number, LowerExpression>> = {
  [Kind.identifier]: lowerName,
  [Kind.true]: (lowering, node) => keywordConstant(lowering, node, { kind: 'bool', value: true }),
  [Kind.false]: (lowering, node) => keywordConstant(lowering, node, { kind: 'bool', value: false }),
  [Kind.none]: (lowering, node) => keywordConstant(lowering, node, { kind: 'none' }),
  [Kind.ellipsis]: (lowering, node) => keywordConstant(lowering, node, { kind: 'ellipsis' }),
  [Kind.slice]: lowerSlice,
  [Kind.list_splat]: lowerStarred,
  [Kind.list_splat_pattern]: lowerStarred,
  [Kind.yield]: lowerYield,
  [Kind.lambda]: lowerLambda,
};

export const primaryExtensions: Readonly<Record<number, ExtendExpression>> = {
  [Kind.attribute]: extendAttribute,
  [Kind.call]: extendCall,
  [Kind.subscript]: extendSubscript,
};

export interface LoweredArguments {
  readonly positional: readonly Expression[];
  readonly keywords: readonly Keyword[];
}

/** The arguments of a call or the bases and keywords of a class. */
export function lowerArguments(lowering: Lowering, list: number): LoweredArguments {
  const positional: Expression[] = [];
  const keywords: Keyword[] = [];
  for (let child = lowering.firstNamed(list); child !== 0; child = lowering.nextNamed(child)) {
    const kind = lowering.tree.kind(child);
    if (kind === Kind.keyword_argument) keywords.push(lowerKeyword(lowering, child));
    else if (kind === Kind.dictionary_splat) keywords.push(lowerDoubleStarred(lowering, child));
    else positional.push(lowering.expression(child));
  }
  return { positional, keywords };
}

function lowerName(lowering: Lowering, node: number): Expression {
  return makeName(lowering.tree.start(node), lowering.tree.end(node), lowering.nameOf(node), 'Load');
}

function keywordConstant(lowering: Lowering, node: number, value: Parameters<typeof makeConstant>[2]): Expression {
  return makeConstant(lowering.tree.start(node), lowering.tree.end(node), value, undefined);
}

function extendAttribute(lowering: Lowering, node: number, left: Expression): Expression {
  const { tree } = lowering;
  const name = lowering.nameOf(lowering.child(node, Field.attribute));
  return makeAttribute(tree.start(node), tree.end(node), left, name, 'Load');
}

function extendCall(lowering: Lowering, node: number, left: Expression): Expression {
  const { tree } = lowering;
  const list = lowering.child(node, Field.arguments);
  if (tree.kind(list) === Kind.generator_expression) {
    return makeCall(tree.start(node), tree.end(node), left, [lowering.expression(list)], []);
  }
  const { positional, keywords } = lowerArguments(lowering, list);
  return makeCall(tree.start(node), tree.end(node), left, positional, keywords);
}

function lowerKeyword(lowering: Lowering, node: number): Keyword {
  const { tree } = lowering;
  const name = lowering.nameOf(lowering.child(node, Field.name));
  const value = lowering.expression(lowering.child(node, Field.value));
  return makeKeyword(tree.start(node), tree.end(node), name, value);
}

function lowerDoubleStarred(lowering: Lowering, node: number): Keyword {
  const value = lowering.expression(lowering.firstNamed(node));
  return makeKeyword(lowering.tree.start(node), lowering.tree.end(node), undefined, value);
}

function extendSubscript(lowering: Lowering, node: number, left: Expression): Expression {
  const { tree } = lowering;
  const first = lowering.child(node, Field.subscript);
  let isTuple = false;
  let end = 0;
  const elements: Expression[] = [];
  for (let child = first; child !== 0; child = tree.nextSibling(child)) {
    const kind = tree.kind(child);
    if (kind === Token[']']) break;
    end = tree.end(child);
    if (kind === Token[',']) isTuple = true;
    else elements.push(lowering.expression(child));
  }
  const [single] = elements;
  if (single === undefined) return lowering.unparsed(node);
  const isStarred = isTuple || single.kind === 'Starred';
  const index = isStarred ? makeTuple(tree.start(first), end, elements, 'Load') : single;
  return makeSubscript(tree.start(node), tree.end(node), left, index, 'Load');
}

function lowerSlice(lowering: Lowering, node: number): Expression {
  const { tree } = lowering;
  const parts: (Expression | undefined)[] = [undefined, undefined, undefined];
  let position = 0;
  for (let child = tree.firstChild(node); child !== 0; child = tree.nextSibling(child)) {
    if (tree.kind(child) === Token[':']) position++;
    else parts[position] = lowering.expression(child);
  }
  return makeSlice(tree.start(node), tree.end(node), parts[0], parts[1], parts[2]);
}

function lowerStarred(lowering: Lowering, node: number): Expression {
  const value = lowering.expression(lowering.firstNamed(node));
  return makeStarred(lowering.tree.start(node), lowering.tree.end(node), value, 'Load');
}

function lowerYield(lowering: Lowering, node: number): Expression {
  const { tree } = lowering;
  const value = lowering.firstNamed(node);
  if (value === 0) return makeYield(tree.start(node), tree.end(node), undefined);
  const isFrom = lowering.childOfKind(node, Token.from) !== 0;
  const make = isFrom ? makeYieldFrom : makeYield;
  return make(tree.start(node), tree.end(node), lowering.expression(value));
}

function lowerLambda(lowering: Lowering, node: number): Expression {
  const { tree } = lowering;
  const parameters = lowering.child(node, Field.parameters);
  const args = lowerParameters(lowering, parameters, tree.start(node) + 'lambda'.length);
  return makeLambda(tree.start(node), tree.end(node), args, lowering.expression(lowering.child(node, Field.body)));
}
