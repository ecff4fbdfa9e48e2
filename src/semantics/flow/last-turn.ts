/** Attempts that are counted: `for attempt in range(attempts)`, whose last turn gives something or raises. */
import { defaultOf, type Expression, type For, holds, namesIn, numberConstant, type Stmt } from '../../ast/index.ts';
import type { SemanticModel } from '../model.ts';

/** Whether the loop has a turn, and its last one always leaves the function. */
export function leavesInLastTurn({ target, iter, body }: For, model: SemanticModel): boolean {
  const isRange = iter.kind === 'Call' && model.names.qualifiedName(iter.func) === 'builtins.range';
  const [one, two, ...others] = isRange && iter.keywords.length === 0 ? iter.args : [];
  if (target.kind !== 'Name' || one === undefined || others.length > 0) return false;
  const first = two === undefined ? 0 : numberConstant(one);
  const end = two ?? one;
  const ends = leastOf(end, model);
  const fixed = namesIn(target, end);
  const isChanged = body.some((each) =>
    holds(each, (node) => node.kind === 'Name' && node.ctx === 'Store' && fixed.has(node.id)),
  );
  if (isChanged || first === undefined || ends === undefined || ends <= first) return false;
  return leaves(body, { turn: target.id, end, model });
}

/** What counts the turns, and what it stays below. */
interface LastTurn {
  readonly turn: string;
  readonly end: Expression;
  readonly model: SemanticModel;
}

function leaves(body: readonly Stmt[], last: LastTurn): boolean {
  for (const each of body) {
    const blocks = blocksOf(each, last);
    const { falls, breaks, continues } = last.model.flow.exits([each]);
    if (blocks === undefined ? !(falls || breaks || continues) : blocks.every((block) => leaves(block, last)))
      return true;
    if (blocks === undefined ? breaks || continues : blocks.some((block) => goesOn(block, last))) return false;
  }
  return false;
}

/** Whether a block may go to the next turn, of which there is none, or behind the loop. */
const goesOn = (body: readonly Stmt[], last: LastTurn): boolean =>
  body.some((each) => {
    const { breaks, continues } = last.model.flow.exits([each]);
    return (breaks || continues) && (blocksOf(each, last)?.some((block) => goesOn(block, last)) ?? true);
  });

/** Those that the last turn may go through, one of them; undefined of what is no branch. */
function blocksOf(statement: Stmt, last: LastTurn): readonly (readonly Stmt[])[] | undefined {
  if (statement.kind === 'Try' && statement.finalbody.length === 0)
    return [[...statement.body, ...statement.orelse], ...statement.handlers.map(({ body }) => body)];
  if (statement.kind !== 'If') return undefined;
  const { test, body, orelse } = statement;
  const isTrue = inLastTurn(test, last);
  return isTrue === undefined ? [body, orelse] : [isTrue ? body : orelse];
}

/** What a test says in the last turn; undefined where that is not known. */
function inLastTurn(test: Expression, last: LastTurn): boolean | undefined {
  if (test.kind === 'UnaryOp' && test.op === 'Not') {
    const inner = inLastTurn(test.operand, last);
    return inner === undefined ? undefined : !inner;
  }
  if (test.kind === 'BoolOp') {
    const decides = test.op === 'Or';
    const parts = test.values.map((each) => inLastTurn(each, last));
    if (parts.includes(decides)) return decides;
    return parts.includes(undefined) ? undefined : !decides;
  }
  if (test.kind !== 'Compare' || test.ops.length !== 1) return undefined;
  const [one, other] = [test.left, test.comparators[0]].map((each) => each && distanceToEnd(each, last));
  const compare = COMPARED.get(test.ops[0] ?? 'In');
  return one === undefined || other === undefined ? undefined : compare?.(one - other);
}

const COMPARED: ReadonlyMap<string, (difference: number) => boolean> = new Map([
  ['Lt', (difference) => difference < 0],
  ['LtE', (difference) => difference <= 0],
  ['Gt', (difference) => difference > 0],
  ['GtE', (difference) => difference >= 0],
  ['Eq', (difference) => difference === 0],
  ['NotEq', (difference) => difference !== 0],
]);

/** By how much it is more than what the turns stay below: -1 of the last turn itself. */
function distanceToEnd(value: Expression, last: LastTurn): number | undefined {
  const { turn, end, model } = last;
  if (value.kind === 'Name' && value.id === turn) return -1;
  const text = (each: Expression): string => model.source.text.slice(each);
  if (text(value) === text(end)) return 0;
  const more = end.kind === 'BinOp' && end.op === 'Add' ? numberConstant(end.right) : undefined;
  if (more !== undefined && end.kind === 'BinOp' && text(value) === text(end.left)) return -more;
  const step =
    value.kind === 'BinOp' && (value.op === 'Add' || value.op === 'Sub') ? numberConstant(value.right) : undefined;
  if (step !== undefined && value.kind === 'BinOp') {
    const from = distanceToEnd(value.left, last);
    return from === undefined ? undefined : from + (value.op === 'Add' ? step : -step);
  }
  const [own, whole] = [model.values.number(value), model.values.number(end)];
  return own === undefined || whole === undefined ? undefined : own - whole;
}

/** A number, by its constant or by the default of a parameter. */
function leastOf(value: Expression, model: SemanticModel): number | undefined {
  const more = value.kind === 'BinOp' && value.op === 'Add' ? numberConstant(value.right) : undefined;
  if (more !== undefined && value.kind === 'BinOp') {
    const from = leastOf(value.left, model);
    return from === undefined ? undefined : from + more;
  }
  const number = model.values.number(value);
  if (number !== undefined || value.kind !== 'Name') return number;
  const parameter = model.names.parameterOf(value);
  const otherwise = parameter === undefined ? undefined : defaultOf(parameter);
  return otherwise === undefined ? undefined : numberConstant(otherwise);
}
