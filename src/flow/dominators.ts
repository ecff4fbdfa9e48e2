import type { Edge, ProgramPoint } from './control-flow-graph.ts';

/** For each point the nearest other one that every path to it passes. Points that no path reaches are missing. */
export type DominatorTree = ReadonlyMap<ProgramPoint, ProgramPoint>;

/**
 * Immediate dominators of what paths from `root` reach, and with `reversed` edges post-dominators of what leads to it. The algorithm is
 * that of Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm" (2001).
 */
export function dominatorsFrom(
  root: ProgramPoint,
  { reversed = false, along = ALL }: DominanceOptions = {},
): DominatorTree {
  const out = (point: ProgramPoint): readonly ProgramPoint[] =>
    (reversed ? point.predecessors : point.successors).filter(along).map((edge) => (reversed ? edge.from : edge.to));
  const into = (point: ProgramPoint): readonly ProgramPoint[] =>
    (reversed ? point.successors : point.predecessors).filter(along).map((edge) => (reversed ? edge.to : edge.from));
  const order = postorder(root, out);
  const rank = new Map(order.map((point, i) => [point, i]));
  const idom = new Map<ProgramPoint, ProgramPoint>([[root, root]]);
  const meet = (one: ProgramPoint, other: ProgramPoint): ProgramPoint => {
    let [a, b] = [one, other];
    while (a !== b) {
      while ((rank.get(a) ?? 0) < (rank.get(b) ?? 0)) a = idom.get(a) ?? root;
      while ((rank.get(b) ?? 0) < (rank.get(a) ?? 0)) b = idom.get(b) ?? root;
    }
    return a;
  };
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    for (let i = order.length - 2; i >= 0; i--) {
      const point = order[i] as ProgramPoint;
      const [first, ...others] = into(point).filter((each) => idom.has(each));
      if (first === undefined) continue;
      const nearest = others.reduce(meet, first);
      isChanged ||= idom.get(point) !== nearest;
      idom.set(point, nearest);
    }
  }
  idom.delete(root);
  return idom;
}

export interface DominanceOptions {
  readonly reversed?: boolean;
  readonly along?: (edge: Edge) => boolean;
}

const ALL = (): boolean => true;

/** Whether every path to a point passes another one, or is it. */
export function dominates(tree: DominatorTree, dominator: ProgramPoint, point: ProgramPoint): boolean {
  for (let at: ProgramPoint | undefined = point; at !== undefined; at = tree.get(at)) if (at === dominator) return true;
  return false;
}

/** The points that a root reaches, each behind those it leads to; without recursion. */
function postorder(root: ProgramPoint, out: (point: ProgramPoint) => readonly ProgramPoint[]): readonly ProgramPoint[] {
  const order: ProgramPoint[] = [];
  const seen = new Set([root]);
  const pending = [{ point: root, next: out(root), i: 0 }];
  for (let top = pending.at(-1); top !== undefined; top = pending.at(-1)) {
    const to = top.next[top.i++];
    if (to === undefined) order.push((pending.pop() as typeof top).point);
    else if (!seen.has(to)) {
      seen.add(to);
      pending.push({ point: to, next: out(to), i: 0 });
    }
  }
  return order;
}
