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

/** Whether a node, or one below it, is as asked: looks no further than the first that is. */
export function holds(root: Node | readonly Node[], isWanted: (node: Node) => boolean): boolean {
  const pending: Node[] = 'kind' in root ? [root] : root.toReversed();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (isWanted(node)) return true;
    pushChildren(node, pending);
  }
  return false;
}

/** The first node, `root` included, that is as asked: parents before what they hold, then in source order. */
export function findNode<N extends Node>(root: Node, isWanted: (node: Node) => node is N): N | undefined {
  const pending: Node[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (isWanted(node)) return node;
    pushChildren(node, pending);
  }
  return undefined;
}

/** The nodes that contain `node`, nearest first. */
export function ancestors(node: Node): Iterable<Node> {
  return new Ancestors(node);
}

/** Asked of so many nodes that a generator, which has to be resumed for each step, shows in the time of a scan. */
class Ancestors implements Iterable<Node> {
  constructor(readonly node: Node) {}

  [Symbol.iterator](): Iterator<Node> {
    let at = this.node.parent;
    const step: { done: boolean; value: Node } = { done: false, value: this.node };
    return {
      next: () => {
        if (at === undefined) step.done = true;
        else {
          step.value = at;
          at = at.parent;
        }
        return step;
      },
    };
  }
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
