/** Numbers. */
import { Kind } from '../../syntax/index.ts';
import type { ConstantValue } from '../constant-value.ts';
import type { Expression } from '../nodes.generated.ts';
import type { LowerExpression, Lowering } from './lowering.ts';
import { makeConstant } from './make.generated.ts';

export const numberExpressions: Readonly<Record<number, LowerExpression>> = {
  [Kind.integer]: lowerNumber,
  [Kind.float]: lowerNumber,
};

function lowerNumber(lowering: Lowering, node: number): Expression {
  const value = numberValue(lowering.textOf(node));
  if (value === undefined) return lowering.unparsed(node);
  return makeConstant(lowering.tree.start(node), lowering.tree.end(node), value, undefined);
}

/** The value of a number literal; undefined for what only Python 2 reads (`0777`, `10L`). */
function numberValue(literal: string): ConstantValue | undefined {
  const text = literal.includes('_') ? literal.replaceAll('_', '') : literal;
  if (/^\d+$/.test(text)) {
    return text.length > 1 && text.startsWith('0') && /[1-9]/.test(text)
      ? undefined
      : { kind: 'int', value: BigInt(text) };
  }
  if (/^0[xob]/i.test(text)) return /l$/i.test(text) ? undefined : { kind: 'int', value: BigInt(text) };
  if (/l$/i.test(text)) return undefined;
  if (/j$/i.test(text)) return { kind: 'complex', value: Number(text.slice(0, -1)) };
  return { kind: 'float', value: Number(text) };
}
