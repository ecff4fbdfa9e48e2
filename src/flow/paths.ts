import type { Edge, ProgramPoint } from './control-flow-graph.ts';

/** Which paths are sought: where they begin and end, and what they must not pass. */
export interface PathQuery {
  /** Where control is: paths begin with an edge out of one of these. */
  readonly from: readonly ProgramPoint[];
  readonly to: (point: ProgramPoint) => boolean;
  /** Points that end a path before it is one; not asked of `from`. */
  readonly avoiding?: (point: ProgramPoint) => boolean;
  /** Edges that may be taken; all by default. */
  readonly along?: (edge: Edge) => boolean;
}

/** A shortest path, as its edges in order; undefined where there is none. Linear in the size of the graph. */
export function findPath({ from, to, avoiding, along }: PathQuery): readonly Edge[] | undefined {
  const reachedBy = new Map<ProgramPoint, Edge>();
  const pending = [...from];
  for (let next = 0; next < pending.length; next++) {
    for (const edge of (pending[next] as ProgramPoint).successors) {
      if (reachedBy.has(edge.to) || along?.(edge) === false) continue;
      if (to(edge.to)) return traceBack(edge, reachedBy, from);
      reachedBy.set(edge.to, edge);
      if (avoiding?.(edge.to) !== true) pending.push(edge.to);
    }
  }
  return undefined;
}

function traceBack(
  last: Edge,
  reachedBy: ReadonlyMap<ProgramPoint, Edge>,
  from: readonly ProgramPoint[],
): readonly Edge[] {
  const path: Edge[] = [last];
  for (let at = last.from; !from.includes(at); ) {
    const edge = reachedBy.get(at);
    if (edge === undefined) break;
    path.push(edge);
    at = edge.from;
  }
  return path.reverse();
}

/** All points that paths from some points come to; the points themselves only where a path leads back to them. */
export function reachableFrom(query: Omit<PathQuery, 'to'>): ReadonlySet<ProgramPoint> {
  const reached = new Set<ProgramPoint>();
  findPath({
    ...query,
    to: (point) => {
      reached.add(point);
      return false;
    },
  });
  return reached;
}
