import { pushChildren } from '../children.generated.ts';
import type { Node } from '../nodes.generated.ts';

/** Whether two lists of nodes are the same code: kinds, names and constants, whatever their layout and comments. */
export function isSameCode(a: readonly Node[], b: readonly Node[]): boolean {
  const mine: Node[] = a.toReversed();
  const its: Node[] = b.toReversed();
  while (mine.length > 0) {
    const first = mine.pop();
    const second = its.pop();
    if (first === undefined || second === undefined || mine.length !== its.length) return false;
    if (shapeOf(first) !== shapeOf(second)) return false;
    pushChildren(first, mine);
    pushChildren(second, its);
  }
  return its.length === 0;
}

/** What a node is by itself: its kind, and all of its fields that are no nodes. */
export function shapeOf(node: Node): string {
  let shape = '';
  for (const [name, value] of Object.entries(node))
    if (!PLACES.has(name) && !holdsNodes(value))
      shape += `${name}=${typeof value === 'string' ? value : written(value)} `;
  return shape;
}

const PLACES: ReadonlySet<string> = new Set(['start', 'end', 'parent', 'name_start']);

const holdsNodes = (value: unknown): boolean =>
  (Array.isArray(value) && value.some(isNode)) || (!Array.isArray(value) && isNode(value));

const isNode = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'start' in value && 'kind' in value;

const written = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? `${each}n` : each)) ?? '';
