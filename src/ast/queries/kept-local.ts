import type { Expression, Name } from '../nodes.generated.ts';

/** `prices` of `prices = load()`: the name that alone keeps what an expression gives. */
export function keptLocal({ parent }: Expression): Name | undefined {
  if (parent?.kind === 'AnnAssign') return parent.target.kind === 'Name' ? parent.target : undefined;
  if (parent?.kind !== 'Assign' || parent.targets.length > 1) return undefined;
  const [target] = parent.targets;
  return target?.kind === 'Name' ? target : undefined;
}
