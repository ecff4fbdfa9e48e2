/** Strongly connected components of a graph, and short ways in it. Both are as deterministic as the order of nodes and successors. */

/** Components of more than one node, by Tarjan's algorithm without recursion; nodes keep the order given. */
export function stronglyConnected<N>(nodes: readonly N[], successorsOf: (node: N) => readonly N[]): N[][] {
  const state = new Map<N, { index: number; low: number; onStack: boolean }>();
  const stack: N[] = [];
  const components: N[][] = [];
  const position = new Map(nodes.map((node, index) => [node, index]));
  const enter = (node: N) => {
    const entry = { index: state.size, low: state.size, onStack: true };
    state.set(node, entry);
    stack.push(node);
    return { node, entry, successors: successorsOf(node), next: 0 };
  };
  for (const root of nodes) {
    if (state.has(root)) continue;
    const path = [enter(root)];
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const successor = top.successors[top.next++];
      if (successor !== undefined) {
        const known = state.get(successor);
        if (known === undefined) path.push(enter(successor));
        else if (known.onStack) top.entry.low = Math.min(top.entry.low, known.index);
        continue;
      }
      path.pop();
      const parent = path.at(-1);
      if (parent !== undefined) parent.entry.low = Math.min(parent.entry.low, top.entry.low);
      if (top.entry.low !== top.entry.index) continue;
      const component = stack.splice(stack.lastIndexOf(top.node));
      for (const node of component) {
        const entry = state.get(node);
        if (entry !== undefined) entry.onStack = false;
      }
      if (component.length > 1) components.push(component);
    }
  }
  const place = (node: N): number => position.get(node) ?? 0;
  for (const component of components) component.sort((a, b) => place(a) - place(b));
  return components.sort((a, b) => place(a[0] as N) - place(b[0] as N));
}

/** The shortest way from a node back to itself, without the node at its end; the first of equal ones. */
export function shortestCycle<N>(nodes: readonly N[], successorsOf: (node: N) => readonly N[]): N[] {
  let best: N[] = [];
  for (const start of nodes) {
    const found = cyclePath(start, successorsOf, best.length === 0 ? Number.POSITIVE_INFINITY : best.length);
    if (found !== undefined) best = found;
    if (best.length === 2) break;
  }
  return best;
}

/** Breadth first; undefined when every path is as long as `limit` or longer. */
function cyclePath<N>(start: N, successorsOf: (node: N) => readonly N[], limit: number): N[] | undefined {
  const before = new Map<N, N | undefined>([[start, undefined]]);
  let frontier = [start];
  for (let length = 1; frontier.length > 0 && length < limit; length++) {
    const next: N[] = [];
    for (const node of frontier) {
      for (const successor of successorsOf(node)) {
        if (successor === start) return cyclePathTo(node, before);
        if (before.has(successor)) continue;
        before.set(successor, node);
        next.push(successor);
      }
    }
    frontier = next;
  }
  return undefined;
}

function cyclePathTo<N>(node: N, before: ReadonlyMap<N, N | undefined>): N[] {
  const cyclePath: N[] = [];
  for (let at: N | undefined = node; at !== undefined; at = before.get(at)) cyclePath.unshift(at);
  return cyclePath;
}
