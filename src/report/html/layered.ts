/** Where the nodes of a directed graph lie in columns, so that nearly all arrows go to the right. */
import { stronglyConnected } from '../../project/components.ts';
import { compareText } from '../../text/index.ts';

export interface Arrow {
  readonly from: string;
  readonly to: string;
}

/** An arrow, with the bends that lead it past the columns between its ends. */
export interface RoutedArrow<A extends Arrow> {
  readonly arrow: A;
  readonly bends: readonly string[];
}

export interface LayeredGraph<A extends Arrow> {
  /** Columns from the left, nodes and bends from the top. */
  readonly layers: readonly (readonly string[])[];
  /** Those that are drawn. */
  readonly arrows: readonly RoutedArrow<A>[];
}

/** How often the order within columns is made better. */
const SWEEPS = 8;

/** Columns by the longest path that leads to a node, cycles taken as one; within a column nodes are near what they are linked to. */
export function layered<A extends Arrow>(
  nodes: readonly string[],
  arrows: readonly A[],
  { isReduced }: { readonly isReduced: boolean },
): LayeredGraph<A> {
  const groupOf = groupsOf(nodes, arrows);
  const drawn = isReduced ? withoutImplied(arrows, groupOf) : arrows;
  const depths = depthsOf(nodes, arrows, groupOf);
  const depthOf = (node: string): number => depths.get(groupOf.get(node) ?? node) ?? 0;
  const layers: string[][] = Array.from({ length: 1 + Math.max(-1, ...nodes.map(depthOf)) }, () => []);
  for (const node of nodes) layers[depthOf(node)]?.push(node);
  const routed = drawn.map((arrow, index) => ({ arrow, bends: bendsOf(arrow, index, depthOf, layers) }));
  const segments = routed.flatMap(({ arrow: { from, to }, bends }) => {
    const stops = [from, ...bends, to];
    return stops.slice(1).map((stop, index) => ({ from: stops[index] ?? from, to: stop }));
  });
  for (let sweep = 0; sweep < SWEEPS; sweep++) order(layers, segments);
  return { layers, arrows: routed };
}

/** One place in each column between the ends of an arrow, which no node takes then. */
function bendsOf(
  { from, to }: Arrow,
  index: number,
  depthOf: (node: string) => number,
  layers: readonly string[][],
): string[] {
  const bends: string[] = [];
  for (let depth = depthOf(from) + 1; depth < depthOf(to); depth++) {
    // No name of a node holds this.
    const bend = `\0${index} ${depth}`;
    layers[depth]?.push(bend);
    bends.push(bend);
  }
  return bends;
}

export const isBend = (id: string): boolean => id.startsWith('\0');

/** By node the first of its cycle, or itself. */
function groupsOf(nodes: readonly string[], arrows: readonly Arrow[]): ReadonlyMap<string, string> {
  const groups = new Map(nodes.map((node) => [node, node]));
  const successors = successorsOf(arrows);
  for (const component of stronglyConnected(nodes, (node) => successors.get(node) ?? []))
    for (const node of component) groups.set(node, component[0] ?? node);
  return groups;
}

function successorsOf(arrows: readonly Arrow[]): ReadonlyMap<string, readonly string[]> {
  const successors = new Map<string, string[]>();
  for (const { from, to } of arrows) {
    const known = successors.get(from);
    if (known === undefined) successors.set(from, [to]);
    else known.push(to);
  }
  return successors;
}

function depthsOf(
  nodes: readonly string[],
  arrows: readonly Arrow[],
  groupOf: ReadonlyMap<string, string>,
): ReadonlyMap<string, number> {
  const depths = new Map(nodes.map((node) => [groupOf.get(node) ?? node, 0]));
  const between = betweenGroups(arrows, groupOf);
  // The graph of groups has no cycle, so no path is longer than there are groups.
  for (let changed = true, turn = 0; changed && turn <= depths.size; turn++) {
    changed = false;
    for (const { from, to } of between) {
      const depth = (depths.get(from) ?? 0) + 1;
      if (depth <= (depths.get(to) ?? 0)) continue;
      depths.set(to, depth);
      changed = true;
    }
  }
  return depths;
}

function betweenGroups(arrows: readonly Arrow[], groupOf: ReadonlyMap<string, string>): Arrow[] {
  return arrows
    .map(({ from, to }) => ({ from: groupOf.get(from) ?? from, to: groupOf.get(to) ?? to }))
    .filter(({ from, to }) => from !== to);
}

/** Arrows between groups that a longer way implies are left out. */
function withoutImplied<A extends Arrow>(arrows: readonly A[], groupOf: ReadonlyMap<string, string>): A[] {
  const successors = successorsOf(betweenGroups(arrows, groupOf));
  const isReachedOtherwise = (from: string, to: string): boolean => {
    const seen = new Set([from]);
    const pending = (successors.get(from) ?? []).filter((next) => next !== to);
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      if (next === to) return true;
      if (seen.has(next)) continue;
      seen.add(next);
      pending.push(...(successors.get(next) ?? []));
    }
    return false;
  };
  return arrows.filter(({ from, to }) => {
    const [one, other] = [groupOf.get(from) ?? from, groupOf.get(to) ?? to];
    return one === other || !isReachedOtherwise(one, other);
  });
}

/** Each node goes to the middle of its neighbours. */
function order(layers: readonly string[][], arrows: readonly Arrow[]): void {
  const positions = new Map<string, number>();
  const place = (layer: readonly string[]): void => {
    for (const [index, node] of layer.entries()) positions.set(node, (index + 0.5) / layer.length);
  };
  for (const layer of layers) place(layer);
  for (const layer of layers) {
    const middle = new Map(layer.map((node) => [node, middleOf(node, arrows, positions)]));
    layer.sort((a, b) => (middle.get(a) ?? 0) - (middle.get(b) ?? 0) || compareText(a, b));
    place(layer);
  }
}

function middleOf(node: string, arrows: readonly Arrow[], positions: ReadonlyMap<string, number>): number {
  const neighbours = arrows.flatMap(({ from, to }) => (from === node ? [to] : to === node ? [from] : []));
  const known = neighbours.map((each) => positions.get(each) ?? 0.5);
  return known.length === 0 ? (positions.get(node) ?? 0.5) : known.reduce((sum, each) => sum + each, 0) / known.length;
}
