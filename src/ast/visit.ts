import { CHILD_FIELDS, type Node } from './nodes.generated.ts';

/** Calls `each` with every direct child of `node`, in source order of the fields. */
export function forEachChild(node: Node, each: (child: Node) => void): void {
  // The generated table names the fields that hold nodes; the cast only says so to the compiler.
  const fields = node as unknown as Readonly<Record<string, Node | readonly (Node | undefined)[] | undefined>>;
  for (const name of CHILD_FIELDS[node.kind]) {
    const value = fields[name];
    if (value === undefined) continue;
    if ('kind' in value) each(value);
    else for (const child of value) if (child !== undefined) each(child);
  }
}

/**
 * Visits `root` and everything below it, parents first, without recursion. `enter` may return 'skip' to leave out what
 * lies below a node.
 */
export function walk(root: Node, enter: (node: Node) => unknown): void {
  const pending: Node[] = [root];
  const children: Node[] = [];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (enter(node) === 'skip') continue;
    children.length = 0;
    forEachChild(node, (child) => children.push(child));
    for (let i = children.length - 1; i >= 0; i--) pending.push(children[i] as Node);
  }
}

/** The nodes that contain `node`, nearest first. */
export function* ancestors(node: Node): Generator<Node> {
  for (let at = node.parent; at !== undefined; at = at.parent) yield at;
}
