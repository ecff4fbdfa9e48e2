/** A graph whose nodes are the numbers from 0 to `size`, without it. */
export interface NumberedGraph {
  readonly size: number;
  readonly root: number;
  readonly successors: readonly (readonly number[])[];
  readonly predecessors: readonly (readonly number[])[];
}

const NOT_REACHED = -1;

/**
 * Dominance in a graph: a node dominates another if every path from the root to that one passes it. The tree is made by the algorithm of
 * Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm" (2001); questions are answered in constant time by its preorder.
 */
export class Dominators {
  /** The nearest other dominator of each node that the root reaches; of the root itself. */
  readonly #immediate: Int32Array;
  /** Where each node comes in the preorder of the tree, and behind which place its subtree ends. */
  readonly #begins: Int32Array;
  readonly #ends: Int32Array;
  #frontiers: (number[] | undefined)[] | undefined;

  constructor(private readonly graph: NumberedGraph) {
    const postorder = postorderOf(graph.root, graph.successors, graph.size);
    this.#immediate = immediateDominators(graph, postorder);
    this.#begins = new Int32Array(graph.size).fill(NOT_REACHED);
    this.#ends = new Int32Array(graph.size);
    this.#number(childrenOf(this.#immediate, graph));
  }

  isReached(node: number): boolean {
    return this.#begins[node] !== NOT_REACHED;
  }

  /** Undefined for the root and for what it does not reach. */
  immediateOf(node: number): number | undefined {
    return node === this.graph.root || !this.isReached(node) ? undefined : this.#immediate[node];
  }

  /** Whether every path to a node passes `dominator`, or is it; false for what no path reaches. */
  dominates(dominator: number, node: number): boolean {
    const at = this.preorderOf(node);
    return at !== NOT_REACHED && this.preorderOf(dominator) <= at && at <= (this.#ends[dominator] ?? NOT_REACHED);
  }

  /** A node comes before all that it dominates, and nothing else comes in between. */
  preorderOf(node: number): number {
    return this.#begins[node] ?? NOT_REACHED;
  }

  /** Where paths that passed a node meet others that did not. */
  frontierOf(node: number): readonly number[] {
    this.#frontiers ??= this.#frontiersOfAll();
    return this.#frontiers[node] ?? [];
  }

  #number(children: ReadonlyMap<number, readonly number[]>): void {
    let place = 0;
    const open = [{ node: this.graph.root, next: 0 }];
    this.#begins[this.graph.root] = place++;
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const child = children.get(top.node)?.[top.next++];
      if (child === undefined) {
        this.#ends[top.node] = place - 1;
        open.pop();
      } else {
        this.#begins[child] = place++;
        open.push({ node: child, next: 0 });
      }
    }
  }

  #frontiersOfAll(): (number[] | undefined)[] {
    const frontiers: (number[] | undefined)[] = [];
    for (let node = 0; node < this.graph.size; node++) {
      const predecessors = this.graph.predecessors[node]?.filter((each) => this.isReached(each)) ?? [];
      if (predecessors.length < 2 && node !== this.graph.root) continue;
      for (const predecessor of predecessors) {
        const end = this.immediateOf(node);
        for (let at: number | undefined = predecessor; at !== undefined && at !== end; at = this.immediateOf(at)) {
          frontiers[at] ??= [];
          const frontier = frontiers[at] as number[];
          // What came by another predecessor has been above here, too.
          if (frontier.at(-1) === node) break;
          frontier.push(node);
        }
      }
    }
    return frontiers;
  }
}

function immediateDominators({ root, size, predecessors }: NumberedGraph, postorder: readonly number[]): Int32Array {
  const rank = new Int32Array(size);
  for (const [at, node] of postorder.entries()) rank[node] = at;
  const immediate = new Int32Array(size).fill(NOT_REACHED);
  immediate[root] = root;
  const meet = (one: number, other: number): number => {
    let [a, b] = [one, other];
    while (a !== b) {
      while ((rank[a] as number) < (rank[b] as number)) a = immediate[a] as number;
      while ((rank[b] as number) < (rank[a] as number)) b = immediate[b] as number;
    }
    return a;
  };
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    for (let at = postorder.length - 2; at >= 0; at--) {
      const node = postorder[at] as number;
      let nearest = NOT_REACHED;
      for (const each of predecessors[node] ?? []) {
        if (immediate[each] !== NOT_REACHED) nearest = nearest === NOT_REACHED ? each : meet(nearest, each);
      }
      isChanged ||= immediate[node] !== nearest;
      immediate[node] = nearest;
    }
  }
  return immediate;
}

function childrenOf(immediate: Int32Array, { root }: NumberedGraph): ReadonlyMap<number, readonly number[]> {
  const children = new Map<number, number[]>();
  for (const [node, parent] of immediate.entries()) {
    if (parent === NOT_REACHED || node === root) continue;
    const known = children.get(parent);
    if (known === undefined) children.set(parent, [node]);
    else known.push(node);
  }
  return children;
}

/** The nodes that the root reaches, each behind those it leads to; without recursion. */
function postorderOf(root: number, successors: NumberedGraph['successors'], size: number): readonly number[] {
  const order: number[] = [];
  const isSeen = new Uint8Array(size);
  isSeen[root] = 1;
  const open = [{ node: root, next: 0 }];
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    const to = successors[top.node]?.[top.next++];
    if (to === undefined) order.push((open.pop() as typeof top).node);
    else if (isSeen[to] === 0) {
      isSeen[to] = 1;
      open.push({ node: to, next: 0 });
    }
  }
  return order;
}
