/** Containers that a value is looked up in, or that keep something under it. */
import type { Expression } from '#ast';
import type { ValueUse } from '#semantics';

/** `table` of `table[value]`, of `table.get(value)` and of other methods that take a key or an element first. */
export function containerKeyedBy({ kind, node, carrier }: ValueUse): Expression | undefined {
  if (kind === 'key') return node.kind === 'Subscript' ? node.value : undefined;
  if (kind !== 'argument' || node.kind !== 'Call' || node.func.kind !== 'Attribute') return undefined;
  return KEYED.has(node.func.attr) && node.args[0] === carrier ? node.func.value : undefined;
}

const KEYED: ReadonlySet<string> = new Set(
  'get set setdefault pop exists delete getset setex put add append'.split(' '),
);
