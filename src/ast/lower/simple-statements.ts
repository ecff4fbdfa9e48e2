/** Statements of one line: expressions, assignments, return, raise, del, assert, global, type aliases. */
import { Field, Kind, Token } from '../../syntax/index.ts';
import type { Expression, Operator, Stmt } from '../nodes.generated.ts';
import { lowerElements } from './collections.ts';
import { withContext } from './contexts.ts';
import type { Lowering, LowerStatement } from './lowering.ts';
import {
  type Mutable,
  makeAnnAssign,
  makeAssert,
  makeAssign,
  makeAugAssign,
  makeBinOp,
  makeBreak,
  makeCall,
  makeContinue,
  makeDelete,
  makeExpr,
  makeGlobal,
  makeName,
  makeNonlocal,
  makePass,
  makeRaise,
  makeReturn,
  makeSubscript,
  makeTuple,
  makeTypeAlias,
} from './make.generated.ts';
import { lowerTypeParameters } from './types.ts';

export const simpleStatements: Readonly<Record<number, LowerStatement>> = {
  [Kind.expression_statement]: whole(lowerExpressionStatement),
  [Kind.return_statement]: whole(lowerReturn),
  [Kind.delete_statement]: whole(lowerDelete),
  [Kind.raise_statement]: whole(lowerRaise),
  [Kind.assert_statement]: whole(lowerAssert),
  [Kind.global_statement]: whole((lowering, node) =>
    makeGlobal(lowering.tree.start(node), lowering.tree.end(node), namesIn(lowering, node)),
  ),
  [Kind.nonlocal_statement]: whole((lowering, node) =>
    makeNonlocal(lowering.tree.start(node), lowering.tree.end(node), namesIn(lowering, node)),
  ),
  [Kind.type_alias_statement]: whole(lowerTypeAlias),
  [Kind.pass_statement]: (lowering, node) => makePass(lowering.tree.start(node), lowering.tree.end(node)),
  [Kind.break_statement]: (lowering, node) => makeBreak(lowering.tree.start(node), lowering.tree.end(node)),
  [Kind.continue_statement]: (lowering, node) => makeContinue(lowering.tree.start(node), lowering.tree.end(node)),
  [Kind.print_statement]: whole(lowerPrint),
  [Kind.exec_statement]: (lowering, node) => lowering.unparsedStatement(node),
};

const AUGMENTED: Readonly<Record<number, Operator>> = {
  [Token['+=']]: 'Add',
  [Token['-=']]: 'Sub',
  [Token['*=']]: 'Mult',
  [Token['/=']]: 'Div',
  [Token['@=']]: 'MatMult',
  [Token['//=']]: 'FloorDiv',
  [Token['%=']]: 'Mod',
  [Token['**=']]: 'Pow',
  [Token['>>=']]: 'RShift',
  [Token['<<=']]: 'LShift',
  [Token['&=']]: 'BitAnd',
  [Token['^=']]: 'BitXor',
  [Token['|=']]: 'BitOr',
};

/** A statement of one line that could be read only in part is not read at all. */
function whole(lower: LowerStatement): LowerStatement {
  return (lowering, node) => (lowering.isBroken(node) ? lowering.unparsedStatement(node) : lower(lowering, node));
}

function lowerExpressionStatement(lowering: Lowering, node: number): Stmt {
  const { tree } = lowering;
  const first = lowering.firstNamed(node);
  if (tree.kind(first) === Kind.assignment) return lowerAssignment(lowering, node, first);
  if (tree.kind(first) === Kind.augmented_assignment) return lowerAugmented(lowering, node, first);
  if (tree.nextSibling(first) === 0)
    return makeExpr(lowering.tree.start(node), lowering.tree.end(node), lowering.expression(first));
  const elements: Expression[] = [];
  for (let child = first; child !== 0; child = lowering.nextNamed(child)) elements.push(lowering.expression(child));
  return makeExpr(
    lowering.tree.start(node),
    lowering.tree.end(node),
    makeTuple(lowering.tree.start(node), lowering.tree.end(node), elements, 'Load'),
  );
}

function lowerAssignment(lowering: Lowering, node: number, assignment: number): Stmt {
  const { tree } = lowering;
  if (lowering.child(assignment, Field.type) !== 0) return lowerAnnotated(lowering, node, assignment);
  const targets: Expression[] = [];
  let right = assignment;
  while (tree.kind(right) === Kind.assignment) {
    if (lowering.child(right, Field.type) !== 0) return lowering.unparsedStatement(node);
    targets.push(withContext(lowering.expression(lowering.child(right, Field.left)), 'Store'));
    right = lowering.child(right, Field.right);
  }
  if (right === 0 || tree.kind(right) === Kind.augmented_assignment) return lowering.unparsedStatement(node);
  return makeAssign(lowering.tree.start(node), lowering.tree.end(node), targets, lowering.expression(right));
}

function lowerAnnotated(lowering: Lowering, node: number, assignment: number): Stmt {
  const left = lowering.child(assignment, Field.left);
  const right = lowering.child(assignment, Field.right);
  const rightKind = lowering.tree.kind(right);
  if (rightKind === Kind.assignment || rightKind === Kind.augmented_assignment) return lowering.unparsedStatement(node);
  const target = withContext(lowering.expression(left), 'Store');
  const annotation = lowering.expression(lowering.child(assignment, Field.type));
  const isSimple = lowering.tree.kind(left) === Kind.identifier;
  const value = right === 0 ? undefined : lowering.expression(right);
  return makeAnnAssign(lowering.tree.start(node), lowering.tree.end(node), target, annotation, value, isSimple ? 1 : 0);
}

function lowerAugmented(lowering: Lowering, node: number, assignment: number): Stmt {
  const operator = AUGMENTED[lowering.tree.kind(lowering.child(assignment, Field.operator))];
  const right = lowering.child(assignment, Field.right);
  const rightKind = lowering.tree.kind(right);
  if (operator === undefined || rightKind === Kind.assignment || rightKind === Kind.augmented_assignment) {
    return lowering.unparsedStatement(node);
  }
  const target = withContext(lowering.expression(lowering.child(assignment, Field.left)), 'Store');
  return makeAugAssign(
    lowering.tree.start(node),
    lowering.tree.end(node),
    target,
    operator,
    lowering.expression(right),
  );
}

function lowerReturn(lowering: Lowering, node: number): Stmt {
  const value = lowering.firstNamed(node);
  return makeReturn(
    lowering.tree.start(node),
    lowering.tree.end(node),
    value === 0 ? undefined : lowering.expression(value),
  );
}

function lowerDelete(lowering: Lowering, node: number): Stmt {
  const list = lowering.firstNamed(node);
  const targets: Expression[] = [];
  const first = lowering.tree.kind(list) === Kind.expression_list ? lowering.firstNamed(list) : list;
  for (let child = first; child !== 0; child = lowering.nextNamed(child)) {
    targets.push(withContext(lowering.expression(child), 'Del'));
  }
  return makeDelete(lowering.tree.start(node), lowering.tree.end(node), targets);
}

function lowerRaise(lowering: Lowering, node: number): Stmt {
  const { tree } = lowering;
  const cause = lowering.child(node, Field.cause);
  const first = lowering.firstNamed(node);
  // Python 2: `raise Error, "text"`.
  if (tree.kind(first) === Kind.expression_list) return lowering.unparsedStatement(node);
  const exc = first === 0 || first === cause ? undefined : lowering.expression(first);
  return makeRaise(
    lowering.tree.start(node),
    lowering.tree.end(node),
    exc,
    cause === 0 ? undefined : lowering.expression(cause),
  );
}

function lowerAssert(lowering: Lowering, node: number): Stmt {
  const test = lowering.firstNamed(node);
  const message = lowering.nextNamed(test);
  if (message !== 0 && lowering.nextNamed(message) !== 0) return lowering.unparsedStatement(node);
  const msg = message === 0 ? undefined : lowering.expression(message);
  return makeAssert(lowering.tree.start(node), lowering.tree.end(node), lowering.expression(test), msg);
}

function namesIn(lowering: Lowering, node: number): string[] {
  const names: string[] = [];
  for (let child = lowering.firstNamed(node); child !== 0; child = lowering.nextNamed(child)) {
    names.push(lowering.nameOf(child));
  }
  return names;
}

function lowerTypeAlias(lowering: Lowering, node: number): Stmt {
  const { tree } = lowering;
  const left = lowering.firstNamed(lowering.child(node, Field.left));
  const isGeneric = tree.kind(left) === Kind.generic_type;
  const name = isGeneric ? lowering.firstNamed(left) : left;
  if (tree.kind(name) !== Kind.identifier) return lowerTypeCall(lowering, node, left);
  const target = makeName(tree.start(name), tree.end(name), lowering.nameOf(name), 'Store');
  const parameters = isGeneric ? lowerTypeParameters(lowering, lowering.nextNamed(name)) : [];
  const value = lowering.expression(lowering.child(node, Field.right));
  return makeTypeAlias(lowering.tree.start(node), lowering.tree.end(node), target, parameters, value);
}

/** `type(x).y = z`: the grammar takes every line that begins with `type` and has a `=` for a type alias. */
function lowerTypeCall(lowering: Lowering, node: number, left: number): Stmt {
  const { tree } = lowering;
  const chain: number[] = [];
  let base = left;
  for (; lowering.isExtension(base) && !lowering.isBroken(base); base = tree.firstChild(base)) chain.push(base);
  const keyword = tree.firstChild(node);
  const type = makeName(tree.start(keyword), tree.end(keyword), 'type', 'Load');
  let target = lowerOnType(lowering, base, type);
  if (target === undefined) return lowering.unparsedStatement(node);
  for (let link = chain.pop(); link !== undefined; link = chain.pop()) {
    target = startingAt(type.start, lowering.extend(link, target));
  }
  const value = lowering.expression(lowering.child(node, Field.right));
  return makeAssign(lowering.tree.start(node), lowering.tree.end(node), [withContext(target, 'Store')], value);
}

/** `type(x)` or `type[x]`, of which the grammar saw only the brackets. */
function lowerOnType(lowering: Lowering, brackets: number, type: Expression): Expression | undefined {
  const end = lowering.tree.end(brackets);
  switch (lowering.tree.kind(brackets)) {
    case Kind.parenthesized_expression:
    case Kind.generator_expression:
      return makeCall(type.start, end, type, [lowering.expression(brackets)], []);
    case Kind.tuple:
      return makeCall(type.start, end, type, lowerElements(lowering, brackets), []);
    case Kind.list: {
      const [index, ...more] = lowerElements(lowering, brackets);
      return index === undefined || more.length > 0 ? undefined : makeSubscript(type.start, end, type, index, 'Load');
    }
    default:
      return undefined;
  }
}

/** For the grammar, what extends the call began after the word `type`. */
function startingAt(start: number, expression: Mutable<Expression>): Expression {
  expression.start = start;
  return expression;
}

/** `print >>file, x` is Python 2 to the grammar and a tuple to Python 3; every other print statement is only Python 2. */
function lowerPrint(lowering: Lowering, node: number): Stmt {
  const { tree } = lowering;
  const print = tree.firstChild(node);
  const chevron = lowering.childOfKind(node, Kind.chevron);
  if (chevron === 0) return lowering.unparsedStatement(node);
  const name = makeName(tree.start(print), tree.end(print), 'print', 'Load');
  const file = lowering.expression(lowering.firstNamed(chevron));
  const shift = makeBinOp(tree.start(node), tree.end(chevron), name, 'RShift', file);
  if (tree.nextSibling(chevron) === 0) return makeExpr(lowering.tree.start(node), lowering.tree.end(node), shift);
  const elements: Expression[] = [shift];
  for (let child = lowering.nextNamed(chevron); child !== 0; child = lowering.nextNamed(child)) {
    elements.push(lowering.expression(child));
  }
  return makeExpr(
    lowering.tree.start(node),
    lowering.tree.end(node),
    makeTuple(lowering.tree.start(node), lowering.tree.end(node), elements, 'Load'),
  );
}
