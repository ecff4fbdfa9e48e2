/** Functions, classes and their decorators. */
import { Field, Kind, Token } from '../../syntax/index.ts';
import type { Expression, Stmt } from '../nodes.generated.ts';
import { lowerBlock } from './blocks.ts';
import type { Lowering, LowerStatement } from './lowering.ts';
import { makeAsyncFunctionDef, makeClassDef, makeFunctionDef } from './make.generated.ts';
import { lowerParameters } from './parameters.ts';
import { lowerArguments } from './primaries.ts';
import { lowerTypeParameters } from './types.ts';

export const definitionStatements: Readonly<Record<number, LowerStatement>> = {
  [Kind.function_definition]: (lowering, node) => lowerFunction(lowering, node, []),
  [Kind.class_definition]: (lowering, node) => lowerClass(lowering, node, []),
  [Kind.decorated_definition]: lowerDecorated,
};

function lowerDecorated(lowering: Lowering, node: number): Stmt {
  const { tree } = lowering;
  const decorators: Expression[] = [];
  for (let child = lowering.firstNamed(node); child !== 0; child = lowering.nextNamed(child)) {
    if (tree.kind(child) === Kind.decorator) decorators.push(lowering.expression(lowering.firstNamed(child)));
  }
  const definition = lowering.child(node, Field.definition);
  if (definition === 0) return lowering.unparsedStatement(node);
  const lower = tree.kind(definition) === Kind.class_definition ? lowerClass : lowerFunction;
  return lower(lowering, definition, decorators);
}

function lowerFunction(lowering: Lowering, node: number, decorators: readonly Expression[]): Stmt {
  const { tree } = lowering;
  const name = lowering.child(node, Field.name);
  const parameters = lowering.child(node, Field.parameters);
  const returns = lowering.child(node, Field.return_type);
  const args = lowerParameters(lowering, parameters, tree.end(name));
  const annotation = returns === 0 ? undefined : lowering.expression(returns);
  const typeParameters = lowerTypeParameters(lowering, lowering.child(node, Field.type_parameters));
  const { body, end } = lowerBlock(lowering, lowering.child(node, Field.body), tree.end(node));
  const make = tree.kind(tree.firstChild(node)) === Token.async ? makeAsyncFunctionDef : makeFunctionDef;
  return make(
    tree.start(node),
    end,
    lowering.nameOf(name),
    args,
    body,
    decorators,
    annotation,
    typeParameters,
    tree.start(name),
  );
}

function lowerClass(lowering: Lowering, node: number, decorators: readonly Expression[]): Stmt {
  const { tree } = lowering;
  const name = lowering.child(node, Field.name);
  const superclasses = lowering.child(node, Field.superclasses);
  const { positional, keywords } =
    superclasses === 0 ? { positional: [], keywords: [] } : lowerArguments(lowering, superclasses);
  const typeParameters = lowerTypeParameters(lowering, lowering.child(node, Field.type_parameters));
  const { body, end } = lowerBlock(lowering, lowering.child(node, Field.body), tree.end(node));
  return makeClassDef(
    tree.start(node),
    end,
    lowering.nameOf(name),
    positional,
    keywords,
    body,
    decorators,
    typeParameters,
    tree.start(name),
  );
}
