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

/** What a node is by itself: its kind, all of its fields that are no nodes, and where it has nodes: how long its lists are. */
export function shapeOf(node: Node): string {
  let shape = '';
  for (const [name, value] of Object.entries(node))
    if (!PLACES.has(name)) shape += `${name}=${typeof value === 'string' ? value : written(value)} `;
  return shape;
}

const PLACES: ReadonlySet<string> = new Set(['start', 'end', 'parent', 'name_start']);

const isNode = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'start' in value && 'kind' in value;

/** Nodes are only marked, so that `{**a, b: c}` and `{b: c, **a}` differ, and so do blocks that end at another statement. */
const written = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) => (isNode(each) ? '*' : typeof each === 'bigint' ? `${each}n` : each)) ??
  '';
