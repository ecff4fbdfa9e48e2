/** Lists, tuples, sets, dictionaries, comprehensions, and the targets that look like them. */
import { Field, Kind, Token } from '../../syntax/index.ts';
import type { Comprehension, Expression } from '../nodes.generated.ts';
import { withContext } from './contexts.ts';
import type { LowerExpression, Lowering } from './lowering.ts';
import {
  makeComprehension,
  makeDict,
  makeDictComp,
  makeGeneratorExp,
  makeList,
  makeListComp,
  makeSet,
  makeSetComp,
  makeTuple,
} from './make.generated.ts';

export const collectionExpressions: Readonly<Record<number, LowerExpression>> = {
  [Kind.list]: (lowering, node) =>
    makeList(lowering.tree.start(node), lowering.tree.end(node), lowerElements(lowering, node), 'Load'),
  [Kind.list_pattern]: (lowering, node) =>
    makeList(lowering.tree.start(node), lowering.tree.end(node), lowerElements(lowering, node), 'Load'),
  [Kind.set]: (lowering, node) =>
    makeSet(lowering.tree.start(node), lowering.tree.end(node), lowerElements(lowering, node)),
  [Kind.tuple]: lowerTuple,
  [Kind.expression_list]: lowerTuple,
  [Kind.pattern_list]: lowerTuple,
  [Kind.tuple_pattern]: lowerTuplePattern,
  [Kind.dictionary]: lowerDictionary,
  [Kind.list_comprehension]: lowerListComprehension,
  [Kind.set_comprehension]: lowerSetComprehension,
  [Kind.generator_expression]: lowerGenerator,
  [Kind.dictionary_comprehension]: lowerDictionaryComprehension,
};

/** The elements between the brackets. */
export function lowerElements(lowering: Lowering, node: number): Expression[] {
  const elements: Expression[] = [];
  for (let child = lowering.firstNamed(node); child !== 0; child = lowering.nextNamed(child)) {
    elements.push(lowering.expression(child));
  }
  return elements;
}

function lowerTuple(lowering: Lowering, node: number): Expression {
  return makeTuple(lowering.tree.start(node), lowering.tree.end(node), lowerElements(lowering, node), 'Load');
}

/** `(a) = 1` is a tuple pattern to the grammar; without a comma Python sees only parentheses. */
function lowerTuplePattern(lowering: Lowering, node: number): Expression {
  const only = lowering.firstNamed(node);
  const isTuple = only === 0 || lowering.childOfKind(node, Token[',']) !== 0;
  return isTuple ? lowerTuple(lowering, node) : lowering.expression(only);
}

function lowerDictionary(lowering: Lowering, node: number): Expression {
  const { tree } = lowering;
  const keys: (Expression | undefined)[] = [];
  const values: Expression[] = [];
  for (let child = lowering.firstNamed(node); child !== 0; child = lowering.nextNamed(child)) {
    const isPair = tree.kind(child) === Kind.pair;
    keys.push(isPair ? lowering.expression(lowering.child(child, Field.key)) : undefined);
    values.push(lowering.expression(isPair ? lowering.child(child, Field.value) : lowering.firstNamed(child)));
  }
  return makeDict(tree.start(node), tree.end(node), keys, values);
}

function lowerListComprehension(lowering: Lowering, node: number): Expression {
  const element = lowering.expression(lowering.child(node, Field.body));
  return makeListComp(lowering.tree.start(node), lowering.tree.end(node), element, lowerClauses(lowering, node));
}

function lowerSetComprehension(lowering: Lowering, node: number): Expression {
  const element = lowering.expression(lowering.child(node, Field.body));
  return makeSetComp(lowering.tree.start(node), lowering.tree.end(node), element, lowerClauses(lowering, node));
}

function lowerGenerator(lowering: Lowering, node: number): Expression {
  const element = lowering.expression(lowering.child(node, Field.body));
  return makeGeneratorExp(lowering.tree.start(node), lowering.tree.end(node), element, lowerClauses(lowering, node));
}

function lowerDictionaryComprehension(lowering: Lowering, node: number): Expression {
  const pair = lowering.child(node, Field.body);
  const key = lowering.expression(lowering.child(pair, Field.key));
  const value = lowering.expression(lowering.child(pair, Field.value));
  return makeDictComp(lowering.tree.start(node), lowering.tree.end(node), key, value, lowerClauses(lowering, node));
}

function lowerClauses(lowering: Lowering, node: number): Comprehension[] {
  const { tree } = lowering;
  const clauses: Comprehension[] = [];
  let child = lowering.childOfKind(node, Kind.for_in_clause);
  while (child !== 0) {
    const loop = child;
    const ifs: Expression[] = [];
    let end = tree.end(loop);
    child = lowering.nextNamed(loop);
    for (; tree.kind(child) === Kind.if_clause && child !== 0; child = lowering.nextNamed(child)) {
      ifs.push(lowering.expression(lowering.firstNamed(child)));
      end = tree.end(child);
    }
    clauses.push(lowerClause(lowering, loop, ifs, end));
  }
  return clauses;
}

function lowerClause(lowering: Lowering, loop: number, ifs: Expression[], end: number): Comprehension {
  const { tree } = lowering;
  const isAsync = tree.kind(tree.firstChild(loop)) === Token.async ? 1 : 0;
  const target = withContext(lowering.expression(lowering.child(loop, Field.left)), 'Store');
  const right = lowering.child(loop, Field.right);
  // Python 2: `[x for x in 1, 2]`.
  const isList = lowering.childOfKind(loop, Token[',']) !== 0;
  const iter = isList ? lowering.unparsedSpan(tree.start(right), tree.end(loop)) : lowering.expression(right);
  return makeComprehension(tree.start(loop), end, target, iter, ifs, isAsync);
}
