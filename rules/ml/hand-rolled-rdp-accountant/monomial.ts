/** Products, quotients and powers multiplied out, so that formulas compare however they are written. */
import { type Call, type Expression, numberConstant } from '#ast';
import type { SemanticModel } from '#semantics';
import { privacyTermOf, soleValue } from '../_shared/privacy-terms.ts';

/** `alpha * q ** 2 / (2 * sigma ** 2)` is 0.5 times alpha, q to the 2 and sigma to the -2. */
export interface Monomial {
  readonly coefficient: number;
  readonly factors: readonly { readonly expression: Expression; readonly power: number }[];
}

/** Undefined for what is longer than formulas are. Locals bound once stand for their value, terms of privacy for themselves. */
export function monomialOf(expression: Expression, model: SemanticModel): Monomial | undefined {
  const factors: { expression: Expression; power: number }[] = [];
  const pending: (readonly [Expression, number])[] = [[expression, 1]];
  let coefficient = 1;
  for (let steps = 0, next = pending.pop(); next !== undefined; next = pending.pop(), steps++) {
    if (steps > 40) return undefined;
    const [node, power] = next;
    const value = numberConstant(node);
    const parts = value === undefined ? partsOf(node, model) : [];
    if (value !== undefined) coefficient *= value ** power;
    else if (parts === undefined) factors.push({ expression: node, power });
    else for (const [part, own] of parts) pending.push([part, own * power]);
  }
  return { coefficient, factors };
}

function partsOf(node: Expression, model: SemanticModel): readonly (readonly [Expression, number])[] | undefined {
  if (node.kind === 'BinOp') {
    const { left, right, op } = node;
    if (op === 'Mult' || op === 'Div') {
      return privacyTermOf(node, model) === undefined
        ? [
            [left, 1],
            [right, op === 'Mult' ? 1 : -1],
          ]
        : undefined;
    }
    const exponent = op === 'Pow' ? numberConstant(right) : undefined;
    return exponent === undefined ? undefined : [[left, exponent]];
  }
  if (node.kind === 'Call') return powerOf(node, model);
  if (node.kind !== 'Name' || privacyTermOf(node, model) !== undefined) return undefined;
  const value = soleValue(node, model);
  return value?.kind === 'BinOp' ? [[value, 1]] : undefined;
}

function powerOf(call: Call, { names }: SemanticModel): readonly (readonly [Expression, number])[] | undefined {
  const [base, exponent] = call.args;
  const callee = names.qualifiedName(call.func);
  if (base === undefined || callee === undefined) return undefined;
  if (/^(?:numpy|jax\.numpy|torch)\.square$/.test(callee)) return [[base, 2]];
  const power = /^(?:builtins\.pow|math\.pow|(?:numpy|torch)\.(?:power|pow))$/.test(callee)
    ? numberConstant(exponent)
    : undefined;
  return power === undefined ? undefined : [[base, power]];
}
