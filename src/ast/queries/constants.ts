import type { Expression } from '../nodes.generated.ts';

/** The text of a string literal; undefined for anything else, f-strings and bytes included. */
export function stringConstant(node: Expression | undefined): string | undefined {
  return node?.kind === 'Constant' && node.value.kind === 'str' ? node.value.value : undefined;
}

/** The value of a `True` or `False`. */
export function booleanConstant(node: Expression | undefined): boolean | undefined {
  return node?.kind === 'Constant' && node.value.kind === 'bool' ? node.value.value : undefined;
}

/** The value of a number literal, sign included; undefined for complex numbers and what is no literal. */
export function numberConstant(node: Expression | undefined): number | undefined {
  if (node?.kind === 'UnaryOp' && (node.op === 'USub' || node.op === 'UAdd')) {
    const operand = numberConstant(node.operand);
    return operand === undefined || node.op === 'UAdd' ? operand : -operand;
  }
  if (node?.kind !== 'Constant') return undefined;
  if (node.value.kind === 'int') return Number(node.value.value);
  return node.value.kind === 'float' ? node.value.value : undefined;
}

/** True for `None`. */
export function isNone(node: Expression | undefined): boolean {
  return node?.kind === 'Constant' && node.value.kind === 'none';
}

/** True for `...`. */
export function isEllipsis(node: Expression | undefined): boolean {
  return node?.kind === 'Constant' && node.value.kind === 'ellipsis';
}
