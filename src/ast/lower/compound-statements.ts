/** Statements with blocks: if, loops, with, try. */
import { Field, Kind, Token } from '../../syntax/index.ts';
import type { ExceptHandler, Expression, Stmt, Withitem } from '../nodes.generated.ts';
import { type Block, blockOf, lowerBlock } from './blocks.ts';
import { withContext } from './contexts.ts';
import type { Lowering, LowerStatement } from './lowering.ts';
import {
  makeAsyncFor,
  makeAsyncWith,
  makeExceptHandler,
  makeFor,
  makeIf,
  makeTry,
  makeTryStar,
  makeTuple,
  makeWhile,
  makeWith,
  makeWithitem,
} from './make.generated.ts';

export const compoundStatements: Readonly<Record<number, LowerStatement>> = {
  [Kind.if_statement]: lowerIf,
  [Kind.for_statement]: lowerFor,
  [Kind.while_statement]: lowerWhile,
  [Kind.with_statement]: lowerWith,
  [Kind.try_statement]: lowerTry,
};

/** What is before the colon is not trusted when some of it could not be read. */
export function lowerHeader(lowering: Lowering, statement: number, expression: number): Expression {
  const { tree } = lowering;
  if (expression === 0) return lowering.unparsedSpan(tree.start(statement), tree.start(statement));
  return lowering.isBroken(statement) ? lowering.unparsed(expression) : lowering.expression(expression);
}

/**
 * What is behind so many branches is not read: each `elif` is a level for anyone who asks what is around, or goes down. CPython
 * compiles less than three thousand, and from 3.13 on less than six; people write a hundred.
 */
const MAX_BRANCHES = 1_000;

/** From the last `elif` up, so that a chain of any length costs no stack. */
function lowerIf(lowering: Lowering, node: number): Stmt {
  const { tree } = lowering;
  const clauses: number[] = [node];
  let otherwise = 0;
  for (let child = tree.firstChild(node); child !== 0; child = tree.nextSibling(child)) {
    if (tree.kind(child) === Kind.elif_clause) clauses.push(child);
    if (tree.kind(child) === Kind.else_clause) otherwise = child;
  }
  const cut = clauses.length > MAX_BRANCHES ? clauses.splice(MAX_BRANCHES)[0] : undefined;
  const lowered = clauses.map((clause) => ({
    start: tree.start(clause),
    test: lowerHeader(lowering, clause, lowering.child(clause, Field.condition)),
    block: lowerBlock(lowering, lowering.child(clause, Field.consequence), tree.end(clause)),
  }));
  let orelse: readonly Stmt[] = [];
  let end = lowered.at(-1)?.block.end ?? tree.end(node);
  if (cut !== undefined) {
    end = tree.end(node);
    orelse = [lowering.tooDeep(tree.start(cut), end)];
  } else if (otherwise !== 0) ({ body: orelse, end } = lowerElse(lowering, otherwise, end));
  let result: Stmt | undefined;
  for (const { start, test, block } of lowered.reverse()) {
    result = makeIf(start, end, test, block.body, orelse);
    orelse = [result];
  }
  return result ?? lowering.unparsedStatement(node);
}

function lowerFor(lowering: Lowering, node: number): Stmt {
  const { tree } = lowering;
  const make = tree.kind(tree.firstChild(node)) === Token.async ? makeAsyncFor : makeFor;
  const target = withContext(lowerHeader(lowering, node, lowering.child(node, Field.left)), 'Store');
  const iter = lowerHeader(lowering, node, lowering.child(node, Field.right));
  const { body, end } = lowerBlock(lowering, lowering.child(node, Field.body), tree.end(node));
  const otherwise = lowerElse(lowering, lowering.childOfKind(node, Kind.else_clause), end);
  return make(tree.start(node), otherwise.end, target, iter, body, otherwise.body);
}

function lowerWhile(lowering: Lowering, node: number): Stmt {
  const { tree } = lowering;
  const test = lowerHeader(lowering, node, lowering.child(node, Field.condition));
  const { body, end } = lowerBlock(lowering, lowering.child(node, Field.body), tree.end(node));
  const otherwise = lowerElse(lowering, lowering.childOfKind(node, Kind.else_clause), end);
  return makeWhile(tree.start(node), otherwise.end, test, body, otherwise.body);
}

function lowerElse(lowering: Lowering, clause: number, end: number): Block {
  return lowerBlock(lowering, clause === 0 ? 0 : blockOf(lowering, clause), end);
}

function lowerWith(lowering: Lowering, node: number): Stmt {
  const { tree } = lowering;
  const make = tree.kind(tree.firstChild(node)) === Token.async ? makeAsyncWith : makeWith;
  const items = lowerWithItems(lowering, node, lowering.childOfKind(node, Kind.with_clause));
  const { body, end } = lowerBlock(lowering, lowering.child(node, Field.body), tree.end(node));
  return make(tree.start(node), end, items, body);
}

/** `with (a, b):` has two items, but `with (a, *b):` and `with (a, b := c):` enter a tuple. */
function lowerWithItems(lowering: Lowering, statement: number, clause: number): Withitem[] {
  const { tree } = lowering;
  const values: number[] = [];
  for (let item = lowering.firstNamed(clause); item !== 0; item = lowering.nextNamed(item)) {
    values.push(lowering.child(item, Field.value));
  }
  const [only] = values;
  if (values.length === 1 && only !== undefined && tree.kind(only) === Kind.tuple)
    values.splice(0, 1, ...splitTuple(lowering, only));
  if (!values.some((value) => isOnlyInTuples(lowering, value))) {
    return values.map((value) => lowerWithItem(lowering, statement, value));
  }
  const start = tree.start(clause);
  const end = tree.end(clause);
  const elements = values.map((value) => lowerHeader(lowering, statement, value));
  return [makeWithitem(start, end, makeTuple(start, end, elements, 'Load'), undefined)];
}

/** `with (a,):` is a tuple to the grammar and one item to Python. */
function splitTuple(lowering: Lowering, tuple: number): number[] {
  const elements: number[] = [];
  for (let child = lowering.firstNamed(tuple); child !== 0; child = lowering.nextNamed(child)) elements.push(child);
  const isItems = elements.length > 0 && !elements.some((element) => isOnlyInTuples(lowering, element));
  return isItems ? elements : [tuple];
}

/** What Python allows between brackets but not as an item of its own. */
function isOnlyInTuples(lowering: Lowering, value: number): boolean {
  const kind = lowering.tree.kind(value);
  return (
    kind === Kind.named_expression ||
    kind === Kind.yield ||
    lowering.content.startsWith('*', lowering.tree.start(value))
  );
}

function lowerWithItem(lowering: Lowering, statement: number, item: number): Withitem {
  const { tree } = lowering;
  const start = tree.start(item);
  const end = tree.end(item);
  const value = lowering.withoutParentheses(item);
  if (tree.kind(value) !== Kind.as_pattern || lowering.isBroken(statement)) {
    return makeWithitem(start, end, lowerHeader(lowering, statement, item), undefined);
  }
  const context = lowering.expression(lowering.firstNamed(value));
  const target = lowering.firstNamed(lowering.child(value, Field.alias));
  return makeWithitem(start, end, context, withContext(lowering.expression(target), 'Store'));
}

function lowerTry(lowering: Lowering, node: number): Stmt {
  const { tree } = lowering;
  const block = lowerBlock(lowering, lowering.child(node, Field.body), tree.end(node));
  let { end } = block;
  let make: typeof makeTry | typeof makeTryStar = makeTry;
  const handlers: ExceptHandler[] = [];
  let orelse: readonly Stmt[] = [];
  let finalbody: readonly Stmt[] = [];
  for (let child = lowering.firstNamed(node); child !== 0; child = lowering.nextNamed(child)) {
    switch (tree.kind(child)) {
      case Kind.except_clause: {
        if (lowering.childOfKind(child, Token['*']) !== 0) make = makeTryStar;
        const handler = lowerHandler(lowering, child);
        handlers.push(handler);
        end = handler.end;
        break;
      }
      case Kind.else_clause:
        ({ body: orelse, end } = lowerElse(lowering, child, end));
        break;
      case Kind.finally_clause:
        ({ body: finalbody, end } = lowerElse(lowering, child, end));
        break;
      default:
        break;
    }
  }
  return make(tree.start(node), end, block.body, handlers, orelse, finalbody);
}

function lowerHandler(lowering: Lowering, clause: number): ExceptHandler {
  const { tree } = lowering;
  const values: number[] = [];
  for (let child = tree.firstChild(clause); child !== 0; child = tree.nextSibling(child)) {
    if (tree.field(child) === Field.value) values.push(child);
  }
  const { type, name } = lowerCaught(lowering, clause, values);
  const { body, end } = lowerBlock(lowering, blockOf(lowering, clause), tree.end(clause));
  return makeExceptHandler(tree.start(clause), end, type, name, body);
}

interface Caught {
  readonly type: Expression | undefined;
  readonly name: string | undefined;
}

/** `except A, B:` is a tuple since Python 3.14 (PEP 758); before Python 3 it named the exception, which we do not guess. */
function lowerCaught(lowering: Lowering, clause: number, values: readonly number[]): Caught {
  const { tree } = lowering;
  const [first] = values;
  if (first === undefined) return { type: undefined, name: undefined };
  if (values.length > 1) {
    const end = tree.end(values.at(-1) ?? first);
    if (lowering.isBroken(clause)) return { type: lowering.unparsedSpan(tree.start(first), end), name: undefined };
    const elements = values.map((value) => lowering.expression(value));
    return { type: makeTuple(tree.start(first), end, elements, 'Load'), name: undefined };
  }
  if (tree.kind(first) !== Kind.as_pattern || lowering.isBroken(clause)) {
    const alias = lowering.child(clause, Field.alias);
    const name = alias === 0 ? undefined : lowering.nameOf(alias);
    return { type: lowerHeader(lowering, clause, first), name };
  }
  const type = lowering.expression(lowering.firstNamed(first));
  return { type, name: lowering.nameOf(lowering.child(first, Field.alias)) };
}
