import type { Constant, Expression } from '../nodes.generated.ts';

/** Truth of a test that is written as a literal (`while True`, `while 1`, `if not 0`); nothing is folded. */
export function literalTruth(test: Expression): boolean | undefined {
  let negations = 0;
  let at = test;
  for (; at.kind === 'UnaryOp' && at.op === 'Not'; at = at.operand) negations++;
  if (at.kind !== 'Constant') return undefined;
  const truth = isTrueLiteral(at.value);
  return negations % 2 === 0 ? truth : !truth;
}

function isTrueLiteral(value: Constant['value']): boolean {
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
