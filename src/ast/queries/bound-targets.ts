import type { Expression } from '../nodes.generated.ts';

/** What an expression, or its awaited result, is bound to as a whole and alone: `target = value`, `target: T = await value`. */
export function boundTarget(value: Expression): Expression | undefined {
  const whole = value.parent?.kind === 'Await' ? value.parent : value;
  const { parent } = whole;
  if (parent?.kind === 'AnnAssign') return parent.value === whole ? parent.target : undefined;
  if (parent?.kind !== 'Assign' || parent.value !== whole || parent.targets.length !== 1) return undefined;
  return parent.targets[0];
}
