import { type Call, nameOfPlace, numberConstant } from '#ast';

/**
 * Textbook formulas around an exponential that are right on paper and overflow on one side: `1 / (1 + exp(x))`,
 * `log(1 + exp(x))`, `log1p(exp(x))`.
 */
export function exponentialFormOf(exponential: Call): 'sigmoid' | 'softplus' | undefined {
  const sum = exponential.parent;
  if (sum?.kind === 'Call') return nameOfPlace(sum.func) === 'log1p' ? 'softplus' : undefined;
  if (sum?.kind !== 'BinOp' || sum.op !== 'Add') return undefined;
  if (numberConstant(sum.left === exponential ? sum.right : sum.left) !== 1) return undefined;
  const outer = sum.parent;
  if (outer?.kind === 'BinOp' && outer.op === 'Div' && outer.right === sum) return 'sigmoid';
  return outer?.kind === 'Call' && nameOfPlace(outer.func) === 'log' ? 'softplus' : undefined;
}
