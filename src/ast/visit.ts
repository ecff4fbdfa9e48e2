import { pushChildren } from './children.generated.ts';
import type { Module, Node } from './nodes.generated.ts';

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

/** A module and everything below it in the order of `walk`, listed once: several of its readers need every node. */
export function allNodes(root: Module): readonly Node[] {
  let nodes = listed.get(root);
  if (nodes === undefined) {
    nodes = listNodes(root);
    listed.set(root, nodes);
  }
  return nodes;
}

const listed = new WeakMap<Module, readonly Node[]>();

function listNodes(root: Module): readonly Node[] {
  const nodes: Node[] = [];
  const pending: Node[] = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    nodes.push(node);
    pushChildren(node, pending);
  }
  return nodes;
}
