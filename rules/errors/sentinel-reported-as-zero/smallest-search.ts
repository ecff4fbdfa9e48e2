/** Searches for the smallest value, which start at the largest number there is, and the tests for having found nothing. */
import { type Compare, type Expression, mentions, type Name, type Node, nameOfPlace, stringConstant } from '#ast';
import type { SemanticModel } from '#semantics';

export interface EmptySearchTest {
  readonly name: Name;
  /** The test holds when nothing was found: the name still has its first value. */
  readonly holdsWhenEmpty: boolean;
}

/** `best == inf`, `best < inf`, `math.isinf(best)`, `not math.isfinite(best)`. */
export function emptySearchTested(test: Expression, model: SemanticModel): EmptySearchTest | undefined {
  if (test.kind === 'UnaryOp' && test.op === 'Not') {
    const inner = emptySearchTested(test.operand, model);
    return inner === undefined ? undefined : { ...inner, holdsWhenEmpty: !inner.holdsWhenEmpty };
  }
  if (test.kind === 'Compare') return compared(test, model);
  const tested = test.kind === 'Call' ? nameOfPlace(test.func) : undefined;
  if (test.kind !== 'Call' || (tested !== 'isinf' && tested !== 'isfinite')) return undefined;
  const [name] = test.args;
  const isOfNumbers = /^(?:math|numpy)\./.test(model.names.qualifiedName(test.func) ?? '');
  return name?.kind === 'Name' && isOfNumbers ? { name, holdsWhenEmpty: tested === 'isinf' } : undefined;
}

function compared({ left, ops, comparators }: Compare, model: SemanticModel): EmptySearchTest | undefined {
  const [op] = ops;
  const [right] = comparators;
  if (op === undefined || right === undefined || comparators.length > 1) return undefined;
  const [name, other, isTurned] = left.kind === 'Name' ? [left, right, false] : [right, left, true];
  if (name.kind !== 'Name' || !isLargestNumber(other, model)) return undefined;
  if (op === 'Eq' || op === 'Is' || op === (isTurned ? 'LtE' : 'GtE')) return { name, holdsWhenEmpty: true };
  const isFound = op === 'NotEq' || op === 'IsNot' || op === (isTurned ? 'Gt' : 'Lt');
  return isFound ? { name, holdsWhenEmpty: false } : undefined;
}

/** Where the search starts whose result the name is: it is set to the largest number, and then lowered in a loop. */
export function searchStart(name: Name, model: SemanticModel): Node | undefined {
  const definitions = model.names.resolve(name)?.definitions ?? [];
  const start = definitions.find(({ value }) => value !== undefined && isLargestNumber(value, model));
  const isLowered = definitions.some(
    ({ node, value, statement }) =>
      value !== undefined && model.context.loopAround(node) !== undefined && lowers(statement, value, name.id),
  );
  return isLowered ? start?.statement : undefined;
}

/** `if cost < best: best = cost`, `best = min(best, cost)`. */
function lowers({ parent }: Node, value: Expression, id: string): boolean {
  if (value.kind === 'Call' && value.func.kind === 'Name' && value.func.id === 'min') return true;
  return parent?.kind === 'If' && mentions(parent.test, id);
}

const LARGEST: ReadonlySet<string> = new Set([
  'math.inf',
  'numpy.inf',
  'numpy.Inf',
  'torch.inf',
  'sys.maxsize',
  'sys.float_info.max',
]);
const LAST_WORDS: ReadonlySet<string> = new Set(['inf', 'Inf', 'maxsize', 'max']);
const INFINITY = /^\+?inf(?:inity)?$/i;

/** By the word first: most of what is compared is no such number. */
function isLargestNumber(expression: Expression, model: SemanticModel): boolean {
  if (expression.kind === 'Call') {
    if (nameOfPlace(expression.func) !== 'float' || !INFINITY.test(stringConstant(expression.args[0]) ?? ''))
      return false;
    return model.names.qualifiedName(expression.func) === 'builtins.float';
  }
  if (!LAST_WORDS.has(nameOfPlace(expression) ?? '')) return false;
  return LARGEST.has(model.names.qualifiedName(expression) ?? '');
}
