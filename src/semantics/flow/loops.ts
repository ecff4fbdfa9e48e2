import type { Expression } from '../../ast/index.ts';
import type { Names } from '../names.ts';

/** Truth of a test that is written as a literal (`while True`, `while 1`, `if not 0`); nothing is folded. */
export function literalTruth(test: Expression): boolean | undefined {
  let negations = 0;
  let at = test;
  for (; at.kind === 'UnaryOp' && at.op === 'Not'; at = at.operand) negations++;
  if (at.kind !== 'Constant') return undefined;
  const truth = isTrueLiteral(at.value);
  return negations % 2 === 0 ? truth : !truth;
}

/** Iterables that end only with a `break`. */
export function isInfinite(iterable: Expression, names: Names): boolean {
  if (iterable.kind !== 'Call') return false;
  const name = names.qualifiedName(iterable.func);
  if (name === 'itertools.count') return true;
  return name === 'itertools.repeat' && iterable.args.length === 1 && iterable.keywords.length === 0;
}

function isTrueLiteral(value: (Expression & { kind: 'Constant' })['value']): boolean {
  switch (value.kind) {
    case 'none':
      return false;
    case 'ellipsis':
      return true;
    case 'bool':
      return value.value;
    case 'int':
      return value.value !== 0n;
    case 'float':
    case 'complex':
      return value.value !== 0;
    case 'str':
    case 'bytes':
      return value.value !== '';
  }
}
