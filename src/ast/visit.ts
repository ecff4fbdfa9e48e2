import { pushChildren } from './children.generated.ts';
import type { Module, Node, NodeKind, NodeOfKind } from './nodes.generated.ts';

/** Calls `each` with every direct child of `node`, in source order of the fields. */
export function forEachChild(node: Node, each: (child: Node) => void): void {
  const children: Node[] = [];
  pushChildren(node, children);
  for (let i = children.length - 1; i >= 0; i--) each(children[i] as Node);
}

/**
 * Visits `root` and everything below it, parents first, without recursion. `enter` may return 'skip' to leave out what
 * lies below a node.
 */
export function walk(root: Node, enter: (node: Node) => unknown): void {
  const pending: Node[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (enter(node) !== 'skip') pushChildren(node, pending);
  }
}

/** The nodes that contain `node`, nearest first. */
export function* ancestors(node: Node): Generator<Node> {
  for (let at = node.parent; at !== undefined; at = at.parent) yield at;
}

/** The nodes of one kind in a module, in the order of `walk`; listed once for all who ask. */
export function nodesOf<K extends NodeKind>(root: Module, kind: K): readonly NodeOfKind<K>[] {
  let listing = listings.get(root);
  if (listing === undefined) {
    listing = listByKind(root);
    listings.set(root, listing);
  }
  // Each list was filled by the kind of its nodes.
  return (listing.get(kind) ?? NONE) as readonly NodeOfKind<K>[];
}

const NONE: readonly Node[] = [];
const listings = new WeakMap<Module, ReadonlyMap<NodeKind, readonly Node[]>>();

function listByKind(root: Module): Map<NodeKind, Node[]> {
  const byKind = new Map<NodeKind, Node[]>();
  walk(root, (node) => {
    const alike = byKind.get(node.kind);
    if (alike === undefined) byKind.set(node.kind, [node]);
    else alike.push(node);
  });
  return byKind;
}
