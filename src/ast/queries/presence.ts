import type { Expression, Node } from '../nodes.generated.ts';
import { isNone } from './constants.ts';

/** What a test says of one expression where it holds: that it is there (`x`, `x is not None`) or that it is not (`not x`, `x is None`). */
export interface PresenceTest {
  readonly subject: Expression;
  readonly isPresent: boolean;
}

/** `x`, `not x`, `x is None`, `x is not None`, `x != None`; undefined for any other test. */
export function presenceTested(test: Node): PresenceTest | undefined {
  if (test.kind === 'Name' || test.kind === 'Attribute') return { subject: test, isPresent: true };
  if (test.kind === 'UnaryOp') {
    const { operand } = test;
    const isPlain = test.op === 'Not' && (operand.kind === 'Name' || operand.kind === 'Attribute');
    return isPlain ? { subject: operand, isPresent: false } : undefined;
  }
  if (test.kind !== 'Compare' || test.ops.length !== 1 || !isNone(test.comparators[0])) return undefined;
  const [op] = test.ops;
  if (op === 'Is' || op === 'Eq') return { subject: test.left, isPresent: false };
  return op === 'IsNot' || op === 'NotEq' ? { subject: test.left, isPresent: true } : undefined;
}

/** `if not found`, `found and found["id"]`, `found is None`: what follows knows that there may be nothing. */
export function isPresenceTested(value: Expression): boolean {
  const { parent } = value;
  switch (parent?.kind) {
    case 'If':
    case 'IfExp':
    case 'While':
    case 'Assert':
      return parent.test === value;
    case 'comprehension':
      return parent.ifs.includes(value);
    // The last operand is only handed on: `send(fallback or found)`.
    case 'BoolOp':
      return parent.values.at(-1) !== value || isPresenceTested(parent);
    case 'UnaryOp':
      return parent.op === 'Not';
    case 'Compare':
      return presenceTested(parent) !== undefined;
    default:
      return false;
  }
}
